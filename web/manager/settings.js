// The store's own settings: its name, when it is open, where a static Pix goes, who is notified of trouble.
import { textField } from "../parts/field.js";
import { merge } from "../rules/merge.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { conflictDialog } from "./conflict.js";
import { hoursEditor } from "./hours.js";
import { saveBar } from "./saving.js";

const LIMITS = ["warning_minutes", "late_minutes"];
const STATIONS = ["burger", "side", "drink", "dessert"];
const THROTTLE = ["busy_minutes", "full_minutes"];
const NO_MAIL_HOURS = { opens: "", closes: "" };
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
    const { texts, state, errors } = visit;
    if (!state.draft) return html`<p class="hint">${texts.loading}</p>`;
    const { draft } = state;
    const fill = (news) => visit.change({ draft: { ...draft, ...news }, isEdited: true, isSaved: false });
    const member = (group, name, label, more) => {
      const at = `/${group}/${name}`;
      return textField({ id: at, label, value: draft[group][name], error: errors[at], change: (value) => fill({ [group]: { ...draft[group], [name]: value } }), ...more });
    };
    const pix = (name, label, maxlength, hint) => member("pix", name, label, { hint, maxlength });
    const number = (group, name, label) => member(group, name, label, { inputmode: "numeric", maxlength: 3 });
    const mailHour = (name, label) => member("mail_hours", name, label, { maxlength: 5 });
    return html`
      <form class="editor" novalidate @submit=${visit.submit(() => save(visit))} aria-labelledby="view-title">
        <section class="panel">
          ${textField({ id: "/name", label: texts.store_name, maxlength: 60, value: draft.name, error: errors["/name"], change: (name) => fill({ name }) })}
          ${textField({ id: "/alert_email", label: texts.alert_email, hint: texts.alert_hint, type: "email", maxlength: 254, value: draft.alert_email, error: errors["/alert_email"], change: (alert_email) => fill({ alert_email }) })}
        </section>
        <section class="panel"><fieldset class="stack"><legend>${texts.wait_limits}</legend>
          <p class="hint">${texts.wait_limits_hint}</p>
          <div class="row">${number("wait_limits", "warning_minutes", texts.warning_minutes)} ${number("wait_limits", "late_minutes", texts.late_minutes)}</div>
          ${errors["/wait_limits"] ? html`<p class="wrong">${texts.wait_limits_wrong}</p>` : nothing}
        </fieldset></section>
        <section class="panel"><fieldset class="stack"><legend>${texts.kitchen_places}</legend>
          <p class="hint">${texts.kitchen_places_hint}</p>
          <div class="row">${STATIONS.map((station) => number("kitchen_places", station, texts.categories[station]))}</div>
        </fieldset></section>
        <section class="panel"><fieldset class="stack"><legend>${texts.throttle}</legend>
          <p class="hint">${texts.throttle_hint}</p>
          <div class="row">${number("throttle", "busy_minutes", texts.busy_minutes)} ${number("throttle", "full_minutes", texts.full_minutes)}</div>
          ${errors["/throttle"] ? html`<p class="wrong">${texts.throttle_wrong}</p>` : nothing}
        </fieldset></section>
        ${hoursEditor(visit, { legend: texts.open_when, none: texts.open_always, hours: draft.hours, change: (hours) => fill({ hours }) })}
        <section class="panel"><fieldset class="stack"><legend>${texts.mail_hours}</legend>
          <p class="hint">${texts.mail_hours_hint}</p>
          <div class="row">${mailHour("opens", texts.mail_from)} ${mailHour("closes", texts.mail_until)}</div>
        </fieldset></section>
        <section class="panel"><fieldset class="stack"><legend>${texts.static_pix}</legend>
          <p class="hint">${texts.static_pix_hint}</p>
          <div class="row">${pix("key", texts.pix_key, 77, texts.pix_key_hint)} ${pix("name", texts.pix_name, 25)} ${pix("city", texts.pix_city, 15)}</div>
        </fieldset></section>
        ${saveBar(visit)}
      </form>
      ${conflictDialog(visit, (merged) => save(visit, merged))}
    `;
  },
};

const typed = (names, numbers) => Object.fromEntries(names.map((each) => [each, String(numbers?.[each] ?? "")]));
const isTyped = (texts) => Object.values(texts).some((value) => value.trim());

const draftOf = ({ name, hours, pix, alert_email, wait_limits, kitchen_places, throttle, mail_hours }) => ({
  name,
  hours,
  pix: pix ?? NO_PIX,
  alert_email: alert_email ?? "",
  wait_limits: typed(LIMITS, wait_limits),
  kitchen_places: typed(STATIONS, kitchen_places),
  throttle: typed(THROTTLE, throttle),
  mail_hours: { ...(mail_hours ?? NO_MAIL_HOURS) },
});
const opened = (store) => ({ draft: draftOf(store), base: draftOf(store), version: store.version });

/** An empty field is `empty`. */
const numbers = (texts, empty) => Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.trim() ? Number(text) : empty]));

const bodyOf = ({ name, hours, pix, alert_email, wait_limits, kitchen_places, throttle, mail_hours }) => ({
  name,
  hours,
  pix: isTyped(pix) ? pix : null,
  alert_email: alert_email.trim() || null,
  wait_limits: numbers(wait_limits),
  kitchen_places: isTyped(kitchen_places) ? numbers(kitchen_places, 1) : null,
  throttle: isTyped(throttle) ? numbers(throttle, null) : null,
  mail_hours: isTyped(mail_hours) ? mail_hours : null,
});

async function save(visit, draft = visit.state.draft) {
  const { api, state, texts } = visit;
  const isNumber = (group, name) => (group === "wait_limits" ? /^\d+$/ : /^\d*$/).test(draft[group][name].trim());
  const groups = { wait_limits: LIMITS, kitchen_places: STATIONS, throttle: THROTTLE };
  const wrong = Object.entries(groups).flatMap(([group, names]) => names.filter((name) => !isNumber(group, name)).map((name) => `/${group}/${name}`));
  if (wrong.length) return visit.mark(Object.fromEntries(wrong.map((at) => [at, texts.errors.integer])));
  if (isTyped(draft.throttle) && !isTyped(draft.kitchen_places)) return visit.mark({ [`/kitchen_places/${STATIONS[0]}`]: texts.throttle_needs_places });
  const missing = Object.keys(NO_MAIL_HOURS).filter((each) => !draft.mail_hours[each]);
  if (missing.length === 1) return visit.mark({ [`/mail_hours/${missing[0]}`]: texts.mail_hours_wrong });
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
