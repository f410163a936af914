// How long the kitchen takes now, where the store promises times; and until when it is full.
import { timeFormats } from "../core/formats.js";
import { wholeMinute } from "../rules/promise.js";

/** What the menu says of it, in words; nothing where it says nothing. */
export function kitchenWait({ wait, full_until, time_zone }, texts, language) {
  if (full_until) return texts.kitchen_full(minuteOf(full_until, time_zone, language));
  return wait ? texts.wait_now(wait.p50_minutes, wait.p90_minutes) : "";
}

/** An instant as a clock on the store's wall shows it, rounded up. */
export const minuteOf = (at, timeZone, language) => timeFormats(language, timeZone).time(wholeMinute(at));
