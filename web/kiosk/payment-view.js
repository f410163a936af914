// The way to the money, as the customer sees it: each of the payment's states.
import { html, nothing } from "../vendor/lit-html/lit-html.js";

const REFERENCE_LENGTH = 8; // as the payment provider and the staff see it

/** `{ title, body }`. `cancel()`, `restart()` and `reorder()`, back to the cart where there is one, are called for what is
 * touched. */
export function paymentView(shown, { cancel, restart, reorder }) {
  const { texts, price, session } = shown;
  const { payment, order, isPriceChanged, isCancelling } = session;
  const button = (words, act, className = "") => html`<button class=${className} type="button" @click=${act}>${words}</button>`;
  const again = button(texts.restart, restart);
  const canceller = html`<button type="button" ?disabled=${isCancelling} @click=${cancel}>${texts.cancel}</button>`;
  const standing = (words, warning = "") => html`<p class=${`standing ${warning}`} role="status">${words}</p>`;

  /** The screen with the code, as far as there is one. */
  function payable(words, warning) {
    const { code } = payment;
    const isShown = code && payment.left > 0;
    const qr = isShown && html`
      <img class="qr" alt=${texts.qr} src=${`data:image/svg+xml,${encodeURIComponent(code.qr_svg)}`}>
      <p class="hint" role="timer">${texts.left(clock(payment.left))}</p>
      <p class="hint">${texts.pay_hint}</p>
    `;
    return {
      title: texts.pay_title,
      body: html`
        ${standing(words, warning)}
        <p class="amount">${price(code?.amount ?? order.total)}</p>
        ${isPriceChanged ? html`<p class="hint">${texts.price_changed}</p>` : nothing}
        ${qr || nothing} ${canceller} ${code && !isShown ? again : nothing}
      `,
    };
  }

  const views = {
    asking: () => payable(texts.asking),
    waiting: () => payable(texts.waiting),
    checking: () => payable(texts.checking, "warning"),
    unavailable: () => ({
      title: texts.pay_title,
      body: html`
        ${standing(texts.unavailable, "warning")}
        <p class="amount">${price(order.total)}</p>
        <p class="hint">${texts.unavailable_hint}</p>
        <p class="hint">${texts.reference}</p>
        <p class="reference">${order.order_id.slice(0, REFERENCE_LENGTH)}</p>
        ${canceller} ${again}
      `,
    }),
    expired: () => ({
      title: texts.expired,
      body: html`
        <p class="hint">${payment.refunds.length ? texts.refunded : texts.expired_hint}</p>
        ${button(texts.renew, () => payment.renew(), "primary")} ${again}
      `,
    }),
    gone: () => (reorder ? payable(texts.asking) : { title: texts.expired, body: html`<p class="hint">${texts.gone_hint}</p>${again}` }),
    cancelled: () => ({
      title: texts.cancelled,
      body: html`
        <p class="hint">${texts.cancelled_hint}</p>
        ${reorder ? button(texts.to_cart, reorder, "primary") : nothing} ${again}
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
