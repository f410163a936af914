// The page of one order.
import { customerOrder } from "../parts/customer-order.js";
import { freshnessText } from "../parts/freshness.js";
import { phoneBar } from "../parts/phone-bar.js";
import { html } from "../vendor/lit-html/lit-html.js";

/** `turnLanguage()`, and what parts/customer-order.js calls, are called for what is touched. */
export function orderView(shown, acts) {
  const { texts, followed, link, connection } = shown;
  const isOpen = link?.order_id && !followed?.problem;
  return html`
    ${phoneBar(shown, acts)}
    <main>
      <h1 class="for-ears">${texts.title}</h1>
      <p class="banner warn" role="status">${isOpen && !followed?.isOver ? freshnessText(texts, followed?.connection ?? connection) : ""}</p>
      ${isOpen ? followed?.order && customerOrder(shown, acts) : nothingThere(texts, link)}
    </main>
  `;
}

function nothingThere(texts, link) {
  const [title, hint] = link ? [texts.unknown, texts.unknown_hint] : [texts.no_link, texts.no_link_hint];
  return html`<section class="empty"><h2>${title}</h2><p>${hint}</p></section>`;
}
