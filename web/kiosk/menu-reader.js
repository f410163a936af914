// The menu, read again and again: soon where it could not be.

const MENU_MS = 60_000;
const RETRY_MS = 3_000;

export class MenuReader {
  #ask;
  #isReachable;
  #changed;
  #tag;
  #hasFailed = false;
  #timer;
  #turns = 0;

  /** `ask()` answers `{ body, etag }` or raises Problem. `changed({ menuAt, menuProblem, menu })` is called with what became of
   * it; `menu` only where it is another one. */
  constructor(ask, { isReachable, changed }) {
    this.#ask = ask;
    this.#isReachable = isReachable;
    this.#changed = changed;
  }

  /** An answer that a later question has overtaken changes nothing. */
  async read() {
    clearTimeout(this.#timer);
    const mine = ++this.#turns;
    const menuAt = Date.now();
    let news;
    try {
      const { body: menu, etag } = await this.#ask();
      if (mine !== this.#turns) return;
      news = { menuAt, menuProblem: undefined, ...(etag !== this.#tag && { menu }) };
      this.#tag = etag;
    } catch (menuProblem) {
      if (mine !== this.#turns) return;
      news = { menuProblem };
    }
    this.#hasFailed = Boolean(news.menuProblem);
    this.#changed(news);
    this.plan();
  }

  /** The next reading, by whether the API can be reached. */
  plan() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.read(), this.#isReachable() && !this.#hasFailed ? MENU_MS : RETRY_MS);
  }
}
