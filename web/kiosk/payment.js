// One order's way to its money. The server says how it stands; a screen that does not know says that it does not.

const LOOK_MS = 4_000;
const LISTENING_LOOK_MS = 30_000; // while frames would tell of a payment
const LISTEN_AGAIN_MS = 15_000;
const MADE = ["RECEIVED", "IN_PREPARATION", "READY", "COMPLETED"];

/**
 * `state` is one of
 *   asking       for the code
 *   unavailable  no code to be had now; asked for again. `pix` is the store's own code, where it has one
 *   waiting      for the customer, who sees `code`
 *   checking     whether it is paid: nobody knows, so nothing may be paid again
 *   paid         `number` will be called, at about the `promise`, where there is one
 *   expired      the code; another may be had (`renew`)
 *   gone         the order has expired too: another order is needed
 *   cancelled
 * `refunds` is what goes back to the customer.
 */
export class Payment {
  code;
  pix;
  number;
  promise;
  refunds = [];
  #api;
  #order;
  #changed;
  #state = "asking";
  #timer;
  #turn = 0;
  #endsAt = 0;
  #close;
  #listenedAt = -Infinity;

  /** `changed()` is called whenever the state may have changed. */
  constructor(api, order, changed) {
    this.#api = api;
    this.#order = order;
    this.#changed = changed;
    this.#take((become) => this.#checkout(become, "expired"));
  }

  get state() {
    return this.#state === "waiting" && this.left <= 0 ? "checking" : this.#state;
  }

  /** Milliseconds until the code ends, by a clock that nobody sets. */
  get left() {
    return this.#endsAt - performance.now();
  }

  get isEnded() {
    return ["paid", "expired", "gone", "cancelled"].includes(this.state);
  }

  /** Whether a code was given out and nobody knows yet what became of it. */
  get isPending() {
    return !this.isEnded && (this.code ?? this.pix) !== undefined;
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
    this.#close?.();
    this.#close = undefined;
    this.#turn++;
  }

  /** One thing at a time: what an earlier one is still answered is not heard. */
  async #take(act) {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const turn = ++this.#turn;
    await act((state, more = {}) => {
      if (turn !== this.#turn) return;
      this.#state = state;
      Object.assign(this, more);
    });
    if (turn !== this.#turn) return;
    this.#changed();
    if (turn !== this.#turn) return;
    if (this.isEnded) return this.#close?.();
    this.#listen();
    this.#plan(this.#close && this.state === "waiting" ? Math.min(LISTENING_LOOK_MS, Math.max(LOOK_MS, this.left)) : LOOK_MS);
  }

  #plan(delay) {
    clearTimeout(this.#timer);
    const next = (become) => (this.code ? this.#look(become) : this.#checkout(become, "expired"));
    this.#timer = setTimeout(() => this.#take(next), delay);
  }

  /** Hear at once when it is settled; what is not heard is found by looking. */
  #listen() {
    if (this.#close || performance.now() - this.#listenedAt < LISTEN_AGAIN_MS) return;
    this.#listenedAt = performance.now();
    this.#close = this.#api.listen(this.#order, {
      onFrame: ({ status, number, promise }) =>
        status !== "AWAITING_PAYMENT" && this.#take((become) => this.#follow(become, status, "expired", { number, promise })),
      onClosed: () => {
        this.#close = undefined;
        if (this.#timer) this.#plan(LOOK_MS);
      },
    });
  }

  /** `isOver` is what it means that the order's own time has passed. */
  async #checkout(become, isOver) {
    const requestedAt = performance.now();
    try {
      const code = await this.#api.checkout(this.#order);
      this.#endsAt = requestedAt + code.expires_in * 1_000;
      become("waiting", { code });
    } catch (problem) {
      if (problem.code === "order-status") await this.#follow(become, problem.about.current_status, isOver);
      else become("unavailable", { pix: this.pix ?? (await this.#api.staticPix(this.#order).catch(() => undefined)) });
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

  async #follow(become, status, isOver, { number, promise } = {}) {
    if (status === "CANCELLED") return become("cancelled");
    if (!MADE.includes(status)) return become(isOver);
    try {
      const paid = number ? { number, promise } : await this.#api.read(this.#order);
      become("paid", { number: paid.number, promise: paid.promise });
    } catch {
      become("checking");
    }
  }
}
