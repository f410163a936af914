// Whether anybody is still there.

const LOOK_MS = 500;

/** How long, in milliseconds, until whoever is there is asked, is taken to be gone, and is forgotten though not asked. */
const PATIENCE = { askMs: 40_000, goneMs: 60_000, forgetMs: 60_000 };
/** Who pays looks at a phone. */
export const PATIENCE_WITH_PAYERS = { askMs: 90_000, goneMs: 110_000, forgetMs: 60_000 };

/** `mayAsk()` tells whether whoever is there may be asked now, and `patience()` how long they are given. `ask(isAsked)` opens
 * and closes the question, `leave()` is called when nobody answers it, and `unasked()` once where somebody has been away for
 * long, whether asked or not. Answers the function to be called when somebody is there. By the clock, not by timers: those
 * stand still in a screen that sleeps. */
export function watchIdle({ mayAsk, patience = () => PATIENCE, ask, leave, unasked }) {
  let since = Date.now();
  let isAsked = false;
  let isForgotten = false;

  function question(isOpen) {
    isAsked = isOpen;
    ask(isOpen);
  }

  function here() {
    if (isAsked) question(false);
    since = Date.now();
    isForgotten = false;
  }

  function look() {
    const absence = Date.now() - since;
    const { askMs, goneMs, forgetMs } = patience() ?? PATIENCE;
    if (absence >= forgetMs && !isForgotten) {
      isForgotten = true;
      unasked();
    }
    if (absence >= goneMs) {
      const isGone = isAsked || mayAsk();
      here();
      if (isGone) leave();
    } else if (absence >= askMs && !isAsked && mayAsk()) question(true);
  }

  // The question itself is answered by its button, so that the touch that answers it does nothing else.
  for (const sign of ["pointerdown", "keydown", "input"]) {
    document.addEventListener(sign, () => isAsked || here(), { capture: true });
  }
  setInterval(look, LOOK_MS);
  return here;
}
