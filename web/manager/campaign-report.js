// What campaigns took off, by campaign and day: a chart and its table, and a file for a spreadsheet.
import "../parts/bar-chart.js";
import { download } from "../parts/download.js";
import { selectField } from "../parts/field.js";
import { csv } from "../rules/csv.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { daysBefore, shownDay } from "./days.js";
import { periodFields, reportTable } from "./report-table.js";

const DAYS = 28;
const FIGURES = ["uses", "released", "gross", "discount", "net"];

export const blankReport = (visit) => ({ from: daysBefore(visit.today(), DAYS - 1), to: visit.today(), only: "", report: undefined });

export async function readReport({ api, state }) {
  const { from, to } = state;
  return { report: (await api.get(`/reports/campaigns?${new URLSearchParams({ from, to })}`)).body };
}

export function report(visit) {
  const { texts, state } = visit;
  const names = Object.fromEntries((state.report?.rows ?? []).map((row) => [row.campaign_id, nameOf(visit, row)]));
  return html`
    <p><a href="#campaigns">${texts.back_to_campaigns}</a></p>
    <div class="filters">
      ${periodFields(visit, "campaigns")}
      ${selectField({ id: "campaigns-only", label: texts.members.campaign_id, value: state.only, entries: [["", texts.all_campaigns], ...Object.entries(names)], change: (only) => visit.change({ only }) })}
      <button class="small" type="button" ?disabled=${!state.report?.rows.length} @click=${() => save(visit)}>${texts.csv}</button>
    </div>
    ${state.report ? shown(visit) : visit.trouble ? nothing : html`<p class="hint">${texts.loading}</p>`}
  `;
}

const nameOf = ({ language }, { name, campaign_id }) => name?.[language] ?? campaign_id;
const rowsOf = ({ report: { rows }, only }) => rows.filter(({ campaign_id }) => !only || campaign_id === only);
const total = (rows) => Object.fromEntries(FIGURES.map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0)]));

function columnsOf(visit) {
  const { texts, language } = visit;
  return [
    { title: texts.day, of: ({ day }) => shownDay(day, language), kind: "text" },
    { title: texts.members.campaign_id, of: (row) => nameOf(visit, row), kind: "text" },
    ...FIGURES.map((name, at) => ({ title: texts.campaign_figures[name], of: (row) => row[name], kind: at < 2 ? "count" : "money" })),
  ];
}

function shown(visit) {
  const { texts, state, price, language } = visit;
  const rows = rowsOf(state);
  if (!rows.length) return [html`<p class="empty">${texts.no_campaign_uses}</p>`, holdOuts(visit)];
  const columns = columnsOf(visit);
  const days = [...new Set(rows.map(({ day }) => day))];
  const values = days.map((day) => total(rows.filter((row) => row.day === day)).discount);
  return html`
    <figure class="chart"><figcaption>${texts.campaign_chart}</figcaption>
      <bar-chart .data=${{ names: days.map((day) => shownDay(day, language)), values, format: price }}></bar-chart>
    </figure>
    ${reportTable(visit, { id: "uses", label: texts.campaign_table, columns, rows, sum: total(rows) })}
    <p class="hint">${texts.campaign_report_hint}</p>
    ${holdOuts(visit)}
  `;
}

/** What known customers paid who were offered a campaign, beside those who were held out of it. */
function holdOuts(visit) {
  const { texts, state, price } = visit;
  const found = state.report.hold_outs.filter(({ campaign_id }) => !state.only || campaign_id === state.only);
  if (!found.length) return nothing;
  const group = ({ orders, average }) => html`<td class="number">${orders}</td><td class="number money">${average === null ? "–" : price(average)}</td>`;
  const row = (each) => html`
    <tr>
      <th scope="row">${nameOf(visit, each)}</th>${group(each.offered)}${group(each.held_out)}
      <td class="number money">${each.difference === null ? "–" : price(each.difference)}</td>
      <td>${each.low === null ? "–" : texts.interval(price(each.low), price(each.high))}${each.enough ? nothing : html` <span class="badge warn">${texts.too_few}</span>`}</td>
    </tr>
  `;
  const { offered, held_out, orders, average } = texts.hold_out_columns;
  const heading = (words) => html`<th scope="col" class="number">${words}</th>`;
  return html`
    <div class="panel scroller" tabindex="0" role="group" aria-labelledby="hold-outs-title">
      <h3 id="hold-outs-title">${texts.hold_outs}</h3>
      <table id="hold-outs">
        <thead><tr><th scope="col">${texts.members.campaign_id}</th>${[offered, held_out].map((whose) => [heading(`${whose}: ${orders}`), heading(`${whose}: ${average}`)])}${heading(texts.hold_out_columns.difference)}<th scope="col">${texts.hold_out_columns.interval}</th></tr></thead>
        <tbody>${found.map(row)}</tbody>
      </table>
      <p class="hint">${texts.hold_outs_hint}</p>
    </div>
  `;
}

function save(visit) {
  const { texts, state } = visit;
  const { from, to } = state.report;
  download(csv(columnsOf(visit), rowsOf(state)), `${texts.campaigns_file}-${from}-${to}.csv`, "text/csv;charset=utf-8");
}
