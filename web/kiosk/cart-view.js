// The order as it would be placed, line by line, and what would go well with it.
import { allergensText } from "../parts/allergens.js";
import { discountsView } from "../parts/discounts.js";
import { icon } from "../parts/icon.js";
import { kitchenWait, minuteOf } from "../parts/kitchen-wait.js";
import { stepper } from "../parts/stepper.js";
import { MAX_UNITS, identity, isComplete, isOffered, newLine, priceNow, productsOf, unitPrice, units } from "../rules/cart.js";
import { combined } from "../rules/combos.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { picture } from "./menu-view.js";
import { noteText } from "./notes.js";

const MAX_SUGGESTED = 3;

/** `change(at, line)`, `edit(at, line)`, `remove(at, name)`, `choose(product)`, `combine(lines, name)`, `askReceipt()`,
 * `forgetReceipt()`, `askCoupon()` and `forgetCoupon()` are called for what is touched. */
export function cartView(shown, acts) {
  const { session } = shown;
  return [
    comboOffer(shown, acts),
    html`<ul class="lines">${repeat(session.lines, identity, (line, at) => row(shown, line, at, acts))}</ul>`,
    suggestions(shown, acts),
    receipt(shown, acts),
    coupon(shown, acts),
    discountsView(shown, shown.discounts.priced),
    kitchen(shown),
  ];
}

/** How long an order takes that is paid now; or until when this one waits for a kitchen that is full. */
function kitchen({ menu, session, texts, language }) {
  const { kitchenRetry, lines } = session;
  if (kitchenRetry?.lines === lines)
    return html`<p class="kitchen-full banner warn" role="status">${icon("clock")} ${texts.kitchen_retry(minuteOf(kitchenRetry.until, menu.time_zone, language))}</p>`;
  const text = kitchenWait(menu, texts, language);
  return text ? html`<p class="hint wait">${icon("clock")} ${text}</p>` : nothing;
}

function row(shown, line, at, { change, edit, remove }) {
  const { menu, session, texts, language, price } = shown;
  const product = productOf(menu, line);
  const name = product?.name[language] ?? line.product_id;
  const max = MAX_UNITS - units(session.lines) + line.quantity;
  const button = (label, sign, onclick) =>
    html`<button class="small" type="button" aria-label=${`${label}: ${name}`} @click=${onclick}>${icon(sign)}${label}</button>`;
  const note = noteText(line, product, texts);
  const wrong = productsOf(line).includes(session.shortage?.product_id)
    ? session.shortage.text
    : isComplete(menu, line) ? "" : texts.gone;
  return html`
    <li class=${wrong ? "line missing" : "line"}>
      ${product ? picture(product) : nothing}
      <div class="line-text">
        <h2>${name}</h2>
        <p class="details">${details(shown, line)}</p>
        ${note ? html`<p class="details">“${note}”</p>` : nothing}
        ${allergensText(shown, line)}
        ${wrong ? html`<p class="wrong">${icon("alert")} ${wrong}</p>` : nothing}
      </div>
      <p class="price money">${price(unitPrice(menu, line) * line.quantity)}</p>
      <div class="edits">
        ${stepper({ texts, quantity: line.quantity, max, name }, (quantity) => change(at, { ...line, quantity }))}
        ${product ? button(texts.edit, "edit", () => edit(at, line)) : nothing}
        ${button(texts.remove, "trash", () => remove(at, name))}
      </div>
    </li>
  `;
}

/** What lies here one by one and costs less as a combo. */
function comboOffer({ menu, session, texts, language, price }, { combine }) {
  const found = combined(menu, session.lines);
  if (!found) return nothing;
  const product = productOf(menu, found);
  const name = product.name[language];
  return html`
    <div class="combo-offer">
      ${picture(product)}<b>${texts.combine(name, price(found.saving))}</b>
      <button class="primary" type="button" @click=${() => combine(found.lines, name)}>${texts.combine_act}</button>
    </div>
  `;
}

function suggestions({ menu, session, texts, language, price }, { choose }) {
  const inCart = session.lines.flatMap(productsOf);
  const products = (session.suggestions ?? [])
    .map((product_id) => productOf(menu, { product_id }))
    .filter((product) => product && isOffered(menu, product) && !inCart.includes(product.product_id))
    .slice(0, MAX_SUGGESTED);
  if (!products.length) return nothing;
  const item = (product) => html`
    <li>
      <button type="button" @click=${() => choose(product)}>
        ${picture(product)}
        <span><b><span class="for-ears">${texts.add}: </span>${product.name[language]}</b> <span class="money">+ ${price(priceNow(menu, newLine(menu, product)))}</span></span>
        ${icon("plus")}
      </button>
    </li>
  `;
  return html`<section class="suggested"><h2>${texts.goes_with}</h2><ul>${repeat(products, (product) => product.product_id, item)}</ul></section>`;
}

function receipt({ session, texts }, { askReceipt, forgetReceipt }) {
  return html`
    <div class="receipt">
      <p>${session.receiptCpf ? texts.receipt_given : texts.receipt_ask}</p>
      ${session.receiptCpf
        ? html`<button class="small" type="button" aria-label=${`${texts.remove}: ${texts.receipt}`} @click=${forgetReceipt}>${texts.remove}</button>`
        : html`<button class="small" type="button" @click=${askReceipt}>${texts.receipt_add}</button>`}
    </div>
  `;
}

/** Where codes are on at all, or one was given. What is wrong with one, or with asking, stands beside it. */
function coupon({ menu, session, texts, discounts, isReachable }, { askCoupon, forgetCoupon }) {
  const isUnknown = !isReachable || discounts.problem?.isUndecided;
  const wrong = isUnknown && (menu.discounts || menu.coupons || session.coupon) ? texts.coupon_offline : session.couponRefusal;
  if (!menu.coupons && !session.coupon && !wrong) return nothing;
  return html`
    <div class="receipt coupon">
      <p>${session.coupon ? texts.coupon_given(session.coupon) : texts.coupon_ask}</p>
      ${session.coupon
        ? html`<button class="small" type="button" aria-label=${`${texts.remove}: ${texts.coupon}`} @click=${forgetCoupon}>${texts.remove}</button>`
        : html`<button class="small" type="button" @click=${askCoupon}>${texts.coupon_add}</button>`}
      <p class="wrong" role="alert">${wrong ?? ""}</p>
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
