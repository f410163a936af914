// The API as a customer in the store uses it. The token lives here, in memory, and nowhere else.

const ANSWER_MS = 20_000;
const RENEW_MS = 60_000; // before the token ends

/** Anything but the answer that was hoped for. `status` 0: no answer at all, so nobody knows whether it was done. */
export class Problem extends Error {
  constructor(status, { type = "", detail = "", current_status } = {}) {
    super(`${status} ${type}`);
    this.status = status;
    this.code = type.split(":").at(-1);
    this.detail = detail;
    this.orderStatus = current_status;
  }

  get isUndecided() {
    return this.status === 0 || this.status >= 500;
  }
}

export class Api {
  #url;
  #language;
  #heard;
  #token;
  #ends = 0;

  /** `language()` is what problems are told in; `heard(whether)` learns of each request whether it was answered. */
  constructor(url, { language, heard }) {
    this.#url = url;
    this.#language = language;
    this.#heard = heard;
  }

  /** A session; with a CPF, the reference to whose order it will be. */
  async identify(cpf) {
    const asked = Date.now();
    const { body } = await this.#send("POST", "/identify", { body: JSON.stringify(cpf ? { cpf } : {}) });
    this.#token = body.id_token;
    this.#ends = asked + body.expires_in * 1_000;
    return body.customer_ref;
  }

  forget() {
    this.#token = undefined;
    this.#ends = 0;
  }

  /** `{ body, etag }`. The browser keeps it and asks with `If-None-Match`. */
  menu(store) {
    return this.#send("GET", `/menu?store=${encodeURIComponent(store)}`, { cache: "no-cache" });
  }

  order({ key, text }) {
    return this.#ask("POST", "/orders", { body: text, headers: { "Idempotency-Key": key } });
  }

  checkout = (order) => this.#of(order, "POST", "/checkout");
  payment = (order) => this.#of(order, "GET", "/payment");
  cancel = (order) => this.#of(order, "POST", "/cancel");
  read = (order) => this.#of(order, "GET", "");

  #of({ order_id, order_key }, method, path) {
    return this.#ask(method, `/orders/${order_id}${path}`, { headers: { "Order-Key": order_key } });
  }

  async #ask(method, path, options) {
    const send = () =>
      this.#send(method, path, { ...options, headers: { ...options.headers, Authorization: this.#token } });
    if (Date.now() > this.#ends - RENEW_MS) await this.identify();
    try {
      return (await send()).body;
    } catch (problem) {
      if (problem.status !== 401) throw problem;
      await this.identify();
      return (await send()).body;
    }
  }

  async #send(method, path, { body, headers = {}, cache = "no-store" }) {
    let answer, text;
    try {
      answer = await fetch(this.#url + path, {
        method,
        body,
        cache,
        headers: { "Accept-Language": this.#language(), ...(body && { "Content-Type": "application/json" }), ...headers },
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      text = await answer.text();
    } catch {
      this.#heard(false);
      throw new Problem(0);
    }
    this.#heard(true);
    let told = {};
    try {
      told = JSON.parse(text);
    } catch {
      if (answer.ok) throw new Problem(0); // cut off on the way
    }
    if (!answer.ok) throw new Problem(answer.status, told);
    return { body: told, etag: answer.headers.get("ETag") };
  }
}
