// One order, followed to its end, and its way to the money. docs/decisions/live-updates.md.
import { follow } from "./live.js";

const LOOK_MS = 4_000; // at its payment, while nobody has paid
const LISTENING_LOOK_MS = 30_000; // while frames would tell of a payment
const STAY_MS = 10 * 60_000; // after its end, in which it may still be called back or its money returned
const ENDED = ["COMPLETED", "CANCELLED", "EXPIRED"];

/** What is known of one order. Its frames have holes, so what tells them apart is since when the order is what it is. */
class OrderScreen {
  order;
  sequence = -1;
  #announced = 0;

  place = ({ at }) => Date.parse(at);

  snapshot(order) {
    if (order.version < this.order?.version) return;
    this.order = order;
    this.sequence = Date.parse(order.timeline.at(-1).at);
  }

  receive({ version }) {
    this.#announced = Math.max(this.#announced, version);
  }

  get isBehind() {
    return !this.order || this.order.version < this.#announced;
  }
}

/**
 * `problem`: the API's, where there is no such order to be seen; then nothing more is asked. `refusal`: the API's problem with
 * what was asked last. `codeState` is one of
 *   looking      nobody knows yet
 *   unasked      nobody has asked for a code
 *   payable      `code` is out, until its `endsAt` (performance.now())
 *   checking     it may be paid: nobody knows, so nothing may be paid again
 *   lapsed       the code has ended; another may be had (`pay`)
 *   unavailable  no code to be had now; `pix` is a static one, where the store has it
 */
export class FollowedOrder {
  problem;
  code;
  pix;
  connection = { isLive: true, hasFailed: false };
  isBusy = false;
  refusal;
  #api;
  #path;
  #headers;
  #changed;
  #screen = new OrderScreen();
  #ending = new AbortController();
  #codeState = "looking";
  #timer;
  #looks = 0;
  #known; // the last answer of what the order is
  #endsAt;
  #lookAgain;

  /** `key` opens the order; without one the client's own token does. `isOwn`: it may be paid and cancelled. `changed()` is
   * called whenever there may be something new to be shown. */
  constructor(api, liveUrl, { order_id, key, isOwn }, changed) {
    this.isOwn = isOwn;
    this.#api = api;
    this.#path = `/orders/${encodeURIComponent(order_id)}`;
    this.#headers = key ? { "Order-Key": key } : {};
    this.#changed = changed;
    this.#lookAgain = follow(this.#screen, {
      address: async () => `${liveUrl}?ticket=${encodeURIComponent((await this.#ask("post", "/live-ticket")).ticket)}`,
      fetchSnapshot: () => this.#read(),
      show: (connection) => this.#show({ connection: { ...connection } }),
      signal: this.#ending.signal,
    });
    const wake = () => document.hidden || this.#lookAgain(); // a phone in a pocket hears nothing
    document.addEventListener("visibilitychange", wake, { signal: this.#ending.signal });
  }

  get order() {
    return this.#screen.order;
  }

  get codeState() {
    return this.#codeState === "payable" && this.left <= 0 ? "checking" : this.#codeState;
  }

  /** Milliseconds until the code ends. */
  get left() {
    return this.code.endsAt - performance.now();
  }

  /** Whether it is followed no more: it has long ended. */
  get isOver() {
    return this.#ending.signal.aborted;
  }

  /** Ask for the code that pays it. */
  pay() {
    return this.#act(async () => {
      try {
        await this.#ask("post", "/checkout");
      } catch (problem) {
        if (problem.code !== "payment-unavailable") throw problem;
        await this.#setCodeState("unavailable");
        return;
      }
      await this.#look();
    });
  }

  cancel() {
    return this.#act(() => this.#ask("post", "/cancel"));
  }

  /** Nobody looks at it any more. */
  stop() {
    this.#ending.abort();
    clearTimeout(this.#timer);
  }

  /** One act at a time; what it did shows with the next reading. */
  async #act(act) {
    if (this.isBusy) return;
    this.#show({ isBusy: true, refusal: undefined });
    let refusal;
    try {
      await act();
    } catch (problem) {
      refusal = problem;
    }
    this.#show({ isBusy: false, refusal });
    this.#lookAgain();
  }

  async #read() {
    try {
      this.#known = await this.#api.get(this.#path, { headers: this.#headers, known: this.#known });
      return this.#known.body;
    } catch (problem) {
      if (problem.status === 404) this.#give(problem);
      throw problem;
    }
  }

  #give(problem) {
    this.problem = problem;
    this.#changed();
    this.stop();
  }

  #show(news) {
    const wasLive = this.connection.isLive;
    Object.assign(this, news);
    const { order } = this;
    if (order?.status === "AWAITING_PAYMENT") {
      if (!this.#timer) this.#planLook(0);
      else if (wasLive && !this.connection.isLive) this.#planLook(LOOK_MS);
    }
    if (ENDED.includes(order?.status)) this.#endsAt ??= Date.now() + STAY_MS;
    else this.#endsAt = undefined;
    if (Date.now() > this.#endsAt) this.stop();
    this.#changed();
  }

  #planLook(delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lookOnce(), delay);
  }

  async #lookOnce() {
    await this.#look();
    if (this.order.status === "AWAITING_PAYMENT" && !this.isOver) {
      const isTold = this.connection.isLive && this.codeState === "payable";
      this.#planLook(isTold ? Math.min(LISTENING_LOOK_MS, Math.max(LOOK_MS, this.left)) : LOOK_MS);
    }
  }

  /** An answer that a later question has overtaken changes nothing. */
  async #look() {
    const mine = ++this.#looks;
    let state;
    try {
      state = await this.#ask("get", "/payment");
      if (mine !== this.#looks) return undefined;
    } catch {
      if (mine !== this.#looks) return undefined;
      return this.#setCodeState(this.code ? "checking" : this.#codeState);
    }
    const { payment, checked, code } = state;
    if (payment?.status === "PAID") this.#lookAgain();
    this.code = code ? { ...code, endsAt: performance.now() + code.expires_in * 1_000 } : undefined;
    if (code) return this.#setCodeState("payable");
    if (!payment) return this.#setCodeState(this.#codeState === "unavailable" ? "unavailable" : "unasked");
    if (payment.status === "LAPSED") return this.#setCodeState("lapsed");
    return this.#setCodeState(checked ? "checking" : "unavailable");
  }

  async #setCodeState(codeState) {
    this.#codeState = codeState;
    if (codeState === "unavailable") this.pix ??= await this.#ask("get", "/pix").catch(() => undefined);
    this.#show({});
  }

  async #ask(method, path) {
    return (await this.#api[method](this.#path + path, { headers: this.#headers })).body;
  }
}
