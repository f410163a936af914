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

/** When it opens next: in how many days (0 is today), and the `HH:MM`; undefined where nothing says when. */
export function nextOpening(hours, { day, minute }) {
  for (let inDays = 0; inDays <= WEEK; inDays++) {
    const name = DAYS[(day + inDays) % WEEK];
    const opens = hours.filter(({ days }) => days.includes(name)).map((entry) => entry.opens).filter((each) => inDays > 0 || each > minute);
    if (opens.length) return { inDays, opens: opens.sort()[0] };
  }
  return undefined;
}
