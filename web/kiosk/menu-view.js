// A step through the menu: the products of a category, and with the burgers the combos.
import { allergensText, possibleText } from "../parts/allergens.js";
import { icon } from "../parts/icon.js";
import { offerName, productPrice } from "../parts/product-price.js";
import { hasChoices, isComplete, isSold, newLine, units } from "../rules/cart.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";

/** `choose(product)` and `add(line)` are called for what is touched. */
export function menuView(shown, category, acts) {
  const { menu, texts } = shown;
  const of = (wanted) => menu.products.filter((product) => product.category === wanted && !product.slow);
  const cards = (products) =>
    html`<ul class="cards">${repeat(products, (product) => product.product_id, (product) => card(shown, product, acts))}</ul>`;
  const combos = category === "burger" ? of("combo") : [];
  const products = of(category);
  return [
    combos.length ? html`<h2>${texts.combo}</h2><p class="hint">${texts.combos_hint}</p>${cards(combos)}` : nothing,
    combos.length && products.length ? html`<h2>${texts.burgers}</h2>` : nothing,
    !combos.length && products.length ? html`<h2 class="for-ears">${texts[category]}</h2>` : nothing,
    products.length ? cards(products) : html`<div class="empty">${icon("clock")}<p class="hint">${texts.nothing}</p></div>`,
  ];
}

/** As it looks on the menu. */
export const picture = ({ image_url, category }) =>
  html`<img class=${image_url ? "photo" : ""} src=${image_url ?? `pictures/${category}.svg`} alt="" loading="lazy" decoding="async">`;

function card(shown, product, { choose, add }) {
  const { menu, session, texts, language } = shown;
  const name = product.name[language];
  const plain = newLine(menu, product);
  const isOffered = isSold(menu, product);
  const isQuick = isOffered && hasChoices(product) && product.category !== "combo" && isComplete(menu, plain);
  const inCart = units(session.lines.filter((line) => line.product_id === product.product_id));
  const action = !isOffered ? (product.hours.length ? texts.not_now : texts.sold_out) : hasChoices(product) ? texts.choose : texts.add;
  return html`
    <li class=${isOffered ? "card" : "card sold-out"} ?data-settling=${session.justAdded === product.product_id}>
      ${picture(product)}
      ${isOffered ? offerName(shown, product) : nothing}
      <h3>${name}</h3>
      <p class="about">${product.description[language]}</p>
      ${allergensText(shown, plain)} ${possibleText(shown, product, plain)}
      ${productPrice(shown, product)}
      ${inCart ? html`<p class="in-cart badge">${icon("check")}${texts.in_cart(inCart)}</p>` : nothing}
      <div class="card-acts">
        <button class="stretched" type="button" aria-label=${`${action}: ${name}`} ?disabled=${!isOffered} @click=${() => choose(product)}>${action}</button>
        ${isQuick
          ? html`<button class="quick primary" type="button" aria-label=${`${texts.add}: ${name}`} @click=${() => add(plain)}>${icon("plus")}</button>`
          : nothing}
      </div>
    </li>
  `;
}
