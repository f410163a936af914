// What campaigns take off a cart, under the names that the order will have, and why others take nothing off.
import { html, nothing } from "../vendor/lit-html/lit-html.js";

/** Of a priced cart; nothing where no campaign has anything to say. */
export function discountsView({ texts, price, language }, priced) {
  if (!priced?.discounts.length && !priced?.skipped.length) return nothing;
  const given = ({ name, amount }) => html`<li><span>${name[language]}</span> <b class="money">− ${price(amount)}</b></li>`;
  const skipped = ({ name, reason, missing }) => html`
    <li><span>${name[language]}</span> <small>${missing ? texts.skip_missing(price(missing)) : texts.skip_reasons[reason] ?? texts.skip_other}</small></li>
  `;
  return html`
    <section class="discounts" aria-labelledby="discounts">
      <h2 id="discounts">${texts.discounts}</h2>
      ${priced.discounts.length ? html`<ul class="given">${priced.discounts.map(given)}</ul>` : nothing}
      ${priced.skipped.length ? html`<h3>${texts.skipped}</h3><ul class="skipped">${priced.skipped.map(skipped)}</ul>` : nothing}
      ${priced.discounts.length
        ? html`<p class="sum"><span>${texts.subtotal}</span> <span class="money">${price(priced.subtotal)}</span></p>
            <p class="sum"><b>${texts.discounted_total}</b> <b class="money">${price(priced.total)}</b></p>`
        : nothing}
    </section>
  `;
}
