// One product being put together: what it comes with, how many, and what the kitchen is asked for.
import { allergensText } from "../parts/allergens.js";
import { icon } from "../parts/icon.js";
import { offerName, productPrice } from "../parts/product-price.js";
import { stepper } from "../parts/stepper.js";
import { count, defaults, isComplete, offered, priceNow, toggled } from "../rules/cart.js";
import { comboOf, saving } from "../rules/combos.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { live } from "../vendor/lit-html/directives/live.js";
import { picture } from "./menu-view.js";
import { notesOf, toggledNote, wishes } from "./notes.js";

/** `sheet` is the menu as it was when the sheet was opened, the `draft` of the line, how many of it the order takes at the
 * `max`, and the `action` that the button names. `draw(draft)`, `close()` and `finish(line)` are called for what is touched. */
export function sheetView(shown, { draw, close, finish }) {
  const { sheet, texts, language, price } = shown;
  const { menu, draft, max, action } = sheet;
  const product = menu.products.find((each) => each.product_id === draft.product_id);

  function choice({ name, extra, isOffered, input, part }) {
    const aside = !isOffered ? texts.sold_out : extra > 0 ? `+ ${price(extra)}` : "";
    return html`
      <label class="choice">${input}${part ? picture(part) : nothing}<span>${name}</span>${aside ? html`<span class="extra">${aside}</span>` : nothing}</label>
    `;
  }

  /** `chosen` holds `options`: the line, or the choice for a slot, whose product the title names. */
  function optionGroup(group, chosen, put, name, title = group.name[language]) {
    const isOne = group.min === 1 && group.max === 1;
    const isFull = group.max > 1 && count(group, chosen.options) >= group.max;
    const choices = group.options.map((option) => {
      const isChosen = chosen.options.includes(option.option_id);
      const input = html`<input type=${isOne ? "radio" : "checkbox"} name=${`${name}.${group.group_id}`} .checked=${live(isChosen)}
        ?disabled=${!isChosen && (!option.available || isFull)}
        @change=${() => put({ ...chosen, options: toggled(group, chosen.options, option.option_id) })}>`;
      return choice({ name: option.name[language], extra: option.price, isOffered: option.available, input });
    });
    const limits = isOne ? texts.pick_one : texts.pick(group.min, group.max);
    return html`<fieldset><legend>${title} <small>${limits}</small></legend><div class="choices">${choices}</div></fieldset>`;
  }

  function slotGroup(slot) {
    const chosen = draft.choices[slot.slot_id];
    const put = (choice) => draw({ ...draft, choices: { ...draft.choices, [slot.slot_id]: choice } });
    const isShown = ({ product: part }) => !part.slow || part.product_id === chosen?.product_id;
    const choices = offered(menu, slot).filter(isShown).map(({ product: part, price: extra }) => {
      const isChosen = chosen?.product_id === part.product_id;
      const input = html`<input type="radio" name=${slot.slot_id} .checked=${live(isChosen)} ?disabled=${!isChosen && !part.available}
        @change=${() => put({ product_id: part.product_id, options: defaults(part) })}>`;
      return choice({ name: part.name[language], extra, isOffered: part.available, input, part });
    });
    const part = menu.products.find((each) => each.product_id === chosen?.product_id);
    const inner = (part?.option_groups ?? []).map((group) =>
      optionGroup(group, chosen, put, slot.slot_id, `${part.name[language]}: ${group.name[language]}`),
    );
    return html`
      <fieldset><legend>${slot.name[language]} <small>${texts.pick_one}</small></legend><div class="choices">${choices}</div><div class="inner">${inner}</div></fieldset>
    `;
  }

  function comboOffer() {
    const combo = product.category === "combo" ? undefined : comboOf(menu, draft);
    if (!combo) return nothing;
    return html`
      <button class="combo-offer" type="button" @click=${() => draw(combo)}>
        ${picture(menu.products.find((each) => each.product_id === combo.product_id))}
        <span><b>${texts.combo_offer(price(priceNow(menu, combo) - priceNow(menu, draft)))}</b> <span>${texts.combo_offer_hint}</span></span>
        <span class="badge good">${texts.combo_saves(price(saving(menu, combo)))}</span>
      </button>
    `;
  }

  function kitchenWishes() {
    const notes = notesOf(draft);
    const chip = ({ note, label }) => html`
      <label class="chip"><input type="checkbox" .checked=${live(notes.includes(note))} @change=${() => draw({ ...draft, note: toggledNote(draft, note) })}><span>${label}</span></label>
    `;
    return html`<fieldset><legend>${texts.note}</legend><div class="chips">${wishes(product, texts).map(chip)}</div></fieldset>`;
  }

  function submit(event) {
    event.preventDefault();
    finish(draft);
  }

  return html`
    <form @submit=${submit}>
      <header class="sheet-top">
        ${picture(product)}
        <div>
          <h2 id="sheet-title" tabindex="-1" autofocus>${product.name[language]}</h2>
          <p class="hint">${product.description[language]}</p>
          ${product.offer ? html`<div class="together">${productPrice(shown, product)}${offerName(shown, product)}</div>` : nothing}
        </div>
      </header>
      ${comboOffer()}
      ${product.slots.map(slotGroup)}
      ${product.option_groups.map((group) => optionGroup(group, draft, draw, product.product_id))}
      ${kitchenWishes()}
      <div class="actions">
        <div class="contains" role="status">${allergensText({ menu, texts }, draft)}</div>
        <button type="button" @click=${close}>${icon("back")}${texts.back}</button>
        ${stepper({ texts, quantity: draft.quantity, max }, (quantity) => draw({ ...draft, quantity }))}
        <button class="primary large" ?disabled=${!isComplete(menu, draft)}>${action} · ${price(priceNow(menu, draft) * draft.quantity)}</button>
      </div>
    </form>
  `;
}
