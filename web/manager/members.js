// The members of a product, of a store's settings and of a campaign as people call them, and their values as people read them.

const AMOUNTS = ["price", "amount", "minimum", "most_amount", "budget"];

/** Of a JSON Pointer: `/price` is "Price", `/name/en` "Name (English)", what has an id is shown by it. */
export function memberName({ texts }, path) {
  const parts = path.split("/").slice(1);
  const named = parts.map((part) => texts.members[part] ?? texts.languages[part] ?? part);
  return named.join(" › ") || texts.all_of_it;
}

/** In words. An amount is given in centavos, or as it was typed. */
export function shownValue(visit, path, value) {
  const { texts, price, language } = visit;
  const member = path.split("/").at(-1);
  if (value === null || value === undefined || value === "") return texts.nothing;
  if (typeof value === "boolean") return value ? texts.yes : texts.no;
  if (["basis_points", "hold_out"].includes(member)) return `${(value / 100).toLocaleString(language)}%`;
  if (typeof value === "number") return AMOUNTS.includes(member) ? price(value) : String(value);
  if (typeof value === "string") return texts.categories[value] ?? texts.groups[value] ?? texts.values[value] ?? value;
  if (Array.isArray(value)) return value.length ? value.map((each) => shownValue(visit, path, each)).join(", ") : texts.nothing;
  if (value.opens) return [...(value.days ?? []).map((day) => texts.days[day]), `${value.opens}–${value.closes}`].join(" ");
  if (value.name?.[language]) return value.name[language];
  if (value[language]) return value[language];
  return Object.entries(value).map(([name, each]) => `${texts.members[name] ?? name}: ${shownValue(visit, `/${name}`, each)}`).join("; ");
}
