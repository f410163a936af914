// Money and times as people read them.

/** A function for the words of an amount in centavos. */
export function priceFormat(language) {
  const format = new Intl.NumberFormat(language, { style: "currency", currency: "BRL" });
  return (centavos) => format.format(centavos / 100);
}

/** Functions for the time, the day, and both, of an instant, as a clock on the store's wall shows them. */
export function timeFormats(language, timeZone) {
  const format = (options) => {
    const shown = new Intl.DateTimeFormat(language, { timeZone, ...options });
    return (at) => shown.format(new Date(at));
  };
  return { time: format({ timeStyle: "short" }), day: format({ dateStyle: "short" }), dayAndTime: format({ dateStyle: "short", timeStyle: "short" }) };
}

/** The date of an instant where the store is: `2026-11-24`. */
export const dayOf = (at, timeZone) => new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(at);
