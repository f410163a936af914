// How far what a screen shows may be believed.

const STALE_MS = 90_000; // longer than core/live.js takes from one snapshot to the next
const FAILED_MS = 10_000; // one lost answer is no news

/**
 * "loading", "unreachable", "stale", "polling" or "live".
 *
 * Of a connection as core/live.js tells it: `trueAt` is when what is shown was last known to be so, in milliseconds, and
 * undefined while there is nothing to show.
 */
export function freshness({ isLive, hasFailed, trueAt }, now) {
  if (trueAt === undefined) return hasFailed ? "unreachable" : "loading";
  if (now - trueAt >= (hasFailed ? FAILED_MS : STALE_MS)) return "stale";
  return isLive ? "live" : "polling";
}
