// Who works for the store: everybody and what each may do, somebody invited, somebody removed.
import { selectField, textField } from "../parts/field.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { nameOf, readColleagues } from "./colleagues.js";
import { dialog } from "./dialog.js";

const NOBODY = { email: "", name: "", group: "counter" };

export const staff = {
  name: "staff",
  blank: () => ({ people: undefined, invited: NOBODY, removing: undefined }),
  read: async (visit) => ({ people: await readColleagues(visit) }),
  template: (visit) => [invitation(visit), everybody(visit), removal(visit)],
};

function invitation(visit) {
  const { texts, state, errors, api, isBusy } = visit;
  const { invited } = state;
  const fill = (news) => visit.change({ invited: { ...invited, ...news } });
  const submit = visit.submit(async () => {
    const { email, name, group } = invited;
    if (!email.trim()) return visit.mark({ "/email": texts.errors.missing });
    await api.post("/staff/people", { body: { email, group, ...(name.trim() && { name }) } });
    visit.change({ invited: NOBODY });
    visit.tell(texts.invitation_sent);
    await visit.read();
  });
  return html`
    <form class="panel" novalidate @submit=${submit} aria-labelledby="invite-title">
      <h3 id="invite-title">${texts.invite_title}</h3>
      <p class="hint">${texts.invite_hint}</p>
      <div class="row">
        ${textField({ id: "/email", label: texts.email, type: "email", maxlength: 254, value: invited.email, error: errors["/email"], change: (email) => fill({ email }) })}
        ${textField({ id: "/name", label: texts.name_optional, maxlength: 80, value: invited.name, error: errors["/name"], change: (name) => fill({ name }) })}
        ${selectField({ id: "/group", label: texts.group, value: invited.group, entries: Object.entries(texts.groups), error: errors["/group"], change: (group) => fill({ group }) })}
      </div>
      <div><button class="primary small" type="submit" aria-disabled=${isBusy ? "true" : nothing}>${isBusy ? texts.wait : texts.invite}</button></div>
    </form>
  `;
}

function everybody(visit) {
  const { texts, state, times, person } = visit;
  if (!state.people) return html`<p class="hint">${texts.loading}</p>`;
  const row = (each) => html`
    <tr>
      <th scope="row">${nameOf(each) || texts.staff_member(each.person_id.slice(0, 4))} ${each.person_id === person.subject ? html`<span class="badge info">${texts.you}</span>` : nothing}</th>
      <td>${each.email ?? ""}</td>
      <td>${each.groups.map((group) => texts.groups[group] ?? group).join(", ") || texts.nothing}</td>
      <td><span class=${`badge ${each.status === "ACTIVE" ? "good" : "warn"}`}>${texts.staff_statuses[each.status]}</span></td>
      <td>${times.dayAndTime(each.since)}</td>
      <td>${each.person_id === person.subject ? nothing : html`<button class="small danger" type="button" aria-label=${texts.remove_it(nameOf(each))} @click=${() => visit.openDialog({ removing: each })}>${texts.remove}</button>`}</td>
    </tr>
  `;
  return html`
    <div class="panel scroller" tabindex="0" role="group" aria-labelledby="view-title"><table id="people">
      <thead><tr><th scope="col">${texts.name}</th><th scope="col">${texts.email}</th><th scope="col">${texts.group}</th><th scope="col">${texts.status}</th><th scope="col">${texts.since}</th><th scope="col"><span class="for-ears">${texts.what_to_do}</span></th></tr></thead>
      <tbody>${repeat(state.people, ({ person_id }) => person_id, row)}</tbody>
    </table></div>
  `;
}

function removal(visit) {
  const { texts, state, api } = visit;
  const { removing } = state;
  const close = () => visit.closeDialog({ removing: undefined });
  return dialog(visit, removing, {
    title: removing && texts.remove_person_title(nameOf(removing)),
    body: html`<p>${texts.remove_person_hint}</p>`,
    done: texts.remove,
    isDangerous: true,
    close,
    async confirm() {
      await api.delete(`/staff/people/${removing.person_id}`);
      close();
      await visit.read();
    },
  });
}
