// When an order is promised to be ready.

const MINUTE_MS = 60_000;

/** An instant as people read it: full minutes, rounded up. */
export const wholeMinute = (at) => Math.ceil(Date.parse(at) / MINUTE_MS) * MINUTE_MS;

/** `{ minutes, level }` of a promise at `now`: how many are left of it, below 0 once it is broken. The level is "calm" until it is
 * probably over (P50), then "warning", and "late" once it is broken (P90). */
export function leftOf({ p50, p90 }, now) {
  const minutes = Math.ceil((Date.parse(p90) - now) / MINUTE_MS);
  const level = now > Date.parse(p90) ? "late" : now > Date.parse(p50) ? "warning" : "calm";
  return { minutes: minutes || 0, level };
}
