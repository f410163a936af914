// What a page knows, in one place, and the page that shows it.
import { render } from "../vendor/lit-html/lit-html.js";

export class Store {
  #state;
  #root;
  #view;

  /** `view(state)` answers what `root` shows. Nothing is shown before the first change. */
  constructor(state, root, view) {
    this.#state = state;
    this.#root = root;
    this.#view = view;
  }

  get state() {
    return this.#state;
  }

  /** Take it over, and show it at once. Who works with a keyboard stays at what they were at, wherever it goes. */
  change(news = {}) {
    this.#state = { ...this.#state, ...news };
    const focused = document.activeElement;
    render(this.#view(this.#state), this.#root);
    if (focused?.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
  }
}
