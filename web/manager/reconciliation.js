// A day's payments: what the provider says of each against what we say. The provider is asked for every one, page by page.
import { download } from "../parts/download.js";
import { textField } from "../parts/field.js";
import { csv } from "../rules/csv.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";

const AMOUNTS = ["paid", "refunded", "charged_back", "net"];

export const reconciliation = {
  name: "reconciliation",
  blank: (_, visit) => ({ day: visit.today(), report: undefined }),
  read: async () => ({}),

  template(visit) {
    const { texts, state, isBusy } = visit;
    return html`
      <div class="filters">
        ${textField({ id: "reconciliation-day", label: texts.day, type: "date", max: visit.today(), value: state.day, change: (day) => visit.change({ day, report: undefined }) })}
        <button class="primary small" type="button" ?disabled=${!state.day} aria-disabled=${isBusy ? "true" : nothing} @click=${() => visit.act(() => compare(visit))}>${isBusy ? texts.wait : texts.compare}</button>
        ${state.report?.isComplete ? html`<button class="small" type="button" @click=${() => save(visit)}>${texts.csv}</button>` : nothing}
      </div>
      <p class="hint">${texts.reconciliation_hint}</p>
      ${state.report ? shown(visit) : nothing}
    `;
  },
};

/** What was compared so far is shown as it comes. */
async function compare(visit) {
  const { day } = visit.state;
  visit.change({ report: undefined });
  let report = { orders: 0, paid: 0, refunded: 0, charged_back: 0, net: 0, exceptions: [], isComplete: false };
  let cursor;
  do {
    const { body } = await visit.api.get(`/reports/reconciliation?${new URLSearchParams({ day, ...(cursor && { cursor }) })}`);
    cursor = body.cursor;
    const added = Object.fromEntries(["orders", ...AMOUNTS].map((name) => [name, report[name] + body[name]]));
    report = { ...report, ...added, exceptions: [...report.exceptions, ...body.exceptions], isComplete: !cursor };
    visit.change({ report });
  } while (cursor && visit.state.day === day);
}

function shown({ texts, state, price }) {
  const { report } = state;
  const row = ({ order_id, status, finding, amount }) => html`
    <tr><td><a href=${`#orders/${order_id}/${state.day}`}>${order_id.slice(0, 8)}…</a></td><td><span class=${`badge ${status}`}>${texts.statuses[status]}</span></td><td>${texts.findings[finding] ?? finding}</td><td class="number money">${price(amount)}</td></tr>
  `;
  return html`
    <dl class="figures">
      <div class="card figure"><dt>${texts.orders_count}</dt><dd>${report.orders}</dd></div>
      ${AMOUNTS.map((name) => html`<div class="card figure"><dt>${texts.amounts[name]}</dt><dd>${price(report[name])}</dd></div>`)}
    </dl>
    ${report.exceptions.length
      ? html`<div class="panel scroller" tabindex="0" role="group" aria-label=${texts.findings_title}><table id="findings">
          <thead><tr><th scope="col">${texts.order_column}</th><th scope="col">${texts.status}</th><th scope="col">${texts.what}</th><th scope="col" class="number">${texts.taken_back}</th></tr></thead>
          <tbody>${report.exceptions.map(row)}</tbody></table></div>`
      : report.isComplete
        ? html`<p class="banner good">${texts.all_agrees}</p>`
        : html`<p class="hint">${texts.loading}</p>`}
  `;
}

function save({ texts, state }) {
  const columns = [
    { title: texts.order_column, of: ({ order_id }) => order_id },
    { title: texts.status, of: ({ status }) => texts.statuses[status] },
    { title: texts.what, of: ({ finding }) => texts.findings[finding] ?? finding },
    { title: texts.taken_back, of: ({ amount }) => amount, kind: "money" },
  ];
  download(csv(columns, state.report.exceptions), `${texts.reconciliation_file}-${state.day}.csv`, "text/csv;charset=utf-8");
}
