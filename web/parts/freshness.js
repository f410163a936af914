// What a screen says of how far it may be believed: nothing while all is well.
import { freshness } from "../rules/freshness.js";

/** The words for a connection as core/live.js tells it, at `now`. */
export function freshnessText(texts, connection, now = Date.now()) {
  const state = freshness(connection, now);
  if (state === "live") return "";
  return state === "stale" ? texts.stale(texts.age(now - connection.trueAt)) : texts[state];
}
