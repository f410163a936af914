// When something is sold, as hours/rules.py says it: an entry names days, and when it opens and closes in local time.

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const WEEK = 7;

/** The day of the week (0 is Monday) and the `HH:MM` that it is somewhere. */
export function localTime(at, timeZone) {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: DAYS.indexOf(parts.weekday.toLowerCase()), minute: `${parts.hour}:${parts.minute}` };
}

/** Whether it is sold then; no hours at all are always. */
export function sellsAt(hours, { day, minute }) {
  const [today, yesterday] = [DAYS[day], DAYS[(day + WEEK - 1) % WEEK]];
  return !hours.length || hours.some(({ days, opens, closes }) => {
    const isOvernight = closes <= opens;
    return (
      (days.includes(today) && opens <= minute && (isOvernight || minute < closes)) ||
      (isOvernight && days.includes(yesterday) && minute < closes)
    );
  });
}

/** Until when, `HH:MM`, it is sold without a break; undefined where it is not, or always. */
export function soldUntil(hours, local) {
  return sellsAt(hours, local) ? hours.find((entry) => sellsAt([entry], local))?.closes : undefined;
}

/** `{ inDays, day, opens }` of the next opening after this instant (0 is today); undefined where the hours name none. */
export function nextOpening({ hours, time_zone }, at) {
  const { day: today, minute } = localTime(at, time_zone);
  for (let inDays = 0; inDays <= WEEK; inDays++) {
    const day = DAYS[(today + inDays) % WEEK];
    const opens = hours.filter(({ days }) => days.includes(day)).map((entry) => entry.opens).filter((each) => inDays > 0 || each > minute);
    if (opens.length) return { inDays, day, opens: opens.sort()[0] };
  }
  return undefined;
}
