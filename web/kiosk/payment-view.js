// The way to the money, as the customer sees it: each of the payment's states.
import { icon } from "../parts/icon.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";

/** `{ title, body }`. `cancel()`, `restart()`, `turnToCounter(isThere)` and `reorder()`, back to the cart where there is one,
 * are called for what is touched. */
export function paymentView(shown, { cancel, restart, reorder, turnToCounter }) {
  const { texts, price, session } = shown;
  const { payment, order, isPriceChanged, isCancelling, isAtCounter } = session;
  const button = (text, act, className = "") => html`<button class=${className} type="button" @click=${act}>${text}</button>`;
  const again = button(texts.restart, restart);
  const canceller = html`<button class="danger" type="button" ?disabled=${isCancelling} @click=${cancel}>${texts.cancel}</button>`;
  const standing = (text, warning = "") => html`<p class=${`standing ${warning}`} role="status">${warning ? icon("alert") : nothing}${text}</p>`;
  const amount = (value) => html`<p class="amount money">${price(value)}</p>`;
  const qr = (code, text) => html`<img class="qr" alt=${text} src=${`data:image/svg+xml,${encodeURIComponent(code.qr_svg)}`}>`;
  const reference = html`<p class="hint">${texts.reference}</p><p class="reference">${order.reference}</p>`;
  const acts = (...buttons) => html`<div class="pay-acts">${buttons}</div>`;

  /** The screen with the code, as far as there is one. */
  function payable(text, warning) {
    const { code } = payment;
    const isShown = code && payment.left > 0;
    return {
      title: texts.pay_title,
      body: html`
        ${standing(text, warning)}
        ${amount(code?.amount ?? order.total)}
        ${isPriceChanged ? html`<p class="hint">${texts.price_changed}</p>` : nothing}
        ${isShown
          ? html`
              ${qr(code, texts.qr)}
              <p class="timer" role="timer">${icon("clock")}${texts.left(clock(payment.left))}</p>
              <p class="hint">${texts.pay_hint}</p>
            `
          : nothing}
        ${acts(isShown ? button(texts.to_counter, () => turnToCounter(true)) : nothing, canceller, code && !isShown ? again : nothing)}
      `,
    };
  }

  /** Who would rather pay a person. The code goes on being good, so that whoever has scanned it is heard. */
  const atCounter = () => ({
    title: texts.counter_title,
    body: html`
      ${amount(payment.code?.amount ?? order.total)}
      ${reference}
      <p class="hint">${texts.counter_hint}</p>
      ${acts(button(texts.back_to_code, () => turnToCounter(false), "primary"), canceller, again)}
    `,
  });

  function unavailable() {
    const { pix } = payment;
    return {
      title: pix ? texts.static_title : texts.pay_title,
      body: html`
        ${standing(pix ? texts.static_standing : texts.unavailable, "warning")}
        ${amount(order.total)}
        ${pix ? qr(pix, texts.static_qr) : nothing}
        <p class="hint">${pix ? texts.static_hint : texts.unavailable_hint}</p>
        ${reference}
        ${acts(canceller, again)}
      `,
    };
  }

  const views = {
    asking: () => payable(texts.asking),
    waiting: () => (isAtCounter ? atCounter() : payable(texts.waiting)),
    checking: () => payable(texts.checking, "warning"),
    unavailable,
    expired: () => ({
      title: texts.expired,
      body: html`
        <p class="hint">${payment.refunds.length ? texts.refunded : texts.expired_hint}</p>
        ${acts(button(texts.renew, () => payment.renew(), "primary"), again)}
      `,
    }),
    gone: () => (reorder ? payable(texts.asking) : { title: texts.expired, body: html`<p class="hint">${texts.gone_hint}</p>${acts(again)}` }),
    cancelled: () => ({
      title: texts.cancelled,
      body: html`
        <p class="hint">${texts.cancelled_hint}</p>
        ${acts(reorder ? button(texts.to_cart, reorder, "primary") : nothing, again)}
      `,
    }),
    paid: () => ({ title: texts.pay_title, body: nothing }),
  };
  return views[payment.state]();
}

function clock(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
