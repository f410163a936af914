// What a store sells now, by category, with its price, and that under a campaign that counts for everybody now.
import { freshnessText } from "../parts/freshness.js";
import { offerName, productPrice } from "../parts/product-price.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";

export function menuBoardView({ texts, language, price, connection, store, sections, closed, wait, page, pages }) {
  const isEmpty = sections && !sections.length;
  return html`
    <header class="bar">
      <p class="brand">ByteMeBurger</p>
      <h1>${texts.title}${store ? ` · ${store}` : ""}</h1>
      ${wait ? html`<p class="wait">${wait}</p>` : nothing}
    </header>
    <main>
      <div id="menu">${repeat(sections ?? [], ({ category }) => category, (each) => section(each, { texts, language, price }))}</div>
      ${isEmpty ? html`<p class="empty">${texts.none}</p>` : nothing}
    </main>
    <footer>
      <p class="banner warn" role="status">${freshnessText(texts, connection) || closed}</p>
      <p id="page">${pages > 1 ? texts.page(page + 1, pages) : ""}</p>
    </footer>
  `;
}

function section({ category, products }, { texts, language, price }) {
  const row = ({ product, isSold, until }) => html`
    <li class=${!isSold ? "sold-out" : product.offer ? "offered" : ""}>
      <img src=${product.image_url ?? `../kiosk/pictures/${category}.svg`} alt="">
      <div><h3>${product.name[language]}</h3>${until ? html`<small class="badge info">${texts.until(until)}</small>` : nothing}${isSold ? offerName({ language }, product) : nothing}<p>${product.description[language]}</p></div>
      ${isSold ? productPrice({ texts, price }, product) : html`<strong class="badge bad">${texts.sold_out}</strong>`}
    </li>
  `;
  return html`
    <section aria-labelledby=${category}>
      <h2 id=${category}>${texts.categories[category]}</h2>
      <ul>${repeat(products, ({ product }) => product.product_id, row)}</ul>
    </section>
  `;
}
