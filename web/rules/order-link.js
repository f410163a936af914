// The link that takes an order to a phone. All of it that opens something stands after the #, which no browser sends.

const FORM = /^#([\w-]{8,64})\.([\w-]{16,64})$/;

/** Where whoever reads it follows the order, and can change nothing; `page` is the address of any of our pages. */
export const readingAddress = ({ order_id, reading_key }, page) => new URL(`../order/#${order_id}.${reading_key}`, page).href;

/** What an address's `hash` says: the order, and the key that opens it; undefined where it is no such link. */
export function linkedOrder(hash) {
  const [, order_id, key] = FORM.exec(hash) ?? [];
  return order_id && { order_id, key };
}
