// Whether anybody is still there.

const IDLE_MS = 40_000;
const ANSWER_MS = 20_000;

/** `mayAsk()` tells whether an absence means anything now; `ask(isAsked)` opens and closes the question, `leave()` is
 * called when nobody answers it. Answers the function to be called when somebody is there. */
export function watchIdle({ mayAsk, ask, leave }) {
  let timer;
  let isAsked = false;

  function here() {
    if (isAsked) ask((isAsked = false));
    clearTimeout(timer);
    timer = setTimeout(idle, IDLE_MS);
  }

  function idle() {
    if (!mayAsk()) return here();
    ask((isAsked = true));
    timer = setTimeout(() => {
      here();
      leave();
    }, ANSWER_MS);
  }

  // The question itself is answered by its button, so that the touch that answers it does nothing else.
  for (const sign of ["pointerdown", "keydown", "input"]) {
    document.addEventListener(sign, () => isAsked || here(), { capture: true });
  }
  here();
  return here;
}
