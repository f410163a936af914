// What reports have in common: the days that they are about, and a table with its sum.
import { textField } from "../parts/field.js";
import { html } from "../vendor/lit-html/lit-html.js";

/** Asks for it anew, with the days in their order; the ids of its fields begin with `id`. */
export const requestReport = (visit, id) => (news) => {
  const { from, to } = { ...visit.state, ...news };
  if (!from || !to || from > to) return visit.change(news) ?? visit.mark({ [`${id}-to`]: visit.texts.days_wrong });
  visit.mark({});
  return visit.ask({ ...news, report: undefined });
};

/** The first and the last day. */
export function periodFields(visit, id) {
  const { texts, state, errors } = visit;
  const ask = requestReport(visit, id);
  const day = (name, label) => textField({ id: `${id}-${name}`, label, type: "date", max: visit.today(), value: state[name], error: errors[`${id}-${name}`], change: (value) => ask({ [name]: value }) });
  return [day("from", texts.from_day), day("to", texts.to_day)];
}

/** `columns` as in rules/csv.js, the texts first; `sum` is the row below. */
export function reportTable({ texts, price }, { id, label, columns, rows, sum }) {
  const names = columns.filter(({ kind }) => kind === "text").length;
  const cell = (row) => ({ of, kind }, at) => {
    if (at === 0) return html`<th scope="row">${of(row)}</th>`;
    return html`<td class=${kind === "text" ? "" : `number ${kind === "money" ? "money" : ""}`}>${kind === "money" ? price(of(row)) : of(row)}</td>`;
  };
  return html`
    <div class="panel scroller" tabindex="0" role="group" aria-label=${label}><table id=${id}>
      <thead><tr>${columns.map(({ title, kind }) => html`<th scope="col" class=${kind === "text" ? "" : "number"}>${title}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr>${columns.map(cell(row))}</tr>`)}</tbody>
      <tfoot><tr><th scope="row" colspan=${names}>${texts.total}</th>${columns.slice(names).map((column) => cell(sum)(column))}</tr></tfoot>
    </table></div>
  `;
}
