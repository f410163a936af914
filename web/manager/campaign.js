// One campaign while it is worked on: its offer, when and for whom it counts, its limits; its coupons; and what to do where
// somebody else has changed it meanwhile.
import { checkField, checksField, selectField, textField } from "../parts/field.js";
import { MEMBERS, bodyOf, draftOf, newCampaign, newPart } from "../rules/campaign.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { campaignEstimate } from "./campaign-estimate.js";
import { conflictDialog } from "./conflict.js";
import { coupons } from "./coupons.js";
import { hoursEditor } from "./hours.js";
import { save, saveBar, sendable } from "./saving.js";

const NEW = "+";
const LANGUAGES = ["pt-BR", "en"];
const KIND = { singular: "campaign", plural: "campaigns", view: "campaigns", bodyOf, draftOf, isGone: ({ state }) => state === "ENDED", goneText: "ended_meanwhile" };

export const blankEditor = (campaignId) => ({ draft: campaignId === NEW ? newCampaign() : undefined, campaign: undefined, conflict: undefined, isEdited: false, isSaved: false, issuing: { count: "10", word: "", uses: "1" }, issued: undefined, estimate: undefined });

/** The draft that is open stays as it is, whatever was read. */
export function readEditor({ state, texts }, campaigns) {
  if (state.draft) return {};
  const campaign = campaigns.find((each) => each.campaign_id === state.campaignId);
  return campaign ? { campaign, draft: draftOf(campaign) } : { isGone: true, goneText: texts.no_such_campaign };
}

export function editor(visit) {
  const { texts, state } = visit;
  if (state.isGone) return html`<p class="empty">${state.goneText}</p>`;
  const isEnded = state.campaign?.state === "ENDED";
  return html`
    <p><a href="#campaigns">${texts.back_to_campaigns}</a></p>
    ${isEnded ? html`<p class="banner warn" role="status">${texts.campaign_is_ended}</p>` : nothing}
    <form class="editor" novalidate @submit=${visit.submit(() => save(visit, KIND))} aria-labelledby="view-title">
      ${offer(visit)}
      ${when(visit)}
      ${hoursEditor(visit, { legend: texts.counts_when, none: texts.counts_always, hours: state.draft.hours, change: (hours) => fill(visit, { hours }) })}
      ${whom(visit)}
      ${limits(visit)}
      ${isEnded ? nothing : saveBar(visit)}
    </form>
    ${campaignEstimate(visit, () => sendable(visit, KIND, state.draft))}
    ${state.campaign?.with_coupon && !isEnded ? coupons(visit) : nothing}
    ${conflictDialog(visit, (draft) => save(visit, KIND, draft))}
  `;
}

const fill = (visit, news) => visit.change({ draft: { ...visit.state.draft, ...news }, estimate: undefined, isEdited: true, isSaved: false });

/** A member as it is typed; `at` is where it stands in the body. */
function typed(visit, at, label, value, change, more = {}) {
  return textField({ id: at, label, value, maxlength: 12, inputmode: "decimal", error: visit.errors[at], change, ...more });
}

function offer(visit) {
  const { texts, state } = visit;
  const { draft } = state;
  const { kind } = draft.offer;
  const put = (news) => fill(visit, { offer: { ...draft.offer, ...news } });
  const place = (name) => (visit.errors[`/offer/${kind}/${name}`] ? `/offer/${kind}/${name}` : `/offer/${name}`); // as the API says where
  const figure = (name) => typed(visit, place(name), texts.offer_members[name] ?? texts.members[name], draft.offer[name], (value) => put({ [name]: value }));
  const figures = MEMBERS[kind].filter((name) => !["target", "reward", "parts"].includes(name));
  const wrong = visit.errors[`/offer/${kind}`] ?? visit.errors[""];
  return html`
    <section class="panel">
      <div class="row">${LANGUAGES.map((each) =>
        textField({ id: `/name/${each}`, label: `${texts.name} (${texts.languages[each]})`, value: draft.name[each], maxlength: 60, error: visit.errors[`/name/${each}`], change: (text) => fill(visit, { name: { ...draft.name, [each]: text } }) }),
      )}</div>
      <div class="row">
        ${selectField({ id: "/offer/kind", label: texts.offer_kind, value: kind, entries: Object.keys(MEMBERS).map((each) => [each, texts.values[each]]), change: (news) => put({ kind: news }) })}
        ${figures.map(figure)}
      </div>
      <p class="hint">${texts.offer_hints[kind]}</p>
      ${MEMBERS[kind].includes("target") ? target(visit, "/offer/target", kind === "buy_get" ? texts.bought : texts.members.target, draft.offer.target, (news) => put({ target: news })) : nothing}
      ${kind === "buy_get" ? target(visit, "/offer/reward", texts.members.reward, draft.offer.reward, (news) => put({ reward: news })) : nothing}
      ${kind === "combo_price" ? parts(visit, put) : nothing}
      ${wrong ? html`<p class="wrong" id="/offer">${wrong}</p>` : nothing}
    </section>
  `;
}

/** Which units: of some products or categories, with one of some options; all where none is chosen. */
function target({ texts, state, language }, at, legend, value, change) {
  const sold = state.products.filter(({ removed }) => !removed);
  const products = Object.fromEntries(sold.map(({ product_id, name }) => [product_id, name[language]]));
  const options = Object.fromEntries(sold.flatMap(({ option_groups }) => option_groups.flatMap((group) => group.options.map(({ option_id, name }) => [option_id, name[language]]))));
  const checks = (name, labels) => {
    const entries = [...new Set([...Object.keys(labels), ...value[name]])].map((id) => [id, labels[id] ?? id]);
    return entries.length ? checksField({ id: `${at}/${name}`, label: texts.members[name], value: value[name], entries, change: (chosen) => change({ ...value, [name]: chosen }) }) : nothing;
  };
  const isAny = !value.products.length && !value.categories.length && !value.options.length;
  return html`
    <fieldset class="group"><legend>${legend}</legend>
      ${isAny ? html`<p class="hint">${texts.any_item}</p>` : nothing}
      ${checks("categories", texts.categories)} ${checks("products", products)} ${checks("options", options)}
    </fieldset>
  `;
}

function parts(visit, put) {
  const { texts, state } = visit;
  const all = state.draft.offer.parts;
  const set = (at, news) => put({ parts: all.map((part, place) => (place === at ? { ...part, ...news } : part)) });
  const part = (each, at) => html`
    <li class="stack">
      ${typed(visit, `/offer/parts/${at}/units`, texts.offer_members.units, each.units, (units) => set(at, { units }))}
      ${target(visit, `/offer/parts/${at}/target`, texts.part(at + 1), each.target, (news) => set(at, { target: news }))}
      <div><button class="small danger" type="button" ?disabled=${all.length === 1} aria-label=${texts.remove_it(texts.part(at + 1))} @click=${() => put({ parts: all.filter((_, place) => place !== at) })}>${texts.remove}</button></div>
    </li>
  `;
  return html`<ol class="stack">${all.map(part)}</ol><div><button class="small" type="button" @click=${() => put({ parts: [...all, newPart()] })}>${texts.add_part}</button></div>`;
}

function when(visit) {
  const { texts, state, errors } = visit;
  const time = (name) => textField({ id: `/${name}`, label: texts.members[name], hint: texts.store_time, type: "datetime-local", value: state.draft[name], error: errors[`/${name}`], change: (value) => fill(visit, { [name]: value }) });
  return html`<section class="panel"><div class="row">${time("starts")} ${time("ends")}</div></section>`;
}

function whom(visit) {
  const { texts, state } = visit;
  const { draft } = state;
  const check = (name) => checkField({ id: `/${name}`, label: texts.members[name], value: draft[name], change: (value) => fill(visit, { [name]: value }) });
  const entries = [["", texts.either_dining], ...["eat_in", "take_away"].map((each) => [each, texts.dining[each]])];
  return html`
    <section class="panel"><fieldset class="stack"><legend>${texts.for_whom}</legend>
      <div class="row">
        ${selectField({ id: "/dining", label: texts.members.dining, value: draft.dining, entries, change: (dining) => fill(visit, { dining }) })}
        ${typed(visit, "/minimum", texts.minimum_in_reais, draft.minimum, (minimum) => fill(visit, { minimum }))}
      </div>
      <div class="together">${check("with_coupon")} ${check("first_order")} ${check("stackable")}</div>
      <p class="hint">${texts.stackable_hint}</p>
      <div class="row">
        ${typed(visit, "/group", texts.members.group, draft.group, (group) => fill(visit, { group }), { hint: texts.group_hint, maxlength: 64, inputmode: "text" })}
        ${typed(visit, "/priority", texts.members.priority, draft.priority, (priority) => fill(visit, { priority }), { hint: texts.priority_hint })}
        ${typed(visit, "/hold_out", texts.hold_out_share, draft.hold_out, (hold_out) => fill(visit, { hold_out }), { hint: texts.hold_out_hint })}
      </div>
    </fieldset></section>
  `;
}

function limits(visit) {
  const { texts, state } = visit;
  const { draft } = state;
  const limit = (name, more) => typed(visit, `/limits/${name}`, texts.limit_names[name], draft.limits[name], (value) => fill(visit, { limits: { ...draft.limits, [name]: value } }), more);
  return html`
    <section class="panel"><fieldset class="stack"><legend>${texts.members.limits}</legend>
      <p class="hint">${texts.limits_hint}</p>
      <div class="row">
        ${limit("uses")} ${limit("uses_per_day")} ${limit("uses_per_person", { hint: texts.per_person_hint })} ${limit("budget")}
        ${typed(visit, "/most_amount", texts.most_amount_in_reais, draft.most_amount, (most_amount) => fill(visit, { most_amount }))}
      </div>
    </fieldset></section>
  `;
}
