// The kitchen's screen: a card for each order, and what was handed over just now.
import { freshnessText } from "../parts/freshness.js";
import { linePartsText } from "../parts/line.js";
import { staffBar } from "../parts/staff-bar.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";

const STEPS = {
  RECEIVED: [["start", "IN_PREPARATION"]],
  IN_PREPARATION: [["finish", "READY"]],
  READY: [["hand_over", "COMPLETED"], ["undo", "IN_PREPARATION"]],
};

/** `advance(order, to)`, `acknowledge(order)` and `signOut()` are called for what is touched. */
export function kitchenView(shown, acts) {
  const { texts, connection, orders, notice, person } = shown;
  const isEmpty = connection.trueAt !== undefined && !orders.length;
  return html`
    ${staffBar({ texts, person, notice: notice || freshnessText(texts, connection) }, acts)}
    <main>
      <p id="none" ?hidden=${!isEmpty}>${texts.none}</p>
      <ol id="orders">${repeat(orders, (order) => order.order_id, (order) => card(shown, order, acts))}</ol>
    </main>
    ${recall(shown, acts)}
  `;
}

function card({ texts, language, busy }, order, { advance, acknowledge }) {
  const step = (name, act) =>
    html`<button type="button" aria-disabled=${busy.has(order.order_id) || nothing} @click=${act}>${texts[name]}</button>`;
  return html`
    <li class=${`${order.status} ${order.refunded ? "refunded" : ""}`} data-key=${order.order_id}
        data-sign=${`${order.status} ${order.refunded ?? false}`}>
      <h2>${order.number} · ${texts[order.status]}</h2>
      ${order.refunded ? html`<p class="wrong">${texts.given_back}</p>` : nothing}
      <p>${texts[order.dining]}</p>
      <ul class="lines">${order.lines.map((each) => line(each, language))}</ul>
      <div class="steps">
        ${order.refunded
          ? step("acknowledge", () => acknowledge(order))
          : STEPS[order.status].map(([name, to]) => step(name, () => advance(order, to)))}
      </div>
    </li>
  `;
}

function line(each, language) {
  return html`
    <li>
      <h3>${each.quantity} × ${each.name[language]}</h3>
      ${linePartsText(each, language)}
    </li>
  `;
}

function recall({ texts, recent, busy }, { advance }) {
  const item = (order) => html`
    <li data-key=${order.order_id} data-sign=${order.number}>
      <button type="button" aria-disabled=${busy.has(order.order_id) || nothing} @click=${() => advance(order, "READY")}
        >${texts.recall(order.number)}</button>
    </li>
  `;
  return html`
    <section ?hidden=${!recent.length} aria-labelledby="recent-title">
      <h2 id="recent-title">${texts.recent}</h2>
      <ul id="recent">${repeat(recent, (order) => order.order_id, item)}</ul>
    </section>
  `;
}
