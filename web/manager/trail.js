// Who changed which price, stock, hours, stop or colleague: from what to what, and when by the store's clock.
import { selectField } from "../parts/field.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { actor, nameOf, readColleagues } from "./colleagues.js";
import { memberName, shownValue } from "./members.js";

export const trail = {
  name: "trail",
  blank: () => ({ about: "", entries: undefined, cursor: undefined, people: undefined, products: undefined }),

  /** The names of people and products are read once; without them ids are shown. */
  async read(visit) {
    const { api, state } = visit;
    const [page, people, products] = await Promise.all([
      api.get(`/audit?${new URLSearchParams(state.about ? { about: state.about } : {})}`),
      state.people ?? readColleagues(visit).catch(() => []),
      state.products ?? api.get("/products").then(({ body }) => body.products, () => []),
    ]);
    return { ...page.body, people, products };
  },

  template(visit) {
    const { texts, state } = visit;
    return html`
      <div class="filters">
        ${selectField({ id: "trail-about", label: texts.about, value: state.about, entries: [["", texts.all_changes], ...Object.entries(texts.abouts)], change: (about) => visit.ask({ about, entries: undefined }) })}
      </div>
      ${state.entries ? entries(visit) : html`<p class="hint">${texts.loading}</p>`}
    `;
  },
};

function entries(visit) {
  const { texts, state, isBusy } = visit;
  if (!state.entries.length) return html`<p class="empty">${texts.no_changes}</p>`;
  return html`
    <div class="panel scroller" tabindex="0" role="group" aria-labelledby="view-title"><table id="trail">
      <thead><tr><th scope="col">${texts.when}</th><th scope="col">${texts.who}</th><th scope="col">${texts.about}</th><th scope="col">${texts.changes}</th></tr></thead>
      <tbody>${repeat(state.entries, ({ entry_id }) => entry_id, (entry) => row(visit, entry))}</tbody>
    </table></div>
    ${state.cursor ? html`<div><button class="small" type="button" aria-disabled=${isBusy ? "true" : nothing} @click=${() => visit.act(() => readOn(visit))}>${texts.older}</button></div>` : nothing}
  `;
}

async function readOn(visit) {
  const { about, cursor, entries: known } = visit.state;
  const { body } = await visit.api.get(`/audit?${new URLSearchParams({ ...(about && { about }), cursor })}`);
  visit.change({ entries: [...known, ...body.entries], cursor: body.cursor });
}

function row(visit, { at, by, about, subject, changes, left_out }) {
  const { texts, times, state } = visit;
  const change = ({ path, old, new: now }) => html`
    <li><b>${memberName(visit, path)}</b>: <span class="old">${shownValue(visit, path, old)}</span> → ${shownValue(visit, path, now)}</li>
  `;
  return html`
    <tr>
      <td><time datetime=${at}>${times.dayAndTime(at)}</time></td>
      <td>${actor(visit, by, state.people)}</td>
      <td>${texts.abouts[about] ?? about}${subject ? html`<br><b>${nameOfSubject(visit, about, subject)}</b>` : nothing}</td>
      <td><ul>${changes.map(change)}${left_out ? html`<li>${texts.and_more(left_out)}</li>` : nothing}</ul></td>
    </tr>
  `;
}

function nameOfSubject({ state, texts, language }, about, subject) {
  if (about !== "staff") return state.products.find(({ product_id }) => product_id === subject)?.name[language] ?? subject;
  const known = state.people.find(({ person_id }) => person_id === subject);
  return known ? nameOf(known) : texts.staff_member(subject.slice(0, 4));
}
