// What somebody at the counter types to find a product of the menu: how many, then its number there or some of its name.

const QUANTITY = /^(\d{1,3})\s*[*]\s*(.*)$|^(\d{1,2})\s+(.*)$/;

/** Without accents and capitals: nobody types them in a hurry. */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** `{ quantity, wanted }`: "2 cola" and "2*cola" are two of them, "12" is whatever bears that number. */
export function parse(typed) {
  const [, starred, after, spaced, rest] = QUANTITY.exec(typed.trimStart()) ?? [];
  const quantity = Number(starred ?? spaced ?? 1);
  return { quantity: Math.max(1, quantity), wanted: plain(starred ? after : spaced ? rest : typed) };
}

/** The menu's products, each with its `number`, from 1 in the menu's order. */
export const numbered = (menu) => menu.products.map((product, place) => ({ ...product, number: place + 1 }));

/** Those that are meant, the likeliest first: the one that bears the number, those whose name begins like that, those with
 * words that do, and those that have it somewhere. All of the category where nothing is typed. */
export function search(products, { wanted }, category, language) {
  const ofCategory = products.filter((product) => !category || product.category === category);
  if (!wanted) return ofCategory;
  const words = wanted.split(/\s+/);
  const rank = ({ number, name }) => {
    const named = plain(name[language]);
    if (String(number) === wanted) return 0;
    if (named.startsWith(wanted)) return 1;
    if (words.every((word) => named.split(/[\s-]+/).some((each) => each.startsWith(word)))) return 2;
    return words.every((word) => named.includes(word)) ? 3 : Infinity;
  };
  return products.filter((product) => rank(product) < Infinity).sort((a, b) => rank(a) - rank(b) || a.number - b.number);
}
