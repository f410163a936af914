// What goes on the paper, 80 mm wide, and on no screen.
import { linePartsText } from "../parts/line.js";
import { orderDiscounts } from "../parts/order-discounts.js";
import { formatCpf } from "../rules/cpf.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";

export function receiptView(shown) {
  const { texts, receipt, settings, times, price, language } = shown;
  const line = (each) => html`
    <li>
      <p class="name"><span>${each.quantity} × ${each.name[language]}</span> <b>${price(each.unit_price * each.quantity)}</b></p>
      ${linePartsText({ ...each, note: null }, language)}
    </li>
  `;
  return html`
    <section id="receipt">
      <h1>${settings.name}</h1>
      <p>${texts.receipt} ${receipt.reference}</p>
      <p>${times.dayAndTime(receipt.paid_at)}</p>
      <p class="pick-up">${texts.pick_up} <b>${receipt.number}</b></p>
      <ul>${receipt.lines.map(line)}</ul>
      ${orderDiscounts(shown, receipt)}
      <p class="name"><b>${texts.total}</b> <b>${price(receipt.total)}</b></p>
      ${receipt.paid_with ? html`<p>${texts.paid_with} ${texts.providers[receipt.paid_with] ?? receipt.paid_with}</p>` : nothing}
      ${receipt.cpf ? html`<p>${texts.cpf} ${formatCpf(receipt.cpf)}</p>` : nothing}
      <p class="fiscal">${texts.not_fiscal}</p>
      <p>${texts.thanks}</p>
    </section>
  `;
}
