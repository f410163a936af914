// What has just changed or moved is not what the finger meant: it takes no tap for a moment.

const SETTLE_MS = 1_000;

/** Keeps a look-out over the children of a container that have a `data-key`; `data-sign` says what each is. Those that
 * settle bear `data-settling`, which the style sheet makes untouchable. */
export class Settling {
  #container;
  #seen = new Map();
  #children = new Map(); // by key
  #timers = new Map();

  constructor(container) {
    this.#container = container;
    new ResizeObserver(() => this.look()).observe(container);
  }

  has = (key) => this.#timers.has(key);

  /** After each change of what is shown. */
  look() {
    const before = this.#seen;
    const children = [...this.#container.children].map((child) => [child.dataset.key, child]);
    this.#children = new Map(children);
    this.#seen = new Map(children.map(([key, child]) => [key, `${child.dataset.sign} ${child.offsetLeft} ${child.offsetTop}`]));
    for (const [key, child] of children) {
      if (before.get(key) !== this.#seen.get(key)) this.unsettle(key);
      else child.toggleAttribute("data-settling", this.has(key));
    }
  }

  unsettle(key) {
    clearTimeout(this.#timers.get(key));
    this.#timers.set(key, setTimeout(() => this.#settle(key), SETTLE_MS));
    this.#children.get(key)?.setAttribute("data-settling", "");
  }

  #settle(key) {
    this.#timers.delete(key);
    this.#children.get(key)?.removeAttribute("data-settling");
  }
}

const QUIET_MS = 800;
const quiet = new WeakMap();

/** Let nothing in it take a tap for a moment: all of it has just become something else. */
export function ignoreTaps(element) {
  clearTimeout(quiet.get(element));
  element.setAttribute("data-settling", "");
  quiet.set(element, setTimeout(() => element.removeAttribute("data-settling"), QUIET_MS));
}

/** A key that stays down presses its button once. */
export function ignoreHeldKeys() {
  const isRepeated = (event) => event.repeat && event.target.tagName === "BUTTON" && ["Enter", " "].includes(event.key);
  document.addEventListener("keydown", (event) => isRepeated(event) && event.preventDefault());
}
