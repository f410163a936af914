// The order that waits for its money outlives a reload of the page, in this tab alone, until its customer has gone. What
// opens it is kept, and nothing of who it is for.

const ORDER = "order";

export function remember({ order_id, order_key, reading_key, reference, total }) {
  sessionStorage.setItem(ORDER, JSON.stringify({ order_id, order_key, reading_key, reference, total }));
}

/** Undefined where there is none. */
export function remembered() {
  return JSON.parse(sessionStorage.getItem(ORDER) ?? "null") ?? undefined;
}

export const forget = () => sessionStorage.removeItem(ORDER);
