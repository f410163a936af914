// The API as a customer in the store uses it. The token lives here, in memory, and nowhere else.
import { Client } from "../core/api.js";

const RENEW_MS = 60_000; // before the token ends

export class Ordering {
  #client;
  #token;
  #endsAt = 0;
  #customer = 0; // whose turn it is

  /** `language()` and `heard(isAnswered)` as in core/api.js. */
  constructor(url, { language, heard }) {
    this.#client = new Client(url, { language, heard, authorize: (isRefused) => this.#authorize(isRefused) });
  }

  /** A session; with a CPF, the reference to whose order it will be. */
  async identify(cpf) {
    const [customer, asked] = [this.#customer, Date.now()];
    const { body } = await this.#client.post("/identify", { body: cpf ? { cpf } : {}, isOpen: true });
    if (customer === this.#customer) {
      this.#token = body.id_token;
      this.#endsAt = asked + body.expires_in * 1_000;
    }
    return body.customer_ref;
  }

  forget() {
    this.#customer++;
    this.#token = undefined;
    this.#endsAt = 0;
  }

  /** `{ body, etag }`. The browser keeps it and asks with `If-None-Match`. */
  menu(store) {
    return this.#client.get(`/menu?store=${encodeURIComponent(store)}`, { cache: "no-cache", isOpen: true });
  }

  async order({ key, text }) {
    return (await this.#client.post("/orders", { body: text, headers: { "Idempotency-Key": key } })).body;
  }

  checkout = (order) => this.#of(order, "post", "/checkout");
  payment = (order) => this.#of(order, "get", "/payment");
  cancel = (order) => this.#of(order, "post", "/cancel");
  read = (order) => this.#of(order, "get", "");

  async #of({ order_id, order_key }, method, path) {
    return (await this.#client[method](`/orders/${order_id}${path}`, { headers: { "Order-Key": order_key } })).body;
  }

  async #authorize(isRefused) {
    if (isRefused || Date.now() > this.#endsAt - RENEW_MS) await this.identify();
    return this.#token;
  }
}
