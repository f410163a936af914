// A step through the menu: the products of a category, and with the burgers the combos.
import { filled, made } from "../page.js";
import { hasChoices, isSold, units } from "../rules/cart.js";
import { button, text } from "./parts.js";

/** `choose(product)` is called for what is touched. */
export function menuView(shown, category, choose) {
  const { menu, texts } = shown;
  const of = (wanted) => menu.products.filter((product) => product.category === wanted);
  const section = (title, hint, products) => [
    title && made("h2", title),
    hint && text(hint, "hint"),
    filled(made("ul", "", { className: "cards" }), ...products.map((product) => card(shown, product, choose))),
  ];
  const combos = category === "burger" ? of("combo") : [];
  const products = of(category);
  return [
    ...(combos.length ? section(texts.combo, texts.combos_hint, combos) : []),
    ...(products.length ? section(combos.length && texts.burgers, "", products) : [text(texts.nothing, "hint")]),
  ];
}

function card({ menu, lines, texts, language, price }, product, choose) {
  const name = product.name[language];
  const isOffered = isSold(menu, product);
  const inCart = units(lines.filter((line) => line.product_id === product.product_id));
  const allergens = product.allergens.map((each) => texts.allergens[each] ?? each.replaceAll("_", " "));
  const action = !isOffered ? (product.hours.length ? texts.not_now : texts.sold_out) : hasChoices(product) ? texts.choose : texts.add;
  const add = button(action, () => choose(product), { disabled: !isOffered, ariaLabel: `${action}: ${name}` });
  add.dataset.key = product.product_id;
  return filled(
    made("li", "", { className: isOffered ? "card" : "card sold-out" }),
    picture(product),
    made("h3", name),
    text(product.description[language]),
    allergens.length > 0 && text(texts.contains(allergens.join(", ")), "allergens"),
    text(price(product.price), "price"),
    inCart > 0 && text(texts.in_cart(inCart), "in-cart"),
    add,
  );
}

function picture({ image_url, category }) {
  return made("img", "", { src: image_url ?? `pictures/${category}.svg`, alt: "", className: image_url ? "photo" : "" });
}
