// Orders that were called off while this screen showed them: nobody makes them, and they stay until somebody has seen that.

export class Stopped {
  #shown = new Map();
  #stopped = new Map();
  #asked = new Set();
  #ask;

  /** `ask(order_id)` answers the status of an order that a snapshot does not know any more. */
  constructor(ask) {
    this.#ask = ask;
  }

  get orders() {
    return [...this.#stopped.values()];
  }

  has = (order) => this.#stopped.has(order.order_id);

  acknowledge = ({ order_id }) => this.#stopped.delete(order_id);

  /** Take note of what is in the queue now; `find(order_id)` is what else the screen knows of an order. Whether something was
   * called off. */
  look(queue, find) {
    const ids = new Set(queue.map(({ order_id }) => order_id));
    let isNews = false;
    for (const [id, order] of this.#shown) {
      if (ids.has(id)) continue;
      this.#shown.delete(id);
      const status = find(id)?.status;
      if (status === "CANCELLED") isNews = this.#stop(order) || isNews;
      else if (!status && order.status === "RECEIVED") this.#look(order);
    }
    for (const order of queue) this.#shown.set(order.order_id, order);
    return isNews;
  }

  /** One that everybody knows to be refunded was acknowledged elsewhere. */
  #stop(order) {
    if (order.refunded) return false;
    this.#stopped.set(order.order_id, { ...order, refunded: true, status_now: "CANCELLED" });
    return true;
  }

  async #look(order) {
    if (this.#asked.has(order.order_id)) return;
    this.#asked.add(order.order_id);
    try {
      if ((await this.#ask(order.order_id)) === "CANCELLED") this.#stop(order);
    } catch {
      this.#asked.delete(order.order_id);
      this.#shown.set(order.order_id, order); // it is asked for again with the next look
    }
  }
}
