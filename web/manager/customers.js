// Customers, masked; whose contact is looked at, for a reason that is written down; and the desk for people who ask for their
// data by CPF (Lei 13.709/2018, art. 18). What is shown of a person ends with the view.
import { download } from "../parts/download.js";
import { selectField, textField } from "../parts/field.js";
import { isCpf, formatCpf } from "../rules/cpf.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { dialog } from "./dialog.js";

const PAGE = 50;
const EMPTY_DESK = { cpf: "", reason: "in-person" };

export const customers = {
  name: "customers",
  blank: () => ({ consent: "", page: undefined, cursors: [], contacts: {}, revealing: undefined, desk: EMPTY_DESK, erasing: false, outcome: "" }),

  async read({ api, state }) {
    const parameters = { limit: PAGE, cursor: state.cursors.at(-1), consent: state.consent };
    const query = Object.entries(parameters).filter(([, value]) => value);
    return { page: (await api.get(`/staff/customers?${new URLSearchParams(query)}`)).body };
  },

  template: (visit) => [desk(visit), list(visit), visit.state.erasing ? erasure(visit) : reveal(visit)],
};

function desk(visit) {
  const { texts, state, errors } = visit;
  const fill = (news) => visit.change({ desk: { ...state.desk, ...news }, outcome: "" });
  const checked = (act) => () => {
    if (!isCpf(state.desk.cpf.replace(/[.\-\s]/g, ""))) return visit.mark({ "/cpf": texts.cpf_wrong });
    visit.mark({});
    return act();
  };
  return html`
    <section class="panel" aria-labelledby="desk-title"><h3 id="desk-title">${texts.desk}</h3>
      <p class="hint">${texts.desk_hint}</p>
      <div class="row">
        ${textField({ id: "/cpf", label: texts.cpf, inputmode: "numeric", maxlength: 14, value: state.desk.cpf, error: errors["/cpf"], change: (cpf) => fill({ cpf }) })}
        ${selectField({ id: "desk-reason", label: texts.asked_how, value: state.desk.reason, entries: Object.entries(texts.desk_reasons), change: (reason) => fill({ reason }) })}
      </div>
      <div class="together">
        <button class="small" type="button" @click=${checked(() => visit.act(() => exportData(visit)))}>${texts.export_data}</button>
        <button class="small danger" type="button" @click=${checked(() => visit.openDialog({ erasing: true }))}>${texts.erase_data}</button>
      </div>
      <p role="status" id="desk-outcome">${state.outcome}</p>
    </section>
  `;
}

const digits = (typed) => typed.replace(/[.\-\s]/g, "");

/** Page by page into one file, which is the person's. */
async function exportData(visit) {
  const { api, texts, state } = visit;
  const body = { cpf: digits(state.desk.cpf), reason: state.desk.reason };
  let exported;
  let cursor;
  do {
    const { body: part } = await api.post(`/staff/customers/export${cursor ? `?${new URLSearchParams({ cursor })}` : ""}`, { body });
    exported = exported ? { ...exported, orders: [...exported.orders, ...part.orders], receipts: [...exported.receipts, ...part.receipts] } : part;
    cursor = part.cursor;
  } while (cursor);
  download(JSON.stringify({ ...exported, cursor: null }, null, 2), texts.export_file, "application/json");
  visit.change({ desk: EMPTY_DESK, outcome: texts.exported(exported.orders.length, exported.receipts.length) });
}

function erasure(visit) {
  const { texts, state, api, times } = visit;
  const close = () => visit.closeDialog({ erasing: false });
  return dialog(visit, state.erasing, {
    title: texts.erase_title(formatCpf(digits(state.desk.cpf))),
    body: html`<p>${texts.erase_hint}</p>`,
    done: texts.erase_data,
    isDangerous: true,
    close,
    async confirm() {
      const { body } = await api.post("/staff/customers/erase", { body: { cpf: digits(state.desk.cpf), reason: state.desk.reason } });
      const retained = body.kept.map(({ what, until }) => texts.kept_until(texts.kept[what] ?? what, times.dayAndTime(until)));
      visit.closeDialog({ erasing: false, desk: EMPTY_DESK, outcome: [body.done ? texts.erased : texts.erasing_on, texts.erasure_receipt(body.receipt), ...retained].join(" ") });
    },
  });
}

function list(visit) {
  const { texts, state, times } = visit;
  if (!state.page) return html`<p class="hint">${texts.loading}</p>`;
  const agrees = ({ consents }) => Object.entries(consents).filter(([, isGranted]) => isGranted).map(([purpose]) => texts.purposes[purpose] ?? purpose).join(", ");
  const row = (each) => {
    const contact = state.contacts[each.customer_id];
    return html`
      <tr>
        <th scope="row">${contact?.name ?? each.name}</th>
        <td>${contact?.email ?? each.email}</td>
        <td>${agrees(each) || texts.nothing}</td>
        <td>${each.last_order_at ? times.dayAndTime(each.last_order_at) : texts.never}</td>
        <td>${contact ? nothing : html`<button class="small" type="button" aria-label=${texts.reveal_it(each.name)} @click=${() => visit.openDialog({ revealing: { customer: each, reason: "", note: "" } })}>${texts.reveal}</button>`}</td>
      </tr>
    `;
  };
  const { customers: found, cursor } = state.page;
  const turn = (cursors) => visit.ask({ cursors, page: undefined, contacts: {} });
  return html`
    <div class="filters">${selectField({ id: "consent", label: texts.consent, value: state.consent, entries: [["", texts.all], ...Object.entries(texts.purposes)], change: (consent) => visit.ask({ consent, cursors: [], page: undefined, contacts: {} }) })}</div>
    ${found.length
      ? html`<div class="panel scroller" tabindex="0" role="group" aria-labelledby="view-title"><table id="customers">
          <thead><tr><th scope="col">${texts.name}</th><th scope="col">${texts.email}</th><th scope="col">${texts.consent}</th><th scope="col">${texts.last_order}</th><th scope="col"><span class="for-ears">${texts.what_to_do}</span></th></tr></thead>
          <tbody>${repeat(found, ({ customer_id }) => customer_id, row)}</tbody></table></div>`
      : html`<p class="empty">${texts.no_customers}</p>`}
    ${state.cursors.length || cursor
      ? html`<nav class="pages" aria-label=${texts.pages}>
          <button class="small" type="button" ?disabled=${!state.cursors.length} @click=${() => turn(state.cursors.slice(0, -1))}>${texts.previous}</button>
          <button class="small" type="button" ?disabled=${!cursor} @click=${() => turn([...state.cursors, cursor])}>${texts.next}</button></nav>`
      : nothing}
  `;
}

function reveal(visit) {
  const { texts, state, api, errors } = visit;
  const { revealing } = state;
  const fill = (news) => visit.change({ revealing: { ...revealing, ...news } });
  const close = () => visit.closeDialog({ revealing: undefined });
  return dialog(visit, revealing, {
    title: revealing && texts.reveal_title(revealing.customer.name),
    body: revealing && [
      html`<p>${texts.reveal_hint}</p>`,
      selectField({ id: "/reason", label: texts.reason, value: revealing.reason, error: errors["/reason"], entries: [["", texts.choose], ...Object.entries(texts.contact_reasons)], change: (reason) => fill({ reason }) }),
      textField({ id: "/note", label: texts.note, maxlength: 200, value: revealing.note, error: errors["/note"], change: (note) => fill({ note }) }),
    ],
    done: texts.reveal,
    close,
    async confirm() {
      const { customer, reason, note } = revealing;
      if (!reason) return visit.mark({ "/reason": texts.reason_missing });
      const { body } = await api.post(`/staff/customers/${customer.customer_id}/contact`, { body: { reason, ...(note.trim() && { note: note.trim() }) } });
      visit.closeDialog({ revealing: undefined, contacts: { ...state.contacts, [customer.customer_id]: body } });
    },
  });
}
