// How the day goes: orders by status, waits, money, who waits too long, what needs a person, and the emergency stop.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { dialog } from "./dialog.js";

const POLL_MS = 60_000; // each look reads the whole day's orders

export const today = {
  name: "today",
  poll: POLL_MS,
  blank: () => ({ report: undefined, isStopping: false }),

  async read(visit) {
    const [report, store] = await Promise.all([visit.api.get("/reports/day"), visit.api.get("/store")]);
    visit.know(store.body);
    return { report: report.body };
  },

  template(visit) {
    const { report } = visit.state;
    return html`
      ${stop(visit)}
      ${report ? [figures(visit, report), html`<div class="two">${attention(visit, report)}${late(visit, report)}</div>`, report.promises ? promises(visit, report) : nothing] : html`<p class="hint">${visit.texts.loading}</p>`}
      ${stopDialog(visit)}
    `;
  },
};

function stop(visit) {
  const { texts, store } = visit;
  const isOpen = store.accepts_orders;
  return html`
    <section class=${`banner ${isOpen ? "good" : "bad"}`} aria-label=${texts.emergency}>
      <p>${isOpen ? texts.ordering_on : texts.ordering_off}</p>
      <button id="stop" class=${isOpen ? "danger" : ""} type="button" @click=${() => visit.openDialog({ isStopping: true })}
        >${isOpen ? texts.stop : texts.go_on}</button>
    </section>
  `;
}

function stopDialog(visit) {
  const { texts, store, state } = visit;
  const isOpen = store.accepts_orders;
  return dialog(visit, state.isStopping, {
    title: isOpen ? texts.stop_title : texts.go_on_title,
    body: html`<p>${isOpen ? texts.stop_hint : texts.go_on_hint}</p>`,
    done: isOpen ? texts.stop_now : texts.go_on_now,
    isDangerous: isOpen,
    close: () => visit.closeDialog({ isStopping: false }),
    async confirm() {
      await visit.api.put("/store/orders", { body: { accepts_orders: !isOpen } });
      visit.closeDialog({ isStopping: false });
      await visit.read();
    },
  });
}

function figures({ texts, price }, report) {
  const { orders, waits, sold, refunded, net, late_orders } = report;
  const minutes = (seconds) => (seconds === null ? "–" : texts.minutes(Math.round(seconds / 60)));
  const figure = (label, value, kind = "") => html`<div class=${`card figure ${kind}`}><dt>${label}</dt><dd>${value}</dd></div>`;
  return html`
    <dl class="figures" id="orders-by-status">
      ${Object.entries(texts.statuses).map(([status, label]) => figure(label, orders[status]))}
    </dl>
    <dl class="figures" id="day-figures">
      ${figure(texts.late_orders, late_orders, late_orders ? "warn" : "")}
      ${figure(texts.average_wait, minutes(waits.average_seconds))}
      ${figure(texts.longest_wait, minutes(waits.p90_seconds))}
      ${figure(texts.sold, price(sold))}
      ${figure(texts.refunded, price(refunded))}
      ${figure(texts.net, price(net))}
    </dl>
  `;
}

function attention({ texts, price, times }, { attention: needs, attention_orders }) {
  const row = (each) => html`
    <tr>
      <td><a href=${`#orders/${each.order_id}`}>${each.number ?? each.reference}</a></td>
      <td>${texts.needs[each.need]}</td>
      <td class="number money">${price(each.amount)}</td>
      <td>${times.dayAndTime(each.since)}</td>
    </tr>
  `;
  return html`
    <section class="panel" id="attention" aria-labelledby="attention-title">
      <h3 id="attention-title">${texts.attention} ${attention_orders ? html`<span class="badge bad">${attention_orders}</span>` : nothing}</h3>
      ${needs.length
        ? html`<div class="scroller" tabindex="0" role="group" aria-labelledby="attention-title"><table>
            <thead><tr><th scope="col">${texts.order_column}</th><th scope="col">${texts.what}</th><th scope="col" class="number">${texts.amount}</th><th scope="col">${texts.since}</th></tr></thead>
            <tbody>${needs.map(row)}</tbody></table></div>`
        : html`<p class="hint">${texts.nothing_needed}</p>`}
      <p class="hint">${texts.see_reconciliation} <a href="#reconciliation">${texts.views.reconciliation}</a></p>
    </section>
  `;
}

function late({ texts, times }, { late: orders, late_after_seconds }) {
  const row = (order) => html`
    <tr>
      <td><a href=${`#orders/${order.order_id}`}>${order.number ?? order.reference}</a></td>
      <td><span class=${`badge ${order.status}`}>${texts.statuses[order.status]}</span></td>
      <td>${times.time(order.paid_at)}</td>
      <td class="number">${texts.minutes(Math.floor(order.waiting_seconds / 60))}</td>
    </tr>
  `;
  return html`
    <section class="panel" id="late" aria-labelledby="late-title">
      <h3 id="late-title">${texts.late_title(late_after_seconds / 60)}</h3>
      ${orders.length
        ? html`<div class="scroller" tabindex="0" role="group" aria-labelledby="late-title"><table>
            <thead><tr><th scope="col">${texts.order_column}</th><th scope="col">${texts.status}</th><th scope="col">${texts.paid_at}</th><th scope="col" class="number">${texts.waiting}</th></tr></thead>
            <tbody>${orders.map(row)}</tbody></table></div>`
        : html`<p class="hint">${texts.nobody_late}</p>`}
    </section>
  `;
}

/** How often promises were kept, hour by hour. */
function promises({ texts }, { promises: all, promises_by_hour }) {
  const minutes = (seconds) => texts.minutes(Math.round(seconds / 60));
  const row = (label, { orders, kept, bias_seconds, p90_seconds }) => html`
    <tr>
      <th scope="row">${label}</th>
      <td class="number">${orders}</td>
      <td class="number">${Math.round((100 * kept) / orders)} %</td>
      <td class="number">${minutes(bias_seconds)}</td>
      <td class="number">${minutes(p90_seconds)}</td>
    </tr>
  `;
  return html`
    <section class="panel" id="promises" aria-labelledby="promises-title">
      <h3 id="promises-title">${texts.promises}</h3>
      <p class="hint">${texts.promises_hint}</p>
      <div class="scroller" tabindex="0" role="group" aria-labelledby="promises-title"><table>
        <thead><tr><th scope="col">${texts.sales_bys.hour}</th><th scope="col" class="number">${texts.promised_orders}</th><th scope="col" class="number">${texts.promises_kept}</th><th scope="col" class="number">${texts.promise_bias}</th><th scope="col" class="number">${texts.promise_length}</th></tr></thead>
        <tbody>${promises_by_hour.map((each) => row(texts.hour(each.hour), each))}${row(texts.all_day, all)}</tbody>
      </table></div>
    </section>
  `;
}
