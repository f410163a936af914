// One product while it is worked on: texts, price, picture, options, a combo's slots, hours; and what to do where somebody
// else has changed it meanwhile.
import { checkField, checksField, proseField, selectField, textField } from "../parts/field.js";
import { bodyOf, draftOf, idOf, newGroup, newOption, newProduct, newSlot } from "../rules/product.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { conflictDialog } from "./conflict.js";
import { hoursEditor } from "./hours.js";
import { pictureEditor } from "./picture.js";
import { save, saveBar } from "./saving.js";

const NEW = "+";
const LANGUAGES = ["pt-BR", "en"];
const KIND = { singular: "product", plural: "products", view: "menu", bodyOf, draftOf, isGone: ({ removed }) => removed, goneText: "removed_meanwhile" };

export const blankEditor = (productId) => ({ draft: productId === NEW ? newProduct() : undefined, product: undefined, conflict: undefined, picture: undefined, isEdited: false, isSaved: false });

/** The draft that is open stays as it is, whatever was read. */
export function readEditor({ state, texts }, products) {
  if (state.draft) return {};
  const product = products.find((each) => each.product_id === state.productId && !each.removed);
  return product ? { product, draft: draftOf(product) } : { isGone: true, goneText: texts.no_such_product };
}

export function editor(visit) {
  const { texts, state } = visit;
  if (state.isGone) return html`<p class="empty">${state.goneText}</p>`;
  return html`
    <p><a href="#menu">${texts.back_to_menu}</a></p>
    <form class="editor" novalidate @submit=${visit.submit(() => save(visit, KIND))} aria-labelledby="view-title">
      ${basics(visit)}
      ${state.product ? pictureEditor(visit, (image) => fill(visit, { image })) : html`<p class="hint">${texts.picture_later}</p>`}
      ${state.draft.category === "combo" ? slots(visit) : nothing}
      ${groups(visit)}
      ${hoursEditor(visit, { legend: texts.sold_when, none: texts.sold_always, hours: state.draft.hours, change: (hours) => fill(visit, { hours }) })}
      ${saveBar(visit)}
    </form>
    ${conflictDialog(visit, (draft) => save(visit, KIND, draft))}
  `;
}

const fill = (visit, news) => visit.change({ draft: { ...visit.state.draft, ...news }, isEdited: true, isSaved: false });

const texted = (visit, at, label, value, change, builder = textField, maxlength = 200) =>
  LANGUAGES.map((each) =>
    builder({ id: `${at}/${each}`, label: `${label} (${visit.texts.languages[each]})`, value: value[each], maxlength, error: visit.errors[`${at}/${each}`], change: (text) => change({ ...value, [each]: text }) }),
  );

function basics(visit) {
  const { texts, state, errors } = visit;
  const { draft } = state;
  return html`
    <section class="panel">
      <div class="row">${texted(visit, "/name", texts.name, draft.name, (name) => fill(visit, { name }))}</div>
      <div class="row">${texted(visit, "/description", texts.description, draft.description, (description) => fill(visit, { description }), proseField, 1000)}</div>
      <div class="row">
        ${selectField({ id: "/category", label: texts.category, value: draft.category, entries: Object.entries(texts.categories), error: errors["/category"], change: (category) => fill(visit, { category, ...(category !== "combo" && { slots: [] }) }) })}
        ${textField({ id: "/price", label: texts.price_in_reais, inputmode: "decimal", maxlength: 10, value: draft.price, error: errors["/price"], change: (price) => fill(visit, { price }) })}
        ${draft.category === "combo" ? nothing : textField({ id: "/make_seconds", label: texts.make_seconds, hint: texts.make_seconds_hint, inputmode: "numeric", maxlength: 4, value: draft.make_seconds, error: errors["/make_seconds"], change: (make_seconds) => fill(visit, { make_seconds }) })}
        ${checkField({ id: "/available", label: texts.on_sale, value: draft.available, change: (available) => fill(visit, { available }) })}
      </div>
      ${checksField({ id: "/allergens", label: texts.allergens_title, value: draft.allergens, entries: allergenEntries(texts, draft.allergens), error: errors["/allergens"], change: (allergens) => fill(visit, { allergens }) })}
      ${errors[""] ? html`<p class="wrong" id="/" tabindex="-1">${errors[""]}</p>` : nothing}
    </section>
  `;
}

/** Those that the kiosk has words for, and whatever else it has. */
const allergenEntries = ({ allergen_names }, known) => [...new Set([...Object.keys(allergen_names), ...known])].map((name) => [name, allergen_names[name] ?? name]);

/** A list of things that each have fields: to be added, removed and put in another order. */
function list({ texts }, { title, items, add, addLabel, change, template, labelOf }) {
  const move = (at, by) => {
    const moved = [...items];
    moved.splice(at + by, 0, ...moved.splice(at, 1));
    change(moved);
  };
  const item = (each, at) => html`
    <li class="group">
      ${template(each, at, (news) => change(items.map((other, place) => (place === at ? { ...other, ...news } : other))))}
      <div class="together">
        <button class="small" type="button" ?disabled=${at === 0} aria-label=${texts.up(labelOf(each))} @click=${() => move(at, -1)}>↑</button>
        <button class="small" type="button" ?disabled=${at === items.length - 1} aria-label=${texts.down(labelOf(each))} @click=${() => move(at, +1)}>↓</button>
        <button class="small danger" type="button" aria-label=${texts.remove_it(labelOf(each))} @click=${() => change(items.filter((_, place) => place !== at))}>${texts.remove}</button>
      </div>
    </li>
  `;
  return html`
    <fieldset class="stack"><legend>${title}</legend>
      <ol class="stack">${items.map(item)}</ol>
      <button class="small" type="button" @click=${() => change([...items, add()])}>${addLabel}</button>
    </fieldset>
  `;
}

function groups(visit) {
  const { texts, state, errors, language } = visit;
  const { option_groups } = state.draft;
  const optionIds = option_groups.flatMap(({ options }) => options.map(({ option_id }) => option_id));
  const group = (each, at, change) => {
    const place = `/option_groups/${at}`;
    return html`
      <div class="row">${texted(visit, `${place}/name`, texts.group_name, each.name, (name) => change({ name }))}
        ${textField({ id: `${place}/min`, label: texts.at_least, inputmode: "numeric", maxlength: 2, value: each.min, error: errors[`${place}/min`], change: (min) => change({ min }) })}
        ${textField({ id: `${place}/max`, label: texts.at_most, inputmode: "numeric", maxlength: 2, value: each.max, error: errors[`${place}/max`], change: (max) => change({ max }) })}
      </div>
      ${errors[place] || errors[`${place}/options`] ? html`<p class="wrong">${texts.group_impossible}</p>` : nothing}
      ${list(visit, { title: texts.options, items: each.options, add: () => newOption(idOf("opcao", optionIds)), addLabel: texts.add_option, change: (options) => change({ options }), template: option(place), labelOf: ({ name }) => name[language] })}
    `;
  };
  const option = (place) => (each, at, change) => html`
    <div class="row">${texted(visit, `${place}/options/${at}/name`, texts.name, each.name, (name) => change({ name }))}
      ${textField({ id: `${place}/options/${at}/price`, label: texts.extra_in_reais, inputmode: "decimal", maxlength: 10, value: each.price, error: errors[`${place}/options/${at}/price`], change: (price) => change({ price }) })}
      ${state.draft.category === "combo" ? nothing : textField({ id: `${place}/options/${at}/make_seconds`, label: texts.more_make_seconds, hint: texts.more_make_seconds_hint, inputmode: "numeric", maxlength: 4, value: each.make_seconds, error: errors[`${place}/options/${at}/make_seconds`], change: (make_seconds) => change({ make_seconds }) })}
    </div>
    <div class="together">
      ${checkField({ id: `${place}/options/${at}/default`, label: texts.default_option, value: each.default, change: (value) => change({ default: value }) })}
      ${checkField({ id: `${place}/options/${at}/available`, label: texts.on_sale, value: each.available, change: (available) => change({ available }) })}
    </div>
  `;
  return html`<section class="panel">${list(visit, { title: texts.option_groups, items: option_groups, add: () => newGroup(idOf("grupo", option_groups.map(({ group_id }) => group_id))), addLabel: texts.add_group, change: (news) => fill(visit, { option_groups: news }), template: group, labelOf: ({ name }) => name[language] })}</section>`;
}

function slots(visit) {
  const { texts, state, errors, language } = visit;
  const offered = state.products.filter(({ category, removed }) => category !== "combo" && !removed);
  const slot = (each, at, change) => html`
    <div class="row">${texted(visit, `/slots/${at}/name`, texts.slot_name, each.name, (name) => change({ name }))}</div>
    ${errors[`/slots/${at}/choices`] ? html`<p class="wrong">${errors[`/slots/${at}/choices`]}</p>` : nothing}
    ${list(visit, { title: texts.choices, items: each.choices, add: () => ({ product_id: offered[0]?.product_id ?? "", price: "0,00" }), addLabel: texts.add_choice, change: (choices) => change({ choices }), template: choice(at), labelOf: ({ product_id }) => product_id })}
  `;
  const choice = (place) => (each, at, change) => html`
    <div class="row">
      ${selectField({ id: `/slots/${place}/choices/${at}/product_id`, label: texts.product, value: each.product_id, entries: offered.map(({ product_id, name }) => [product_id, name[language]]), change: (product_id) => change({ product_id }) })}
      ${textField({ id: `/slots/${place}/choices/${at}/price`, label: texts.extra_in_reais, inputmode: "decimal", maxlength: 10, value: each.price, error: errors[`/slots/${place}/choices/${at}/price`], change: (price) => change({ price }) })}
    </div>
  `;
  return html`<section class="panel">${list(visit, { title: texts.slots, items: state.draft.slots, add: () => newSlot(idOf("parte", state.draft.slots.map(({ slot_id }) => slot_id))), addLabel: texts.add_slot, change: (news) => fill(visit, { slots: news }), template: slot, labelOf: ({ name }) => name[language] })}</section>`;
}
