// One order as its customer sees it: the number, how far it is, what is to be paid, what was ordered.
import { leftOf, wholeMinute } from "../rules/promise.js";
import { nextOpening, localTime, sellsAt } from "../rules/hours.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { linePartsText } from "./line.js";
import { orderDiscounts } from "./order-discounts.js";

const STEPS = ["RECEIVED", "IN_PREPARATION", "READY", "COMPLETED"];
const WAITING = ["RECEIVED", "IN_PREPARATION"];

/** `followed` as in core/followed-order.js; `store` is its menu, once that is known. `copy(code)` and, where the order is
 * one's own, `ask(isAsked)`, whether to cancel, are called for what is touched. */
export function customerOrder(shown, acts) {
  const { texts, price, followed, now } = shown;
  const { order, refusal } = followed;
  const { status, number, reference, paid_at } = order;
  return html`
    <section class=${`state panel ${status}`} aria-labelledby="state">
      ${number ? html`<p class="label">${texts.your_number}</p><p class="number">${number}</p>` : html`<p class="label">${texts.reference}</p><p class="reference">${reference}</p>`}
      <h2 id="state" aria-live="polite">${texts.states[status]}</h2>
      <p>${texts.next[status]}</p>
      ${WAITING.includes(status) && order.promise ? promise(shown, order) : nothing}
      ${WAITING.includes(status) ? html`<p class="hint">${texts.waiting(Math.max(0, Math.floor((now - Date.parse(paid_at)) / 60_000)))}</p>` : nothing}
      ${order.refunds.map(({ amount, status: stage }) => html`<p><strong>${(stage === "DONE" ? texts.refund_done : texts.refund)(price(amount))}</strong></p>`)}
    </section>
    ${STEPS.includes(status) ? progress(texts, status) : nothing}
    <p class="banner warn" role="alert">${refusal ? refusal.detail || texts.not_done : ""}</p>
    ${status === "AWAITING_PAYMENT" ? payment(shown, acts) : nothing}
    ${["AWAITING_PAYMENT", "EXPIRED"].includes(status) ? closed(shown) : nothing}
    ${receipt(shown, order)}
    ${status === "AWAITING_PAYMENT" && followed.isOwn ? canceller(shown, acts) : nothing}
  `;
}

/** A promise that is broken is not repeated. */
function promise({ texts, times, now }, { promise: promised }) {
  const isBroken = leftOf(promised, now).level === "late";
  return html`<p class="promise"><strong>${isBroken ? texts.promise_broken : texts.promised(times.time(wholeMinute(promised.p50)))}</strong></p>`;
}

function progress(texts, status) {
  const reached = STEPS.indexOf(status);
  const step = (name, at) =>
    html`<li class=${at <= reached ? "reached" : ""} aria-current=${at === reached ? "step" : nothing}>${texts.steps[name]}</li>`;
  return html`<ol class="progress" aria-label=${texts.steps_title}>${STEPS.map(step)}</ol>`;
}

function payment(shown, acts) {
  const { texts, price, followed } = shown;
  const { order, code, pix, isOwn, isBusy } = followed;
  const status = (text) => html`<p role="status">${text}</p>`;
  const asking = (label) => html`<button class="primary" type="button" ?disabled=${isBusy} @click=${() => followed.pay()}>${isBusy ? texts.wait : label}</button>`;
  const byState = {
    looking: () => status(texts.looking),
    unasked: () => (isOwn ? [status(texts.unasked_own), asking(texts.pay)] : status(texts.unasked)),
    payable: () => [copyable(shown, code.qr_data, texts.pay_hint, acts), html`<p class="hint" role="timer">${texts.valid(clock(followed.left))}</p>`],
    checking: () => status(texts.checking),
    lapsed: () => [status(texts.lapsed), isOwn ? asking(texts.renew) : html`<p>${texts.lapsed_hint}</p>`],
    unavailable: () => [status(texts.unavailable), pix ? copyable(shown, pix.qr_data, texts.static_hint, acts) : nothing, isOwn ? asking(texts.pay) : nothing],
  };
  return html`
    <section class="payment panel" aria-labelledby="payment">
      <h2 id="payment">${texts.pay_title} · <span class="money">${price(order.total)}</span></h2>
      ${byState[followed.codeState]()}
    </section>
  `;
}

function copyable({ texts, copied }, code, hint, { copy }) {
  const news = copied?.code !== code ? "" : copied.isDone ? texts.copied : texts.not_copied;
  return html`
    <p>${hint}</p>
    <button class="primary" type="button" @click=${() => copy(code)}>${texts.copy}</button>
    <p class="good" role="status">${news}</p>
    <label class="field">${texts.pix_code}<textarea class="code" rows="3" readonly .value=${code} @focus=${({ target }) => target.select()}></textarea></label>
  `;
}

function closed({ texts, store, now }) {
  if (!store || store.open) return nothing;
  const isStopped = sellsAt(store.hours, localTime(now, store.time_zone));
  const next = isStopped ? undefined : nextOpening(store, now);
  return html`<p class="banner">${next ? texts.opens(next) : texts.closed}</p>`;
}

function receipt(shown, order) {
  const { texts, price, times, language } = shown;
  const { lines, total, paid_at, created_at, reference, number, dining } = order;
  const line = (each) => html`
    <li>
      <p class="line"><span>${each.quantity} × ${each.name[language]}</span> <span class="money">${price(each.unit_price * each.quantity)}</span></p>
      ${linePartsText(each, language)}
    </li>
  `;
  return html`
    <details class="receipt panel">
      <summary>${texts.receipt}</summary>
      <p class="hint">${texts.order_of(number ? `${number} · ${reference}` : reference)} · ${texts[dining]}</p>
      <p class="hint">${paid_at ? texts.paid_at : texts.ordered_at} ${times.dayAndTime(paid_at ?? created_at)}</p>
      <ul class="lines">${lines.map(line)}</ul>
      ${orderDiscounts(shown, order)}
      <p class="line total"><span>${texts.total}</span> <span class="money">${price(total)}</span></p>
      <p class="hint">${texts.receipt_hint}</p>
    </details>
  `;
}

function canceller({ texts, followed, isAsked }, { ask }) {
  const cancel = () => {
    ask(false);
    followed.cancel();
  };
  return isAsked
    ? html`
        <section class="panel question" role="group" aria-labelledby="sure">
          <h2 id="sure" tabindex="-1">${texts.sure}</h2>
          <div class="together">
            <button type="button" @click=${() => ask(false)}>${texts.sure_no}</button>
            <button class="danger" type="button" @click=${cancel}>${texts.sure_yes}</button>
          </div>
        </section>
      `
    : html`<button class="danger" type="button" ?disabled=${followed.isBusy} @click=${() => ask(true)}>${texts.cancel}</button>`;
}

function clock(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
