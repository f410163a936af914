// What has just changed or moved is not what the finger meant: it takes no tap for a moment.

const SETTLE_MS = 1_000;

/** Keeps a look-out over the children of a container that have a `data-key`; `data-sign` says what each is. Those that
 * settle bear `data-settling`, which the style sheet makes untouchable. */
export class Settling {
  #container;
  #seen = new Map();
  #timers = new Map();

  constructor(container) {
    this.#container = container;
    new ResizeObserver(() => this.look()).observe(container);
  }

  has = (key) => this.#timers.has(key);

  /** After each change of what is shown. */
  look() {
    const before = this.#seen;
    this.#seen = new Map();
    for (const child of this.#container.children) {
      const { key, sign } = child.dataset;
      const is = `${sign} ${child.offsetLeft} ${child.offsetTop}`;
      this.#seen.set(key, is);
      if (before.get(key) !== is) this.unsettle(key);
      else child.toggleAttribute("data-settling", this.has(key));
    }
  }

  unsettle(key) {
    clearTimeout(this.#timers.get(key));
    this.#timers.set(key, setTimeout(() => this.#settle(key), SETTLE_MS));
    this.#child(key)?.setAttribute("data-settling", "");
  }

  #settle(key) {
    this.#timers.delete(key);
    this.#child(key)?.removeAttribute("data-settling");
  }

  #child = (key) => [...this.#container.children].find((child) => child.dataset.key === key);
}

const QUIET_MS = 800;
const quiet = new WeakMap();

/** Let nothing in it take a tap for a moment: all of it has just become something else. */
export function quieten(element) {
  clearTimeout(quiet.get(element));
  element.setAttribute("data-settling", "");
  quiet.set(element, setTimeout(() => element.removeAttribute("data-settling"), QUIET_MS));
}

/** A key that is held presses its button once. */
export function ignoreHeldKeys() {
  const held = (event) => event.repeat && event.target.tagName === "BUTTON" && ["Enter", " "].includes(event.key);
  document.addEventListener("keydown", (event) => held(event) && event.preventDefault());
}
