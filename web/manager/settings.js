// The store's own settings: its name, when it is open, where a static Pix goes, who is notified of trouble.
import { textField } from "../parts/field.js";
import { merge } from "../rules/merge.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { conflictDialog } from "./conflict.js";
import { hoursEditor } from "./hours.js";

const LIMITS = ["warning_minutes", "late_minutes"];
const STATIONS = ["burger", "side", "drink", "dessert"];
const NO_PIX = { key: "", name: "", city: "" };

export const settings = {
  name: "settings",
  kept: ["draft", "base", "version"],
  blank: () => ({ draft: undefined, base: undefined, version: undefined, conflict: undefined, isEdited: false, isSaved: false }),

  async read(visit) {
    const { body } = await visit.api.get("/store");
    visit.know(body);
    return visit.state.draft ? {} : opened(body);
  },

  template(visit) {
    const { texts, state, errors, isBusy } = visit;
    if (!state.draft) return html`<p class="hint">${texts.loading}</p>`;
    const { draft } = state;
    const fill = (news) => visit.change({ draft: { ...draft, ...news }, isEdited: true, isSaved: false });
    const pix = (name, label, maxlength, hint) =>
      textField({ id: `/pix/${name}`, label, hint, maxlength, value: draft.pix[name], error: errors[`/pix/${name}`], change: (value) => fill({ pix: { ...draft.pix, [name]: value } }) });
    const limit = (name, label) =>
      textField({ id: `/wait_limits/${name}`, label, inputmode: "numeric", maxlength: 3, value: draft.wait_limits[name], error: errors[`/wait_limits/${name}`], change: (value) => fill({ wait_limits: { ...draft.wait_limits, [name]: value } }) });
    const places = (station) =>
      textField({ id: `/kitchen_places/${station}`, label: texts.categories[station], inputmode: "numeric", maxlength: 2, value: draft.kitchen_places[station], error: errors[`/kitchen_places/${station}`], change: (value) => fill({ kitchen_places: { ...draft.kitchen_places, [station]: value } }) });
    const submit = (event) => {
      event.preventDefault();
      visit.act(() => save(visit));
    };
    return html`
      <form class="editor" novalidate @submit=${submit} aria-labelledby="view-title">
        <section class="panel">
          ${textField({ id: "/name", label: texts.store_name, maxlength: 60, value: draft.name, error: errors["/name"], change: (name) => fill({ name }) })}
          ${textField({ id: "/alert_email", label: texts.alert_email, hint: texts.alert_hint, type: "email", maxlength: 254, value: draft.alert_email, error: errors["/alert_email"], change: (alert_email) => fill({ alert_email }) })}
        </section>
        <section class="panel"><fieldset class="stack"><legend>${texts.wait_limits}</legend>
          <p class="hint">${texts.wait_limits_hint}</p>
          <div class="row">${limit("warning_minutes", texts.warning_minutes)} ${limit("late_minutes", texts.late_minutes)}</div>
          ${errors["/wait_limits"] ? html`<p class="wrong">${texts.wait_limits_wrong}</p>` : nothing}
        </fieldset></section>
        <section class="panel"><fieldset class="stack"><legend>${texts.kitchen_places}</legend>
          <p class="hint">${texts.kitchen_places_hint}</p>
          <div class="row">${STATIONS.map(places)}</div>
        </fieldset></section>
        ${hoursEditor(visit, { legend: texts.open_when, none: texts.open_always, hours: draft.hours, change: (hours) => fill({ hours }) })}
        <section class="panel"><fieldset class="stack"><legend>${texts.static_pix}</legend>
          <p class="hint">${texts.static_pix_hint}</p>
          <div class="row">${pix("key", texts.pix_key, 77, texts.pix_key_hint)} ${pix("name", texts.pix_name, 25)} ${pix("city", texts.pix_city, 15)}</div>
        </fieldset></section>
        <div class="sticky">
          <button class="primary" type="submit" aria-disabled=${isBusy ? "true" : nothing}>${isBusy ? texts.wait : texts.save}</button>
          ${state.isSaved ? html`<p role="status" class="badge good">${texts.saved}</p>` : nothing}
        </div>
      </form>
      ${conflictDialog(visit, (merged) => save(visit, merged))}
    `;
  },
};

const draftOf = ({ name, hours, pix, alert_email, wait_limits, kitchen_places }) => ({
  name,
  hours,
  pix: pix ?? NO_PIX,
  alert_email: alert_email ?? "",
  wait_limits: Object.fromEntries(LIMITS.map((each) => [each, String(wait_limits[each])])),
  kitchen_places: Object.fromEntries(STATIONS.map((each) => [each, String(kitchen_places?.[each] ?? "")])),
});
const opened = (store) => ({ draft: draftOf(store), base: draftOf(store), version: store.version });

const bodyOf = ({ name, hours, pix, alert_email, wait_limits, kitchen_places }) => ({
  name,
  hours,
  pix: Object.values(pix).some((value) => value.trim()) ? pix : null,
  alert_email: alert_email.trim() || null,
  wait_limits: Object.fromEntries(LIMITS.map((each) => [each, Number(wait_limits[each])])),
  kitchen_places: Object.values(kitchen_places).some((value) => value.trim())
    ? Object.fromEntries(STATIONS.map((each) => [each, Number(kitchen_places[each].trim() || 1)]))
    : null,
});

async function save(visit, draft = visit.state.draft) {
  const { api, state, texts } = visit;
  const wrong = [
    ...LIMITS.filter((each) => !/^\d+$/.test(draft.wait_limits[each].trim())).map((each) => `/wait_limits/${each}`),
    ...STATIONS.filter((each) => !/^\d*$/.test(draft.kitchen_places[each].trim())).map((each) => `/kitchen_places/${each}`),
  ];
  if (wrong.length) return visit.mark(Object.fromEntries(wrong.map((at) => [at, texts.errors.whole])));
  try {
    const { body: store } = await api.put("/store", { body: bodyOf(draft), headers: { "If-Match": `"${state.version}"` } });
    visit.know(store);
    visit.change({ ...opened(store), isEdited: false, isSaved: true });
  } catch (problem) {
    if (![409, 412].includes(problem.status)) throw problem;
    const { body: theirs } = await api.get("/store");
    const { merged, conflicts, news } = merge(state.base, draft, draftOf(theirs));
    const next = { base: draftOf(theirs), version: theirs.version };
    visit.openDialog({ ...next, conflict: { merged, conflicts, news, chosen: {} } });
  }
}
