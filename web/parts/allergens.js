// Allergens, in words.
import { allergens } from "../rules/allergens.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";

const listed = (texts, names) => names.map((each) => texts.allergens[each] ?? each.replaceAll("_", " ")).join(", ");

/** What a line contains, as it is chosen so far. */
export function allergensText({ menu, texts }, line) {
  const names = allergens(menu, line);
  return names.length ? html`<p class="allergens">${texts.contains(listed(texts, names))}</p>` : nothing;
}

/** What other choices of a product may add to the line. */
export function possibleText({ menu, texts }, product, line) {
  const names = (product.possible_allergens ?? []).filter((each) => !allergens(menu, line).includes(each));
  return names.length ? html`<p class="possible">${texts.may_contain(listed(texts, names))}</p>` : nothing;
}
