// Whether anybody is still there.

const ASK_MS = 40_000;
const GONE_MS = 60_000;
const LOOK_MS = 500;

/** `mayAsk()` tells whether whoever is there may be asked now; `ask(isAsked)` opens and closes the question, `leave()` is
 * called when nobody answers it, and `unasked()` after as long where nobody may be asked. Answers the function to be
 * called when somebody is there. By the clock, not by timers: those stand still in a screen that sleeps. */
export function watchIdle({ mayAsk, ask, leave, unasked }) {
  let since = Date.now();
  let isAsked = false;

  function question(isOpen) {
    isAsked = isOpen;
    ask(isOpen);
  }

  function here() {
    if (isAsked) question(false);
    since = Date.now();
  }

  function look() {
    const absence = Date.now() - since;
    if (absence >= GONE_MS) {
      const gone = isAsked || mayAsk() ? leave : unasked;
      here();
      gone();
    } else if (absence >= ASK_MS && !isAsked && mayAsk()) question(true);
  }

  // The question itself is answered by its button, so that the touch that answers it does nothing else.
  for (const sign of ["pointerdown", "keydown", "input"]) {
    document.addEventListener(sign, () => isAsked || here(), { capture: true });
  }
  setInterval(look, LOOK_MS);
  return here;
}
