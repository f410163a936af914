// What was sold: a chart and its table, by day, hour, product, category or payment method, and as a file for a spreadsheet.
import "../parts/bar-chart.js";
import { download } from "../parts/download.js";
import { selectField } from "../parts/field.js";
import { csv } from "../rules/csv.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { daysBefore, shownDay } from "./days.js";
import { requestReport, periodFields, reportTable } from "./report-table.js";

const DAYS = 7;
const MAX_BARS = 31;

export const sales = {
  name: "sales",
  blank: (_, visit) => ({ from: daysBefore(visit.today(), DAYS - 1), to: visit.today(), by: "day", report: undefined, products: undefined }),

  async read({ api, state }) {
    const { from, to, by } = state;
    const [report, products] = await Promise.all([
      api.get(`/reports/sales?${new URLSearchParams({ from, to, by })}`),
      state.products ?? api.get("/products").then(({ body }) => body.products),
    ]);
    return { report: report.body, products };
  },

  template(visit) {
    const { texts, state } = visit;
    const ask = requestReport(visit, "sales");
    return html`
      <div class="filters">
        ${periodFields(visit, "sales")}
        ${selectField({ id: "sales-by", label: texts.sales_by, value: state.by, entries: Object.entries(texts.sales_bys), change: (by) => ask({ by }) })}
        <button class="small" type="button" ?disabled=${!state.report?.rows.length} @click=${() => save(visit)}>${texts.csv}</button>
      </div>
      ${state.report ? shown(visit) : visit.trouble ? nothing : html`<p class="hint">${texts.loading}</p>`}
    `;
  },
};

function nameOf({ texts, state, language }, row) {
  const { by } = state.report;
  const value = row[by];
  switch (by) {
    case "day":
      return shownDay(value, language);
    case "hour":
      return texts.hour(value);
    case "product":
      return state.products.find(({ product_id }) => product_id === value)?.name[language] ?? value;
    case "category":
      return texts.categories[value] ?? value;
    default:
      return texts.methods[value] ?? texts.other_methods[value] ?? value;
  }
}

function columnsOf(visit) {
  const { texts, state } = visit;
  const { by } = state.report;
  return [
    { title: texts.sales_bys[by], of: (row) => nameOf(visit, row), kind: "text" },
    { title: texts.orders_count, of: ({ orders }) => orders, kind: "count" },
    { title: texts.units, of: ({ units }) => units, kind: "count" },
    ...(["product", "category"].includes(by) ? [{ title: texts.units_in_combos, of: ({ units_in_combos }) => units_in_combos, kind: "count" }] : []),
    { title: texts.sold, of: ({ sold }) => sold, kind: "money" },
    { title: texts.refunded, of: ({ refunded }) => refunded, kind: "money" },
    { title: texts.net, of: ({ net }) => net, kind: "money" },
  ];
}

function shown(visit) {
  const { texts, state, price } = visit;
  const { rows, total, by } = state.report;
  if (!rows.length) return html`<p class="empty">${texts.nothing_sold}</p>`;
  const columns = columnsOf(visit);
  const bars = by === "day" || by === "hour" ? rows.slice(-92) : [...rows].sort((a, b) => b.net - a.net).slice(0, MAX_BARS);
  const sum = { orders: total.orders, units: total.units, units_in_combos: "", sold: total.sold, refunded: total.refunded, net: total.net };
  return html`
    <figure class="chart"><figcaption>${texts.chart_title(texts.sales_bys[by])}</figcaption>
      <bar-chart .data=${{ names: bars.map((row) => nameOf(visit, row)), values: bars.map(({ net }) => net), format: price }}></bar-chart>
    </figure>
    ${reportTable(visit, { id: "sales", label: texts.sales_table, columns, rows, sum })}
    ${by === "method" ? html`<p class="hint">${texts.methods_hint}</p>` : nothing}
  `;
}

function save(visit) {
  const { texts, state } = visit;
  const { from, to, by, rows } = state.report;
  download(csv(columnsOf(visit), rows), `${texts.sales_file}-${by}-${from}-${to}.csv`, "text/csv;charset=utf-8");
}
