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

const DUE_MS = 60_000; // that a start stays announced once it is due

/** When the stations that a line is made at begin, of those with less to do for the order than others: `{ station, seconds }` each,
 * from now where the order is in preparation (0: now), else from its beginning. */
export function startsOf({ status, since, starts }, line, now) {
  const stations = line.choices?.length ? line.choices.map(({ category }) => category) : [line.category];
  const elapsed = status === "IN_PREPARATION" ? now - Date.parse(since) : 0;
  return (line.done || status === "READY" ? [] : (starts ?? []))
    .filter(({ station, after_seconds }) => stations.includes(station) && after_seconds * 1_000 - elapsed > -DUE_MS)
    .map(({ station, after_seconds }) => ({ station, seconds: Math.max(0, Math.ceil(after_seconds - elapsed / 1_000)) }));
}
