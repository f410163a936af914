// What opens over the lanes: the menu, to take an item off it, and what was handed over a moment ago.
import { icon } from "../parts/icon.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";

function panel({ texts }, title, hint, body, { closePanel }) {
  return html`
    <header>
      <h2 id="panel-title" tabindex="-1" autofocus>${title}</h2>
      <button type="button" @click=${closePanel}>${texts.close}</button>
    </header>
    <p class="hint">${hint}</p>
    ${body}
  `;
}

export function menuPanel(shown, acts) {
  const { texts, language, products, switching } = shown;
  const product = ({ product_id, name, available }) => html`
    <li data-key=${product_id}>
      <button type="button" aria-pressed=${!available} aria-disabled=${switching.has(product_id) || nothing}
              @click=${() => acts.switchProduct(product_id)}>
        ${available ? nothing : icon("close")} <span>${name[language]}</span>
        <small>${available ? "" : texts.off_menu}</small>
      </button>
    </li>
  `;
  const list = products
    ? html`<ul id="products">${repeat(products, ({ product_id }) => product_id, product)}</ul>`
    : html`<p role="status">${texts.loading}</p>`;
  return panel(shown, texts.sold_out_title, texts.sold_out_hint, html`<p class="wrong" role="alert">${shown.trouble}</p>${list}`, acts);
}

export function recentPanel(shown, acts) {
  const { texts, recent, busy } = shown;
  const item = (order) => html`
    <li data-key=${order.order_id} data-sign=${order.number}>
      <button type="button" aria-disabled=${busy.has(order.order_id) || nothing} @click=${() => acts.advance(order, "READY")}
        >${icon("undo")} ${texts.recall(order.number)}</button>
    </li>
  `;
  const list = recent.length
    ? html`<ul id="recent">${repeat(recent, (order) => order.order_id, item)}</ul>`
    : html`<p>${texts.none_recent}</p>`;
  return panel(shown, texts.recent_title, texts.recent_hint, list, acts);
}
