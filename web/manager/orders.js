// The orders of a business day, and one of them in full: what it holds, how it went, what is refunded.
import { linePartsText } from "../parts/line.js";
import { selectField, textField } from "../parts/field.js";
import { orderDiscounts } from "../parts/order-discounts.js";
import { lookup } from "../rules/lookup.js";
import { lateMoney, permitted } from "../rules/till.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { actor } from "./colleagues.js";
import { dialog } from "./dialog.js";

const PAGE = 30;
const POLL_MS = 20_000;

/** What a manager does with an order's money here; the counter takes it. `path` is that of the API. */
const ACTS = {
  refund: { may: "refund", path: "refund", isDangerous: true },
  accept_late: { may: "acceptLate", path: "late-payment/accept" },
  return_late: { may: "returnLate", path: "late-payment/return" },
};

export const orders = {
  name: "orders",
  poll: POLL_MS,
  blank: ([orderId, day = ""]) => ({ orderId, day, status: "", typed: "", named: undefined, cursors: [], list: undefined, order: undefined, act: undefined }),

  async read({ api, state }) {
    const { orderId, day, status, named, cursors } = state;
    if (orderId) return { order: (await api.get(`/staff/orders/${encodeURIComponent(orderId)}${day && `?day=${day}`}`)).body };
    const parameters = { limit: PAGE, cursor: cursors.at(-1), day, ...(named ?? { status }) };
    const query = Object.entries(parameters).filter(([, value]) => value);
    return { list: (await api.get(`/staff/orders?${new URLSearchParams(query)}`)).body };
  },

  template(visit) {
    if (visit.state.orderId) return [visit.state.order ? details(visit) : html`<p class="hint">${visit.texts.loading}</p>`, actDialog(visit)];
    return [filters(visit), list(visit)];
  },
};

function filters(visit) {
  const { texts, state } = visit;
  const find = (event) => {
    event.preventDefault();
    const named = lookup(state.typed);
    if (state.typed.trim() && !named) return visit.mark({ "order-search": texts.search_wrong });
    visit.mark({});
    visit.ask({ named, cursors: [], list: undefined });
  };
  const narrow = (news) => visit.ask({ ...news, named: undefined, typed: "", cursors: [], list: undefined });
  return html`
    <form class="filters" role="search" @submit=${find}>
      ${textField({ id: "order-search", label: texts.order_search, value: state.typed, maxlength: 40, error: visit.errors["order-search"], change: (typed) => visit.change({ typed }) })}
      <button class="primary small" type="submit">${texts.find}</button>
      ${selectField({ id: "order-status", label: texts.status, value: state.status, entries: [["", texts.all], ...Object.entries(texts.statuses)], change: (status) => narrow({ status }) })}
      ${textField({ id: "order-day", label: texts.day, type: "date", max: visit.today(), value: state.day || visit.today(), change: (day) => narrow({ day }) })}
    </form>
  `;
}

function list(visit) {
  const { texts, state, price, times } = visit;
  if (!state.list) return html`<p class="hint">${texts.loading}</p>`;
  const row = (order) => html`
    <tr>
      <td><a href=${`#orders/${order.order_id}${state.day && `/${state.day}`}`}>${order.number ?? order.reference}</a></td>
      <td class="code">${order.reference}</td>
      <td><span class=${`badge ${order.status}`}>${texts.statuses[order.status]}</span></td>
      <td>${times.time(order.created_at)}</td>
      <td class="number">${order.units}</td>
      <td class="number money">${price(order.total)}</td>
    </tr>
  `;
  const { orders: found, cursor } = state.list;
  return html`
    ${found.length
      ? html`<div class="panel scroller" tabindex="0" role="group" aria-labelledby="view-title"><table id="orders">
          <thead><tr><th scope="col">${texts.order_column}</th><th scope="col">${texts.reference}</th><th scope="col">${texts.status}</th><th scope="col">${texts.placed}</th><th scope="col" class="number">${texts.units}</th><th scope="col" class="number">${texts.total}</th></tr></thead>
          <tbody>${repeat(found, (order) => order.order_id, row)}</tbody></table></div>`
      : html`<p class="empty">${texts.no_orders}</p>`}
    ${pager(visit, cursor)}
  `;
}

function pager(visit, cursor) {
  const { texts, state } = visit;
  if (!state.cursors.length && !cursor) return nothing;
  const turn = (cursors) => visit.ask({ cursors, list: undefined });
  return html`
    <nav class="pages" aria-label=${texts.pages}>
      <button class="small" type="button" ?disabled=${!state.cursors.length} @click=${() => turn(state.cursors.slice(0, -1))}>${texts.previous}</button>
      <p>${texts.page(state.cursors.length + 1)}</p>
      <button class="small" type="button" ?disabled=${!cursor} @click=${() => turn([...state.cursors, cursor])}>${texts.next}</button>
    </nav>
  `;
}

function details(visit) {
  const { texts, state, price, times, person, language } = visit;
  const { order } = state;
  const may = permitted(order, person.groups);
  const button = ([name, { may: right, isDangerous }]) =>
    may[right] ? html`<button class=${isDangerous ? "danger" : "primary"} type="button" @click=${() => visit.openDialog({ act: { name, reason: "", note: "", method: "cash" } })}>${texts.acts[name]}</button>` : nothing;
  const line = (each) => html`
    <li><div><h4>${each.quantity} × ${each.name[language]}</h4>${linePartsText(each, language)}</div> <b class="money">${price(each.unit_price * each.quantity)}</b></li>
  `;
  return html`
    <p><a href="#orders">${texts.back_to_orders}</a></p>
    <article id="order" class="stack" aria-labelledby="order-title">
      <header class="together">
        <h3 id="order-title">${texts.order_title(order.number ?? order.reference)}</h3>
        <span class=${`badge ${order.status}`}>${texts.statuses[order.status]}</span>
        <b class="money">${price(order.total)}</b>
        <span class="hint">${texts.reference} <span class="code">${order.reference}</span> · ${times.dayAndTime(order.created_at)} · ${texts.dining[order.dining]}</span>
      </header>
      <div class="together">${Object.entries(ACTS).map(button)}</div>
      <div class="two">
        <section class="panel"><h4>${texts.lines}</h4><ul class="lines">${order.lines.map(line)}</ul>${orderDiscounts(visit, order)}</section>
        <div class="stack">${timeline(visit, order)}${payment(visit, order)}${refunds(visit, order)}${notes(visit, order)}</div>
      </div>
    </article>
  `;
}

function timeline(visit, { timeline: steps }) {
  const { texts, times } = visit;
  const step = ({ status, at, by, reason }) => html`
    <li><time datetime=${at}>${times.dayAndTime(at)}</time> <b>${texts.statuses[status]}</b> <span class="hint">${actor(visit, by)}${reason ? ` · ${texts.reasons[reason] ?? reason}` : ""}</span></li>
  `;
  return html`<section class="panel"><h4>${texts.timeline}</h4><ol class="timeline">${steps.map(step)}</ol></section>`;
}

function payment({ texts, price }, { payment: paid, payment_exceptions }) {
  const exception = ({ says, amount }) => html`<li class="wrong">${price(amount)} · ${says}</li>`;
  return html`
    <section class="panel"><h4>${texts.payment}</h4>
      <p>${paid ? `${texts.methods[paid.provider] ?? paid.provider}: ${price(paid.amount)} · ${texts.payments[paid.status] ?? paid.status}` : texts.unpaid}</p>
      <ul>${payment_exceptions.map(exception)}</ul>
    </section>
  `;
}

function refunds(visit, { refunds: all }) {
  const { texts, price, times } = visit;
  if (!all.length) return nothing;
  const item = ({ amount, status, reason, at, by }) => html`
    <li><b>${price(amount)} · ${texts.refund_statuses[status] ?? status}</b> <span class="hint">${texts.reasons[reason] ?? reason} · ${times.dayAndTime(at)} · ${actor(visit, by)}</span></li>
  `;
  return html`<section class="panel"><h4>${texts.refunds}</h4><ul class="stack">${all.map(item)}</ul></section>`;
}

function notes(visit, { staff_notes }) {
  const { texts, times } = visit;
  if (!staff_notes.length) return nothing;
  const item = ({ note, at, by }) => html`<li>${note} <span class="hint">${times.dayAndTime(at)} · ${actor(visit, by)}</span></li>`;
  return html`<section class="panel"><h4>${texts.notes}</h4><ul class="stack">${staff_notes.map(item)}</ul></section>`;
}

const STAFF_REASONS = ["out-of-stock", "cannot-be-made", "ordered-twice", "customer-wish", "not-as-ordered", "poor-quality", "waited-too-long", "other"];

function actDialog(visit) {
  const { texts, state, price, api } = visit;
  const { act, order } = state;
  const fill = (news) => visit.change({ act: { ...act, ...news } });
  const why = () => html`
    ${selectField({ id: "reason", label: texts.reason, value: act.reason, error: visit.errors.reason, entries: [["", texts.choose], ...STAFF_REASONS.map((reason) => [reason, texts.reasons[reason]])], change: (reason) => fill({ reason }) })}
    ${textField({ id: "note", label: texts.note, hint: texts.note_hint, maxlength: 200, value: act.note, change: (note) => fill({ note }) })}
  `;
  const forms = {
    refund: () => ({ title: texts.refund_title(price(order.total)), body: [html`<p>${texts.refund_hint}</p>`, order.payment.provider === "mercadopago" ? nothing : html`<p class="banner warn">${texts.hand_back}</p>`, why()] }),
    accept_late: () => ({ title: texts.accept_title, body: html`<p>${texts.accept_hint}</p>` }),
    return_late: () => ({
      title: texts.return_title(price(lateMoney(order).amount)),
      body: selectField({ id: "method", label: texts.returned_by, value: act.method, entries: ["cash", "pix"].map((method) => [method, texts.methods[method]]), change: (method) => fill({ method }) }),
    }),
  };
  const bodies = { refund: () => ({ reason: act.reason, ...(act.note.trim() && { note: act.note.trim() }) }), accept_late: () => undefined, return_late: () => ({ method: act.method }) };
  return dialog(visit, act, {
    ...(act && forms[act.name]()),
    done: act && texts.acts[act.name],
    isDangerous: act && ACTS[act.name].isDangerous,
    close: () => visit.closeDialog({ act: undefined }),
    async confirm() {
      if (act.name === "refund" && !act.reason) return visit.mark({ reason: texts.reason_missing });
      const changed = await api.post(`/staff/orders/${order.order_id}/${ACTS[act.name].path}`, { body: bodies[act.name](), headers: { "If-Match": `"${order.version}"` } });
      visit.closeDialog({ act: undefined, order: changed.body });
    },
  });
}
