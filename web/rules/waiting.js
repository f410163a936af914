// How long an order has waited, and what the store thinks of that.

const MINUTE_MS = 60_000;

/** By how many milliseconds the API's clock is ahead of this one, as the newest answer tells it; 0 where it tells nothing. */
export function clockAhead(orders, now) {
  const known = orders.find(({ waiting_seconds }) => Number.isFinite(waiting_seconds));
  return known ? Date.parse(known.paid_at) + known.waiting_seconds * 1_000 - now : 0;
}

/** `{ minutes, level }` of an order at `now`: since its payment, once it is Ready since then. The level is "calm", "warning" or
 * "late", by the store's limits. */
export function waiting({ status, paid_at, since }, { warning_minutes, late_minutes }, now) {
  const from = Date.parse(status === "READY" && since ? since : paid_at);
  const minutes = Math.max(0, Math.floor((now - from) / MINUTE_MS));
  return { minutes, level: minutes >= late_minutes ? "late" : minutes >= warning_minutes ? "warning" : "calm" };
}
