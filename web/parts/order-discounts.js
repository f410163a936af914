// What campaigns took off an order, under its lines: what these come to, and each discount by its name.
import { html, nothing } from "../vendor/lit-html/lit-html.js";

export function orderDiscounts({ texts, price, language }, { subtotal, discounts }) {
  if (!discounts.length) return nothing;
  const discount = ({ name, amount }) => html`<li class="discount"><span>${name[language]}</span> <span class="money">− ${price(amount)}</span></li>`;
  return html`
    <ul class="taken-off">
      <li><span>${texts.subtotal}</span> <span class="money">${price(subtotal)}</span></li>
      ${discounts.map(discount)}
    </ul>
  `;
}
