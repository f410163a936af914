// A campaign's mails: who got them, and the one that is written, tested and started.
import { checksField, proseField, selectField, textField } from "../parts/field.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { stateButton, stateDialog } from "./state-dialog.js";

const LANGUAGES = ["pt-BR", "en"];
const BADGES = { TESTED: "", SENDING: "warn", DONE: "good", STOPPED: "" };
const NEXT = { TESTED: ["SENDING"], SENDING: ["STOPPED"], DONE: [], STOPPED: [] };
const ACTIVITIES = ["", "ordered_within", "not_ordered_within"];
const DAYS = /^[1-9]\d{0,2}$/;

const emptyDraft = () => ({ activity: "", days: "30", products: [], categories: [], messages: Object.fromEntries(LANGUAGES.map((each) => [each, { subject: "", text: "" }])) });

export const blankMailings = (writtenFor) => ({ writtenFor, draft: writtenFor ? emptyDraft() : undefined, mailings: undefined, cursor: undefined, turning: undefined, isEdited: false, isTested: false });

export async function readMailings({ api, state }) {
  const { products, campaigns, writtenFor } = state;
  const [found, known] = await Promise.all([
    api.get("/mailings"),
    writtenFor && !products ? Promise.all([api.get("/products"), api.get("/campaigns")]) : undefined,
  ]);
  return { mailings: found.body.mailings, cursor: found.body.cursor, ...(known ? { products: known[0].body.products, campaigns: known[1].body.campaigns } : { products, campaigns }) };
}

export function mailings(visit) {
  const { texts, state, trouble } = visit;
  if (!state.mailings) return trouble ? nothing : html`<p class="hint">${texts.loading}</p>`;
  return html`
    <p><a href="#campaigns">${texts.back_to_campaigns}</a></p>
    ${state.writtenFor ? writing(visit) : nothing}
    ${list(visit)}
    ${turnDialog(visit)}
  `;
}

const fill = (visit, news) => visit.change({ draft: { ...visit.state.draft, ...news }, isEdited: true, isTested: false });

function writing(visit) {
  const { texts, state, errors, isBusy, language } = visit;
  const campaign = state.campaigns.find(({ campaign_id }) => campaign_id === state.writtenFor);
  if (!campaign) return html`<p class="empty">${texts.no_such_campaign}</p>`;
  const { draft } = state;
  const message = (each) => {
    const put = (news) => fill(visit, { messages: { ...draft.messages, [each]: { ...draft.messages[each], ...news } } });
    const at = (name) => ({ id: `/messages/${each}/${name}`, label: `${texts.mail[name]} (${texts.languages[each]})`, value: draft.messages[each][name], error: errors[`/messages/${each}/${name}`], change: (value) => put({ [name]: value }) });
    return html`<div class="stack">${textField({ ...at("subject"), maxlength: 120 })} ${proseField({ ...at("text"), maxlength: 4000, rows: 6 })}</div>`;
  };
  return html`
    <form class="editor" novalidate @submit=${visit.submit(() => test(visit))} aria-labelledby="mail-title">
      <section class="panel">
        <h3 id="mail-title">${texts.mail_about(campaign.name[language])}</h3>
        <div class="row">${LANGUAGES.map(message)}</div>
        <p class="hint">${texts.mail_hint}</p>
      </section>
      ${audience(visit)}
      <div class="sticky">
        <button class="primary" type="submit" aria-disabled=${isBusy ? "true" : nothing}>${isBusy ? texts.wait : texts.test_mail}</button>
        ${state.isTested ? html`<p role="status" class="badge good">${texts.mail_tested}</p>` : nothing}
      </div>
    </form>
  `;
}

function audience(visit) {
  const { texts, state, errors, language } = visit;
  const { draft } = state;
  const products = state.products.filter(({ removed }) => !removed).map(({ product_id, name }) => [product_id, name[language]]);
  return html`
    <section class="panel"><fieldset class="stack"><legend>${texts.mail_audience}</legend>
      <p class="hint">${texts.mail_audience_hint}</p>
      <div class="row">
        ${selectField({ id: "/audience/activity", label: texts.mail_last_order, value: draft.activity, entries: ACTIVITIES.map((each) => [each, texts.activities[each || "any"]]), change: (activity) => fill(visit, { activity }) })}
        ${draft.activity ? textField({ id: `/audience/${draft.activity}`, label: texts.in_days, inputmode: "numeric", maxlength: 3, value: draft.days, error: errors[`/audience/${draft.activity}`], change: (days) => fill(visit, { days }) }) : nothing}
      </div>
      <p class="hint">${texts.favourites_hint}</p>
      ${checksField({ id: "/audience/categories", label: texts.members.categories, value: draft.categories, entries: Object.entries(texts.categories), error: errors["/audience/categories"], change: (categories) => fill(visit, { categories }) })}
      ${products.length ? checksField({ id: "/audience/products", label: texts.members.products, value: draft.products, entries: products, error: errors["/audience/products"], change: (chosen) => fill(visit, { products: chosen }) }) : nothing}
    </fieldset></section>
  `;
}

async function test(visit) {
  const { api, state, texts } = visit;
  const { activity, days, products, categories, messages } = state.draft;
  const empty = LANGUAGES.flatMap((each) => ["subject", "text"].filter((name) => !messages[each][name].trim()).map((name) => [`/messages/${each}/${name}`, texts.errors.string_too_short]));
  const wrong = [...empty, ...(activity && !DAYS.test(days.trim()) ? [[`/audience/${activity}`, texts.errors.integer]] : [])];
  if (wrong.length) return visit.mark(Object.fromEntries(wrong));
  const chosen = { products, categories, ...(activity && { [activity]: Number(days) }) };
  await api.post(`/campaigns/${state.writtenFor}/mailings`, { body: { audience: chosen, messages } });
  visit.change({ isEdited: false, isTested: true });
  return visit.read();
}

function list(visit) {
  const { texts, state } = visit;
  if (!state.mailings.length) return html`<p class="empty">${texts.no_mailings}</p>`;
  const heading = (words) => html`<th scope="col" class="number">${words}</th>`;
  return html`
    <div class="panel scroller" tabindex="0" role="group" aria-labelledby="mailings-title">
      <h3 id="mailings-title">${texts.mailings}</h3>
      <table id="mailings">
        <thead><tr><th scope="col">${texts.mail.subject}</th><th scope="col">${texts.members.state}</th>${["chosen", "sent", "skipped", "bounced", "complained", "unsubscribed"].map((name) => heading(texts.mail_figures[name]))}<th scope="col"><span class="for-ears">${texts.what_to_do}</span></th></tr></thead>
        <tbody>${repeat(state.mailings, ({ mailing_id }) => mailing_id, (each) => row(visit, each))}</tbody>
      </table>
      <p class="hint">${texts.mailings_hint}</p>
    </div>
    <div class="together">
      <button class="small" type="button" @click=${visit.read}>${texts.look_again}</button>
      ${state.cursor ? html`<button class="small" type="button" @click=${() => visit.act(() => more(visit))}>${texts.more_mailings}</button>` : nothing}
    </div>
  `;
}

async function more(visit) {
  const { api, state } = visit;
  const { body } = await api.get(`/mailings?${new URLSearchParams({ cursor: state.cursor })}`);
  visit.change({ mailings: [...state.mailings, ...body.mailings], cursor: body.cursor });
}

function row(visit, mailing) {
  const { texts, language } = visit;
  const { messages, campaign_name, state, chosen, sent, skipped, uncertain } = mailing;
  const { subject } = messages[language];
  const reasons = Object.entries({ ...skipped, uncertain }).filter(([, count]) => count);
  const all = reasons.reduce((sum, [, count]) => sum + count, 0);
  const turn = (to) => stateButton(visit, { words: texts.mailing_acts, final: "STOPPED", item: mailing, name: subject }, to);
  return html`
    <tr>
      <th scope="row">${subject}<br><small>${campaign_name[language]}</small></th>
      <td><span class=${`badge ${BADGES[state]}`}>${texts.mailing_states[state]}</span></td>
      <td class="number">${chosen}</td><td class="number">${sent}</td>
      <td class="number">${all}${reasons.map(([reason, count]) => html`<br><small>${texts.skip_reasons[reason]}: ${count}</small>`)}</td>
      <td class="number">${mailing.bounced}</td><td class="number">${mailing.complained}</td><td class="number">${mailing.unsubscribed}</td>
      <td><div class="together">${NEXT[state].map(turn)}</div></td>
    </tr>
  `;
}

function turnDialog(visit) {
  const { texts, api } = visit;
  const put = ({ mailing_id }, state) => api.put(`/mailings/${mailing_id}/state`, { body: { state } });
  return stateDialog(visit, { titles: texts.mailing_titles, hints: texts.mailing_hints, words: texts.mailing_acts, final: "STOPPED", put });
}
