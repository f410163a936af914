// A step through the menu: the products of a category, and with the burgers the combos.
import { allergensText, possibleText } from "../parts/allergens.js";
import { hasChoices, isSold, newLine, units } from "../rules/cart.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";

/** `choose(product)` is called for what is touched. */
export function menuView(shown, category, choose) {
  const { menu, texts } = shown;
  const of = (wanted) => menu.products.filter((product) => product.category === wanted);
  const cards = (products) =>
    html`<ul class="cards">${repeat(products, (product) => product.product_id, (product) => card(shown, product, choose))}</ul>`;
  const combos = category === "burger" ? of("combo") : [];
  const products = of(category);
  return [
    combos.length ? html`<h2>${texts.combo}</h2><p class="hint">${texts.combos_hint}</p>${cards(combos)}` : nothing,
    combos.length && products.length ? html`<h2>${texts.burgers}</h2>` : nothing,
    products.length ? cards(products) : html`<p class="hint">${texts.nothing}</p>`,
  ];
}

function card(shown, product, choose) {
  const { menu, session, texts, language, price } = shown;
  const name = product.name[language];
  const plain = newLine(menu, product);
  const isOffered = isSold(menu, product);
  const inCart = units(session.lines.filter((line) => line.product_id === product.product_id));
  const action = !isOffered ? (product.hours.length ? texts.not_now : texts.sold_out) : hasChoices(product) ? texts.choose : texts.add;
  const { image_url, category } = product;
  return html`
    <li class=${isOffered ? "card" : "card sold-out"} ?data-settling=${session.justAdded === product.product_id}>
      <img class=${image_url ? "photo" : ""} src=${image_url ?? `pictures/${category}.svg`} alt="">
      <h3>${name}</h3>
      <p>${product.description[language]}</p>
      ${allergensText(shown, plain)} ${possibleText(shown, product, plain)}
      <p class="price">${price(product.price)}</p>
      ${inCart ? html`<p class="in-cart">${texts.in_cart(inCart)}</p>` : nothing}
      <button type="button" aria-label=${`${action}: ${name}`} ?disabled=${!isOffered} @click=${() => choose(product)}>${action}</button>
    </li>
  `;
}
