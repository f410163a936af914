// The API as a customer in the store uses it. The token lives here, in memory, and nowhere else.
import { Client } from "../core/api.js";

const RENEW_MS = 60_000; // before the token ends

export class Ordering {
  #client;
  #liveUrl;
  #token;
  #endsAt = 0;
  #customer = 0; // whose turn it is

  /** Of the addresses in config.json; `language()` and `onReach(isAnswered)` as in core/api.js. */
  constructor({ api_url, live_url }, { language, onReach }) {
    this.#liveUrl = live_url;
    this.#client = new Client(api_url, { language, onReach, authorize: (isRefused) => this.#authorize(isRefused) });
  }

  /** A session; with a CPF, the reference to whose order it will be. */
  async identify(cpf) {
    const [customer, requestedAt] = [this.#customer, Date.now()];
    const { body } = await this.#client.post("/identify", { body: cpf ? { cpf } : {}, isOpen: true });
    if (customer === this.#customer) {
      this.#token = body.id_token;
      this.#endsAt = requestedAt + body.expires_in * 1_000;
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
    return this.#client.get(`/menu?store=${encodeURIComponent(store)}`, { isOpen: true });
  }

  /** The ids of what others had with these, the best first. */
  async suggestions(store, productIds) {
    const query = new URLSearchParams({ store, products: productIds.join(",") });
    const { body } = await this.#client.get(`/suggestions?${query}`);
    return body.products.map(({ product_id }) => product_id);
  }

  /** What the cart costs now, with what campaigns take off and why others do not. */
  discounts = async (cart) => (await this.#client.post("/cart/discounts", { body: cart })).body;

  async order({ key, text }) {
    return (await this.#client.post("/orders", { body: text, headers: { "Idempotency-Key": key } })).body;
  }

  checkout = (order) => this.#of(order, "post", "/checkout");
  payment = (order) => this.#of(order, "get", "/payment");
  cancel = (order) => this.#of(order, "post", "/cancel");
  staticPix = (order) => this.#of(order, "get", "/pix");
  read = (order) => this.#of(order, "get", "");

  /** Hear what happens to an order: `onFrame(frame)` of each change, `onClosed()` once where nothing more will come. Answers
   * the function that ends it. */
  listen(order, { onFrame, onClosed }) {
    let isOver = false;
    let socket;
    const end = () => {
      isOver = true;
      socket?.close();
    };
    const lose = () => {
      if (!isOver) onClosed();
      end();
    };
    this.#of(order, "post", "/live-ticket").then(({ ticket }) => {
      if (isOver) return;
      socket = new WebSocket(`${this.#liveUrl}?ticket=${encodeURIComponent(ticket)}`);
      socket.onmessage = ({ data }) => {
        const frame = JSON.parse(data);
        if (!isOver && frame.status) onFrame(frame);
      };
      socket.onclose = lose;
    }, lose);
    return end;
  }

  async #of({ order_id, order_key }, method, path) {
    return (await this.#client[method](`/orders/${order_id}${path}`, { headers: { "Order-Key": order_key } })).body;
  }

  async #authorize(isRefused) {
    if (isRefused || Date.now() > this.#endsAt - RENEW_MS) await this.identify();
    return this.#token;
  }
}
