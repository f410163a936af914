// The keyboard, and a bump bar, which is one with few keys: a digit or a letter does what is next with the order that bears it.
// These can be switched off, for whoever speaks to a machine that types for them (WCAG 2.1.4).

const WAYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** `acts` by key; `press(label)` for a digit or a letter while `hasKeys()`; `isBusy()` while something else is over the lanes. */
export function listen({ acts, press, hasKeys, isBusy }) {
  document.addEventListener("keydown", (event) => {
    const { key } = event;
    if (event.altKey || event.ctrlKey || event.metaKey || event.repeat || isBusy()) return;
    const act = acts[key] ?? (WAYS[key] && (() => walk(...WAYS[key])));
    if (act) {
      event.preventDefault();
      act();
    } else if (hasKeys() && /^[a-z0-9]$/i.test(key)) press(key.toUpperCase());
  });
}

/** To the next card that way. */
function walk(right, down) {
  const cards = [...document.querySelectorAll("#orders > li")];
  const current = document.activeElement.closest("#orders > li");
  const [column, row] = current ? at(current) : [right < 0 ? Infinity : 0, down < 0 ? Infinity : 0];
  const far = (card) => {
    const [x, y] = at(card);
    const along = right ? (x - column) * right : (y - row) * down;
    const across = right ? Math.abs(y - row) : Math.abs(x - column);
    return along > 0 ? along + across * 100 : Infinity;
  };
  const next = current ? cards.filter((card) => far(card) < Infinity).sort((a, b) => far(a) - far(b))[0] : cards[0];
  next?.querySelector(".head").focus();
}

const at = ({ style }) => [Number.parseInt(style.gridColumnStart, 10), Number.parseInt(style.gridRowStart, 10)];
