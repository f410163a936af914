// Cash, in centavos.

const AMOUNT = /^(?:R\$)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?$/; // 1.234,50
const WITH_A_POINT = /^(?:R\$)?(\d+)\.(\d{1,2})$/; // 1234.50
const NOTES = [500, 1_000, 2_000, 5_000, 10_000];

/** Of an amount as it is typed, in reais; undefined where it is none. */
export function centavos(typed) {
  const found = WITH_A_POINT.exec(typed.replace(/\s/g, "")) ?? AMOUNT.exec(typed.replace(/\s/g, ""));
  if (!found) return undefined;
  const [, reais, cents = ""] = found;
  return Number(reais.replaceAll(".", "")) * 100 + Number(cents.padEnd(2, "0"));
}

/** What somebody who owes the total is likely to hand over, the least first. */
export function likelyCash(total) {
  const amounts = NOTES.map((note) => Math.ceil(total / note) * note);
  return [...new Set([total, ...amounts])].sort((a, b) => a - b);
}
