// What campaigns take off a cart, as the API works it out: asked once for each cart that has stood still for a moment.

const STILL_MS = 400;

export class Discounts {
  #ask;
  #changed;
  #text; // of the cart that it is about
  #answer; // `{ priced }` or `{ problem }`
  #timer;
  #asking;

  /** `ask(cart)` answers the priced cart, or raises Problem. `changed()` is called when there is something new to be shown. */
  constructor(ask, changed) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** What is known of this cart: `priced`, or the `problem` that it has no price for, or `isAsked` while neither is known. */
  of(cart) {
    if (!cart || JSON.stringify(cart) !== this.#text) return {};
    return { isAsked: this.#answer === undefined, ...this.#answer };
  }

  /** Have it worked out for this cart, once; undefined: for none. */
  want(cart) {
    const text = cart && JSON.stringify(cart);
    if (text === this.#text) return;
    this.#about(text);
    if (text) this.#timer = setTimeout(() => this.#read(), STILL_MS);
  }

  /** Work it out for another cart at once. Raises Problem, and then all is as it was. */
  async turnTo(cart) {
    const priced = await this.#ask(cart);
    this.#about(JSON.stringify(cart));
    this.#answer = { priced };
    this.#changed();
  }

  /** Until it is known what the cart costs, or that it is not. */
  async settled() {
    if (this.#text && !this.#answer) await this.#read();
  }

  /** Ask again where there was no answer. */
  retry() {
    if (!this.#answer?.problem?.isUndecided) return;
    this.#answer = undefined;
    this.#read();
  }

  #about(text) {
    clearTimeout(this.#timer);
    this.#text = text;
    this.#answer = this.#asking = undefined;
  }

  #read() {
    clearTimeout(this.#timer);
    this.#asking ??= this.#find(this.#text);
    return this.#asking;
  }

  async #find(text) {
    const answer = await this.#ask(JSON.parse(text)).then((priced) => ({ priced }), (problem) => ({ problem }));
    if (text !== this.#text) return;
    this.#answer = answer;
    this.#asking = undefined;
    this.#changed();
  }
}

/** Whether a problem says that a coupon cannot be used, whatever else is in the cart. */
export const isAboutCoupon = ({ code }) => ["coupon-refused", "coupon-tries-exceeded"].includes(code);
