// Business days, `2026-11-24`, as reports ask for and show them.

const DAY_MS = 86_400_000;

export const daysBefore = (day, count) => new Date(Date.parse(day) - count * DAY_MS).toISOString().slice(0, 10);

export const shownDay = (day, language) => new Intl.DateTimeFormat(language, { dateStyle: "short", timeZone: "UTC" }).format(Date.parse(day));
