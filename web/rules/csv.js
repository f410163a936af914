// Tables for a spreadsheet as it is set up in Brazil: `;` between the cells, a decimal comma, and a mark that says UTF-8.

const MARK = "\ufeff";
const FORMULA = /^[=+\-@\t\r\n]/; // what a spreadsheet would work out instead of showing (OWASP, "CSV Injection")

/** `columns` have a `title`, `of(row)` for the cell, and its `kind`: text, count, or money (in centavos). */
export function csv(columns, rows) {
  const lines = [columns.map(({ title }) => text(title)), ...rows.map((row) => columns.map(({ of, kind }) => cell(of(row), kind)))];
  return MARK + lines.map((cells) => `${cells.join(";")}\r\n`).join("");
}

function cell(value, kind = "text") {
  if (value === null || value === undefined) return "";
  if (kind === "money") return (value / 100).toFixed(2).replace(".", ",");
  if (kind === "count") return String(value).replace(".", ",");
  return text(String(value));
}

function text(value) {
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return /[;"\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
