// The way to the money, as the customer sees it: each of the payment's states.
import { made } from "../page.js";
import { button, text } from "./parts.js";

const REFERENCE_LENGTH = 8; // as the payment provider and the staff see it

const countdown = made("p", "", { className: "hint", role: "timer" });
const standing = made("p", "", { role: "status" });

/** `{ title, body }`. `cancel(button)`, `restart()` and `reorder()`, back to the cart where there is one, are called for what
 * is touched. */
export function paymentView(shown, acts) {
  const { texts, payment } = shown;
  const restart = () => button(texts.restart, acts.restart);
  const views = {
    asking: () => payable(shown, acts, texts.asking),
    gone: () =>
      acts.reorder ? payable(shown, acts, texts.asking) : { title: texts.expired, body: [text(texts.gone_hint, "hint"), restart()] },
    waiting: () => payable(shown, acts, texts.waiting),
    checking: () => payable(shown, acts, texts.checking, "warning", restart()),
    unavailable: () => unavailable(shown, acts, restart()),
    expired: () => ({
      title: texts.expired,
      body: [
        text(payment.refunds.length ? texts.refunded : texts.expired_hint, "hint"),
        button(texts.renew, () => payment.renew(), { className: "primary" }),
        restart(),
      ],
    }),
    cancelled: () => ({
      title: texts.cancelled,
      body: [text(texts.cancelled_hint, "hint"), acts.reorder && button(texts.to_cart, acts.reorder, { className: "primary" }), restart()],
    }),
  };
  return views[payment.state]();
}

/** Let the countdown say how long the code is good; false when it has just ended. */
export function countDown({ texts, payment }) {
  const seconds = Math.max(0, Math.ceil(payment.left / 1_000));
  countdown.textContent = texts.left(`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
  return seconds > 0 || !countdown.isConnected;
}

/** The screen with the code, as far as there is one. */
function payable({ texts, price, order, payment, isPriceChanged }, acts, words, className = "", restart = undefined) {
  const { code, left } = payment.code ? payment : {};
  Object.assign(standing, { textContent: words, className: `standing ${className}` });
  const isShown = code && left > 0;
  return {
    title: texts.pay_title,
    body: [
      standing,
      text(price(code?.amount ?? order.total), "amount"),
      isPriceChanged && text(texts.price_changed, "hint"),
      isShown && made("img", "", { className: "qr", alt: texts.qr, src: `data:image/svg+xml,${encodeURIComponent(code.qr_svg)}` }),
      isShown && countdown,
      isShown && text(texts.pay_hint, "hint"),
      cancelButton(texts, acts),
      payment.code && !isShown && restart,
    ],
  };
}

function unavailable({ texts, price, order }, acts, restart) {
  Object.assign(standing, { textContent: texts.unavailable, className: "standing warning" });
  return {
    title: texts.pay_title,
    body: [
      standing,
      text(price(order.total), "amount"),
      text(texts.unavailable_hint, "hint"),
      text(texts.reference, "hint"),
      text(order.order_id.slice(0, REFERENCE_LENGTH), "reference"),
      cancelButton(texts, acts),
      restart,
    ],
  };
}

const cancelButton = (texts, { cancel }) => button(texts.cancel, ({ target }) => cancel(target));
