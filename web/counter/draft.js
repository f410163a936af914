// The order that is being put together here, until it is placed. It is in this page's memory alone.
import { attempt, isComplete, isSold, newLine, orderBody, units, withLine, MAX_UNITS } from "../rules/cart.js";
import { isCpf } from "../rules/cpf.js";
import { numbered, parse, search } from "../rules/search.js";

const BLANK = { typed: "", category: "", at: 0, dining: "eat_in", lines: [], cpf: "", note: "", edited: undefined, error: "" };

export class Draft {
  #api;
  #texts;
  #language;
  #show;
  #attempt;

  /** `show(draft)` shows it; undefined where there is none. */
  constructor(api, { texts, language, show }) {
    this.#api = api;
    this.#texts = texts;
    this.#language = language;
    this.#show = show;
  }

  state = undefined;

  async begin(store) {
    this.change({ ...BLANK });
    await this.readMenu(store);
  }

  end() {
    this.#attempt = this.state = undefined;
    this.#show(undefined);
  }

  async readMenu(store) {
    try {
      const menu = (await this.#api.get(`/menu?store=${encodeURIComponent(store)}`, { isOpen: true, retries: 2 })).body;
      if (this.state) this.change({ menu, products: numbered(menu) });
    } catch (problem) {
      if (this.state && !this.state.menu) this.change({ error: problem.detail || this.#texts.not_done });
    }
  }

  change(news) {
    this.state = { ...this.state, isLeaving: false, ...news };
    const { products, typed, category } = this.state;
    const found = products ? search(products, parse(typed), category, this.#language) : [];
    this.state.found = found;
    this.state.at = Math.min(this.state.at, Math.max(0, found.length - 1));
    this.#show(this.state);
  }

  type = (typed) => this.change({ typed, at: 0, error: "" });

  walk = (by) => this.change({ at: Math.min(Math.max(0, this.state.at + by), this.state.found.length - 1) });

  /** As many of a product as were typed. What has to be chosen first is asked for. */
  add = (product) => {
    const { menu, typed, lines } = this.state;
    if (!product || !menu) return;
    if (!isSold(menu, product)) return this.change({ error: this.#texts.sold_out(product.name[this.#language]) });
    if (units(lines) >= MAX_UNITS) return this.change({ error: this.#texts.most_units(MAX_UNITS) });
    const line = { ...newLine(menu, product), quantity: parse(typed).quantity };
    const news = { typed: "", at: 0, error: "" };
    if (isComplete(menu, line)) this.change({ ...news, lines: withLine(lines, line) });
    else this.change({ ...news, edited: { line, at: -1 } });
  };

  addFound = () => this.add(this.state.found[this.state.at]);

  edit = (at) => this.change({ edited: { line: this.state.lines[at], at } });

  draw = (line) => this.change({ edited: { ...this.state.edited, line } });

  keep = () => {
    const { lines, edited } = this.state;
    const line = { ...edited.line, note: edited.line.note.trim() };
    this.change({ lines: withLine(lines, line, edited.at), edited: undefined });
  };

  leave = () => this.change({ edited: undefined });

  /** None of it is none. */
  count = (at, quantity) => {
    const { lines } = this.state;
    const others = units(lines) - lines[at].quantity;
    const some = Math.min(quantity, MAX_UNITS - others);
    this.change({ lines: some < 1 ? lines.filter((_, place) => place !== at) : lines.map((line, place) => (place === at ? { ...line, quantity: some } : line)) });
  };

  /** In words, why it cannot be placed; nothing where it can. */
  get obstacle() {
    const { lines, cpf } = this.state;
    if (!lines.length) return this.#texts.empty;
    const digits = cpf.replace(/\D/g, "");
    return cpf.trim() && !isCpf(digits) ? this.#texts.cpf_wrong : "";
  }

  /** Place it; its id, or undefined where that did not work. Asked again, it is the same order. */
  async place() {
    const { dining, lines, cpf, note, isPlacing } = this.state;
    if (isPlacing) return undefined;
    if (this.obstacle) return this.change({ error: this.obstacle });
    const body = { ...orderBody({ dining, lines, receiptCpf: cpf.replace(/\D/g, "") || undefined }), ...(note.trim() && { note: note.trim() }) };
    this.#attempt = attempt(this.#attempt, body, () => crypto.randomUUID());
    this.change({ isPlacing: true, error: "" });
    try {
      const { key, text } = this.#attempt;
      const placed = await this.#api.post("/staff/orders", { body: text, headers: { "Idempotency-Key": key } });
      return placed.body.order_id;
    } catch (problem) {
      this.change({ error: problem.isUndecided ? this.#texts.place_undecided : problem.detail || this.#texts.not_done });
      return undefined;
    } finally {
      if (this.state) this.change({ isPlacing: false });
    }
  }
}
