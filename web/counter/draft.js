// The order that is being put together here, until it is placed. It is in this page's memory alone.
import { Discounts, isAboutCoupon } from "../core/discounts.js";
import { attempt, cartBody, isComplete, isSold, newLine, orderBody, total, units, withLine, MAX_UNITS } from "../rules/cart.js";
import { isCpf } from "../rules/cpf.js";
import { numbered, parse, search } from "../rules/search.js";

const BLANK = { typed: "", category: "", at: 0, dining: "eat_in", lines: [], cpf: "", note: "", coupon: "", typedCoupon: "", edited: undefined, error: "" };

export class Draft {
  #api;
  #texts;
  #language;
  #show;
  #price;
  #attempt;
  #expected; // `{ wanted, total }`: what the total has changed to since it was shown
  #discounts;
  #known; // the menu as it was last read, so that nobody who types fast is ahead of it

  /** `show(draft)` shows it; undefined where there is none. */
  constructor(api, { texts, language, price, show }) {
    this.#api = api;
    this.#texts = texts;
    this.#language = language;
    this.#price = price;
    this.#show = show;
    const ask = async (cart) => (await api.post("/staff/cart/discounts", { body: cart })).body;
    this.#discounts = new Discounts(ask, () => this.#discountsChanged());
  }

  state = undefined;

  async begin(store) {
    this.change({ ...BLANK, ...this.#known });
    await this.readMenu(store);
  }

  end() {
    this.#attempt = this.#expected = this.state = undefined;
    this.#discounts.want(undefined);
    this.#show(undefined);
  }

  async readMenu(store) {
    try {
      const menu = (await this.#api.get(`/menu?store=${encodeURIComponent(store)}`, { isOpen: true, retries: 2 })).body;
      this.#known = { menu, products: numbered(menu) };
      if (this.state) this.#become(this.#known);
    } catch (problem) {
      if (this.state && !this.state.menu) this.change({ error: problem.detail || this.#texts.not_done });
    }
  }

  /** Somebody has done something: what was about to be thrown away is worked on. */
  change(news) {
    this.#become({ isLeaving: false, ...news });
  }

  #become(news) {
    this.state = { ...this.state, ...news };
    const { products, typed, category } = this.state;
    const found = products ? search(products, parse(typed), category, this.#language) : [];
    this.state.found = found;
    this.state.at = Math.min(this.state.at, Math.max(0, found.length - 1));
    this.#discounts.want(this.#matters ? this.#cart : undefined);
    this.#draw();
  }

  get #cart() {
    const { dining, lines, coupon } = this.state;
    return cartBody({ dining, lines, coupon });
  }

  /** Whether a campaign can matter to it. */
  get #matters() {
    const { menu, lines, coupon } = this.state;
    return menu && (menu.discounts || coupon) && lines.length && lines.every((line) => isComplete(menu, line));
  }

  #draw() {
    const { menu, lines } = this.state;
    this.state.discounts = this.#discounts.of(this.#cart);
    this.state.total = menu && (this.state.discounts.priced?.total ?? total(menu, lines));
    this.#show(this.state);
  }

  /** A code that cannot be used is taken out of the cart, and stays where it was typed. */
  #discountsChanged() {
    if (!this.state) return;
    const { problem } = this.#discounts.of(this.#cart);
    if (problem && isAboutCoupon(problem)) this.#refuseCoupon(problem);
    else this.#draw();
  }

  #refuseCoupon({ detail }) {
    this.change({ coupon: "", refused: { code: this.state.coupon, detail }, error: detail });
  }

  typeCoupon = (typedCoupon) => this.change({ typedCoupon, error: "" });

  /** What was typed is the order's coupon from now on. */
  useCoupon = () => this.state && this.change({ coupon: this.state.typedCoupon.trim(), error: "" });

  /** Ask once more for what was not answered. */
  retry = () => this.#discounts.retry();

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

  /** Its dialog may say that it has closed when there is no order any more. */
  leave = () => this.state && this.#become({ edited: undefined });

  /** None of it is none. */
  count = (at, quantity) => {
    const { lines } = this.state;
    const others = units(lines) - lines[at].quantity;
    const some = Math.min(quantity, MAX_UNITS - others);
    this.change({ lines: some < 1 ? lines.filter((_, place) => place !== at) : lines.map((line, place) => (place === at ? { ...line, quantity: some } : line)) });
  };

  /** In words, why it cannot be placed; nothing where it can. */
  get validationError() {
    const { lines, cpf, typedCoupon, refused } = this.state;
    if (!lines.length) return this.#texts.empty;
    const digits = cpf.replace(/\D/g, "");
    if (cpf.trim() && !isCpf(digits)) return this.#texts.cpf_wrong;
    return typedCoupon.trim() && refused?.code === typedCoupon.trim() ? refused.detail : "";
  }

  /** Place it for the total that is shown; its id, or undefined where that did not work. Asked again, it is the same order. */
  async place() {
    if (this.state.isPlacing) return undefined;
    if (this.validationError) return this.change({ error: this.validationError });
    const coupon = this.state.typedCoupon.trim();
    this.change({ isPlacing: true, error: "", coupon });
    await this.#discounts.settled();
    try {
      return this.state?.error ? undefined : await this.#send();
    } finally {
      if (this.state) this.change({ isPlacing: false });
    }
  }

  async #send() {
    const { dining, lines, cpf, note, coupon, total } = this.state;
    const body = { ...orderBody({ dining, lines, coupon, receiptCpf: cpf.replace(/\D/g, "") || undefined }), ...(note.trim() && { note: note.trim() }) };
    const wanted = JSON.stringify(body);
    const expected = this.#expected?.wanted === wanted ? this.#expected.total : total;
    this.#attempt = attempt(this.#attempt, { ...body, expected_total: expected }, () => crypto.randomUUID());
    try {
      const { key, text } = this.#attempt;
      const placed = await this.#api.post("/staff/orders", { body: text, headers: { "Idempotency-Key": key } });
      return placed.body.order_id;
    } catch (problem) {
      if (!problem.isUndecided) this.#attempt = undefined;
      if (isAboutCoupon(problem)) this.#refuseCoupon(problem);
      else this.change({ error: this.#refusal(problem, expected) });
      if (problem.code === "total-changed") this.#expectAnother(wanted, problem.about);
      return undefined;
    }
  }

  /** Placed once more as it is, the order is for the total that was asked about. */
  #expectAnother(wanted, { total }) {
    this.#expected = { wanted, total };
    this.#discounts.want(undefined);
    this.readMenu(this.state.menu.store);
  }

  #refusal(problem, expected) {
    if (problem.isUndecided) return this.#texts.place_undecided;
    if (problem.code === "total-changed") return this.#texts.confirm_total(this.#price(expected), this.#price(problem.about.total));
    return problem.detail || this.#texts.not_done;
  }
}
