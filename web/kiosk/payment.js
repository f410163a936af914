// One order's way to its money. The server says how it stands; a screen that does not know says that it does not.

const LOOK_MS = 4_000;
const MADE = ["RECEIVED", "IN_PREPARATION", "READY", "COMPLETED"];

/**
 * `state` is one of
 *   asking       for the code
 *   unavailable  no code to be had now; asked for again
 *   waiting      for the customer, who sees `code`
 *   checking     whether it is paid: nobody knows, so nothing may be paid again
 *   paid         `number` will be called
 *   expired      the code; another may be had (`renew`)
 *   gone         the order has expired too: another order is needed
 *   cancelled
 * `refunds` is what goes back to the customer.
 */
export class Payment {
  code;
  number;
  refunds = [];
  #api;
  #order;
  #changed;
  #clockAhead;
  #state = "asking";
  #timer;
  #turn = 0;

  /** `clockAhead` is by how many milliseconds this screen's clock is ahead: it may be wrong by hours. `changed()` is called
   * whenever the state may have changed. */
  constructor(api, order, clockAhead, changed) {
    this.#api = api;
    this.#order = order;
    this.#changed = changed;
    this.#clockAhead = clockAhead;
    this.#take((become) => this.#checkout(become, "expired"));
  }

  get state() {
    return this.#state === "waiting" && this.left <= 0 ? "checking" : this.#state;
  }

  /** Milliseconds until the code ends. */
  get left() {
    return Date.parse(this.code.expires_at) - (Date.now() - this.#clockAhead);
  }

  get isEnded() {
    return ["paid", "expired", "gone", "cancelled"].includes(this.state);
  }

  /** Whether a code is out that can be paid now. */
  get isOpen() {
    return !this.isEnded && this.code !== undefined && this.left > 0;
  }

  /** Whether a code was given out and nobody knows yet what became of it. */
  get isPending() {
    return !this.isEnded && this.code !== undefined;
  }

  renew() {
    this.#state = "asking";
    this.code = undefined;
    this.#changed();
    this.#take((become) => this.#checkout(become, "gone"));
  }

  /** Answers the problem, if it could not be cancelled. */
  async cancel() {
    let problem;
    await this.#take(async (become) => {
      try {
        await this.#api.cancel(this.#order);
        become("cancelled");
      } catch (refused) {
        if (refused.code === "order-status") await this.#follow(become, refused.about.current_status, "expired");
        else problem = refused;
      }
    });
    return problem;
  }

  /** Nobody looks at it any more. */
  stop() {
    clearTimeout(this.#timer);
    this.#turn++;
  }

  /** One thing at a time: what an earlier one is still answered is not heard. */
  async #take(act) {
    this.stop();
    const turn = this.#turn;
    await act((state, more = {}) => {
      if (turn !== this.#turn) return;
      this.#state = state;
      Object.assign(this, more);
    });
    if (turn !== this.#turn) return;
    this.#changed();
    if (this.isEnded) return;
    const next = (become) => (this.code ? this.#look(become) : this.#checkout(become, "expired"));
    this.#timer = setTimeout(() => this.#take(next), LOOK_MS);
  }

  /** `isOver` is what it means that the order's own time has passed. */
  async #checkout(become, isOver) {
    try {
      become("waiting", { code: await this.#api.checkout(this.#order) });
    } catch (problem) {
      if (problem.code === "order-status") await this.#follow(become, problem.about.current_status, isOver);
      else become("unavailable");
    }
  }

  async #look(become) {
    try {
      const { payment, refunds, checked } = await this.#api.payment(this.#order);
      if (payment?.status === "PAID") await this.#follow(become, "RECEIVED");
      else if (payment?.status === "LAPSED") become("expired", { refunds });
      else become(checked ? "waiting" : "checking");
    } catch {
      become("checking");
    }
  }

  async #follow(become, status, isOver) {
    if (status === "CANCELLED") return become("cancelled");
    if (!MADE.includes(status)) return become(isOver);
    try {
      become("paid", { number: (await this.#api.read(this.#order)).number });
    } catch {
      become("checking");
    }
  }
}
