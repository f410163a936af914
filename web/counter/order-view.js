// One order in full, and what may be done with it.
import { linePartsText } from "../parts/line.js";
import { orderDiscounts } from "../parts/order-discounts.js";
import { wholeMinute } from "../rules/promise.js";
import { lateMoney } from "../rules/till.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { ACTS, PRINT_KEY } from "./acts.js";

const TO_COME = ["RECEIVED", "IN_PREPARATION"];
const PERSON = /^[0-9a-f]{8}-/; // Cognito's `sub`

export function orderView(shown, acts) {
  const { texts, order } = shown;
  return html`
    <section id="order" aria-labelledby="order-title">
      <header>
        <h2 id="order-title" tabindex="-1">${texts.order(order.number ?? order.reference)}</h2>
        <span class=${`badge ${order.status}`}>${texts.statuses[order.status]}</span>
        <button class="small" type="button" aria-keyshortcuts="Escape" @click=${acts.close}>${texts.close} <kbd>Esc</kbd></button>
      </header>
      ${summary(shown)}
      ${late(shown, acts)}
      ${received(shown)}
      ${buttons(shown, acts)}
      <div class="parts">
        ${lines(shown)}
        <div>${timeline(shown)}${payment(shown)}${refunds(shown)}${exceptions(shown)}${notes(shown)}</div>
      </div>
    </section>
  `;
}

function summary({ texts, order, price, times }) {
  const { status, waiting_seconds } = order;
  const isUnpaid = status === "AWAITING_PAYMENT";
  return html`
    <div class="summary">
      <p class="total"><span>${texts.total}</span> <b>${price(order.total)}</b></p>
      <ul>
        <li>${texts.reference} <b class="code">${order.reference}</b></li>
        <li>${texts.dining[order.dining]}</li>
        <li>${texts.placed_at(times.dayAndTime(order.created_at))}</li>
        ${isUnpaid ? html`<li>${texts.pay_until(times.time(order.due_at))}</li>` : nothing}
        ${waiting_seconds === null || isUnpaid ? nothing : html`<li>${texts.waiting(Math.floor(waiting_seconds / 60))}</li>`}
        ${order.promise && TO_COME.includes(status) ? html`<li>${texts.promised(times.time(wholeMinute(order.promise.p50)), times.time(wholeMinute(order.promise.p90)))}</li>` : nothing}
      </ul>
    </div>
  `;
}

function button({ texts, may, isBusy }, name, { begin }, kind = "") {
  const { may: right, key } = ACTS[name];
  if (!may[right]) return nothing;
  return html`
    <button class=${kind} type="button" aria-disabled=${isBusy || nothing} aria-keyshortcuts=${key ?? nothing} @click=${() => begin(name)}
      >${texts[name]} ${key ? html`<kbd>${key}</kbd>` : nothing}</button>
  `;
}

function buttons(shown, acts) {
  const { texts, may, isBusy, person } = shown;
  const isTill = person.groups.some((group) => group === "counter" || group === "manager");
  if (!isTill) return html`<p class="hint">${texts.not_yours}</p>`;
  const print = html`
    <button type="button" aria-disabled=${isBusy || nothing} aria-keyshortcuts=${PRINT_KEY} @click=${acts.print}>${texts.print} <kbd>${PRINT_KEY}</kbd></button>
  `;
  return html`
    <div class="acts" role="group" aria-label=${texts.acts}>
      ${button(shown, "cash", acts, "primary")} ${button(shown, "card", acts, "primary")} ${button(shown, "pix", acts, "primary")} ${button(shown, "qr", acts, "primary")}
      ${may.print ? print : nothing}
      ${button(shown, "record_late", acts)}
      ${button(shown, "cancel", acts, "danger")} ${button(shown, "refund", acts, "danger")}
    </div>
  `;
}

function late(shown, acts) {
  const { texts, order, price } = shown;
  const money = lateMoney(order);
  if (money?.status !== "UNDECIDED") return nothing;
  return html`
    <div class="panel attention" role="group" aria-labelledby="late">
      <p id="late">${texts.late_waits(price(money.amount))}</p>
      <div class="together">${button(shown, "accept_late", acts, "primary")} ${button(shown, "return_late", acts)}</div>
    </div>
  `;
}

/** What was counted into the till for it here, and what the customer gets out of it. */
function received({ texts, order, cash, price, person }) {
  const isPaid = order.payment?.provider === "cash" && order.payment.status === "PAID";
  const isByThem = order.timeline.some(({ status, by }) => status === "RECEIVED" && by === person.subject);
  const isIt = cash?.order_id === order.order_id && isPaid && isByThem;
  if (!isIt) return nothing;
  return html`<p id="received" class="panel good" role="status">${texts.received(price(cash.given), price(cash.given - order.total))}</p>`;
}

function lines(shown) {
  const { texts, order, price, language } = shown;
  const item = (line) => html`
    <li class=${line.done ? "done" : ""}>
      <div>
        <h4>${line.quantity} × ${line.name[language]} ${line.done ? html`<span class="badge READY">${texts.done}</span>` : nothing}</h4>
        ${linePartsText(line, language)}
        ${line.quantity > 1 ? html`<p class="hint">${texts.each(price(line.unit_price))}</p>` : nothing}
      </div>
      <b class="price">${price(line.unit_price * line.quantity)}</b>
    </li>
  `;
  return html`<div class="panel"><h3>${texts.lines}</h3><ul class="lines">${order.lines.map(item)}</ul>${orderDiscounts(shown, order)}</div>`;
}

/** Who did it, as a colleague would say. */
function actor({ texts, person }, by) {
  if (by === person.subject) return texts.you;
  return texts.actors[by] ?? (PERSON.test(by) ? texts.staff(by.slice(0, 4)) : by);
}

function timeline(shown) {
  const { texts, order, times } = shown;
  const step = ({ status, at, by, reason }) => html`
    <li>
      <time datetime=${at}>${times.time(at)}</time>
      <b>${texts.statuses[status]}</b>
      <span>${actor(shown, by)}${reason ? ` · ${texts.reasons[reason] ?? reason}` : ""}</span>
    </li>
  `;
  return html`<div class="panel"><h3>${texts.timeline}</h3><ol class="timeline">${order.timeline.map(step)}</ol></div>`;
}

function payment({ texts, order, price }) {
  const paid = order.payment;
  const summary = paid?.provider
    ? html`${texts.providers[paid.provider] ?? paid.provider}: ${price(paid.amount)} · ${texts.payments[paid.status] ?? paid.status}`
    : texts.unpaid;
  return html`
    <div class="panel">
      <h3>${texts.payment}</h3>
      <p>${summary}</p>
      <p class="hint">${texts.txid} <span class="code">${order.pix_txid}</span></p>
    </div>
  `;
}

function refunds(shown) {
  const { texts, order, price, times } = shown;
  if (!order.refunds.length) return nothing;
  const item = ({ amount, status, reason, by, at, method }) => html`
    <li>
      <b>${price(amount)} · ${texts.refund_statuses[status] ?? status}</b>
      <span>${texts.reasons[reason] ?? reason}${method ? ` · ${texts.providers[method]}` : ""}</span>
      <span class="hint">${times.dayAndTime(at)} · ${actor(shown, by)}</span>
    </li>
  `;
  return html`<div class="panel"><h3>${texts.refunds}</h3><ul class="entries">${order.refunds.map(item)}</ul></div>`;
}

function exceptions({ texts, order, price, times }) {
  if (!order.payment_exceptions.length) return nothing;
  const item = ({ says, amount, at }) => html`<li><b>${price(amount)}</b> <span>${says}</span> <span class="hint">${times.dayAndTime(at)}</span></li>`;
  return html`<div class="panel attention"><h3>${texts.exceptions}</h3><ul class="entries">${order.payment_exceptions.map(item)}</ul></div>`;
}

function notes(shown) {
  const { texts, order, times } = shown;
  if (!order.staff_notes.length) return nothing;
  const item = ({ note, by, at }) => html`<li><span>${note}</span> <span class="hint">${times.dayAndTime(at)} · ${actor(shown, by)}</span></li>`;
  return html`<div class="panel"><h3>${texts.notes}</h3><ul class="entries">${order.staff_notes.map(item)}</ul></div>`;
}
