// What the store sells, to be removed from the menu or put back by whoever sees that it is gone.

const TREMBLE_MS = 1_000;

export class Menu {
  #api;
  #texts;
  #show;
  #products;
  #readings = 0;
  #switching = new Map(); // by id, when

  /** `show(news)` takes over `products`, those that are being `switching` and what `trouble` there is. */
  constructor(api, texts, show) {
    this.#api = api;
    this.#texts = texts;
    this.#show = show;
  }

  /** An answer that a later question has overtaken changes nothing. */
  async read(trouble = "") {
    const mine = ++this.#readings;
    this.#show({ products: this.#products, trouble });
    try {
      const { products } = (await this.#api.get("/products")).body;
      if (mine !== this.#readings) return;
      this.#products = products.filter(({ removed }) => !removed);
    } catch (problem) {
      if (mine !== this.#readings) return;
      trouble = problem.detail || this.#texts.not_done;
    }
    this.#tell(trouble);
  }

  /** A second tap in a moment is the same tap. */
  async toggle(product_id) {
    const product = this.#products.find((each) => each.product_id === product_id);
    if (this.#isSwitching(product_id)) return;
    this.#switching.set(product_id, Date.now());
    this.#tell();
    try {
      const headers = { "If-Match": `"${product.version}"` };
      await this.#api.put(`/products/${product_id}/availability`, { body: { available: !product.available }, headers });
      await this.read();
    } catch (problem) {
      const { status, isUndecided, detail } = problem;
      await this.read(isUndecided ? this.#texts.undecided : status === 412 ? this.#texts.changed_product : detail || this.#texts.not_done);
    }
    setTimeout(() => this.#tell(), TREMBLE_MS);
  }

  #isSwitching = (product_id) => Date.now() - (this.#switching.get(product_id) ?? -Infinity) < TREMBLE_MS;

  #tell(trouble = "") {
    const switching = new Set([...this.#switching.keys()].filter(this.#isSwitching));
    this.#show({ products: this.#products, trouble, switching });
  }
}
