// The order as it would be placed, line by line.
import { allergensText } from "../parts/allergens.js";
import { stepper } from "../parts/stepper.js";
import { MOST_UNITS, identity, isComplete, productsOf, unitPrice, units } from "../rules/cart.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";

/** `change(at, line)`, `edit(at, line)`, `remove(at, name)`, `askReceipt()` and `forgetReceipt()` are called for what is
 * touched. */
export function cartView(shown, acts) {
  const { session } = shown;
  return [
    html`<ul class="lines">${repeat(session.lines, identity, (line, at) => row(shown, line, at, acts))}</ul>`,
    receipt(shown, acts),
  ];
}

function row(shown, line, at, { change, edit, remove }) {
  const { menu, session, texts, language, price } = shown;
  const product = productOf(menu, line);
  const name = product?.name[language] ?? line.product_id;
  const most = MOST_UNITS - units(session.lines) + line.quantity;
  const button = (words, onclick, label) => html`<button type="button" aria-label=${label} @click=${onclick}>${words}</button>`;
  const wrong = productsOf(line).includes(session.shortage?.product_id)
    ? session.shortage.text
    : isComplete(menu, line) ? "" : texts.gone;
  return html`
    <li class=${wrong ? "line missing" : "line"}>
      <h2>${name}</h2>
      <p class="details">${details(shown, line)}</p>
      ${line.note ? html`<p class="details">“${line.note}”</p>` : nothing}
      ${allergensText(shown, line)}
      ${wrong ? html`<p class="wrong">${wrong}</p>` : nothing}
      ${stepper({ texts, quantity: line.quantity, most, name }, (quantity) => change(at, { ...line, quantity }))}
      <p class="price">${price(unitPrice(menu, line) * line.quantity)}</p>
      <div class="edits">
        ${product ? button(texts.edit, () => edit(at, line), `${texts.edit}: ${name}`) : nothing}
        ${button(texts.remove, () => remove(at, name), `${texts.remove}: ${name}`)}
      </div>
    </li>
  `;
}

function receipt({ session, texts }, { askReceipt, forgetReceipt }) {
  return html`
    <div class="receipt">
      <p>${session.receiptCpf ? texts.receipt_given : texts.receipt_ask}</p>
      ${session.receiptCpf
        ? html`<button type="button" aria-label=${`${texts.remove}: ${texts.receipt}`} @click=${forgetReceipt}>${texts.remove}</button>`
        : html`<button type="button" @click=${askReceipt}>${texts.receipt_add}</button>`}
    </div>
  `;
}

const productOf = (menu, { product_id }) => menu.products.find((product) => product.product_id === product_id);

/** What was chosen of it, in words. */
function details({ menu, language }, line) {
  const named = (product, options) =>
    (product?.option_groups ?? []).flatMap((group) => group.options).filter((each) => options.includes(each.option_id)).map((each) => each.name[language]);
  const parts = Object.values(line.choices).flatMap((choice) => {
    const part = productOf(menu, choice);
    return [part?.name[language], ...named(part, choice.options)];
  });
  return [...parts, ...named(productOf(menu, line), line.options)].filter(Boolean).join(", ");
}
