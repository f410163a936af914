// One product being put together: what it comes with, how many, and a note.
import { allergensText } from "../parts/allergens.js";
import { stepper } from "../parts/stepper.js";
import { MOST_NOTE, count, defaults, isComplete, offered, toggled, unitPrice } from "../rules/cart.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { live } from "../vendor/lit-html/directives/live.js";

/** `sheet` is the menu as it was when the sheet was opened, the `draft` of the line, how many of it the order takes at the
 * `most`, and the `action` that the button names. `draw(draft)`, `close()` and `finish(line)` are called for what is touched. */
export function sheetView({ sheet, texts, language, price }, { draw, close, finish }) {
  const { menu, draft, most, action } = sheet;
  const product = menu.products.find((each) => each.product_id === draft.product_id);

  function choice({ name, extra, isOffered, input }) {
    const aside = !isOffered ? texts.sold_out : extra > 0 ? `+ ${price(extra)}` : "";
    return html`<label class="choice">${input}<span>${name}</span>${aside ? html`<span class="extra">${aside}</span>` : nothing}</label>`;
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
    return html`<fieldset><legend>${title} · ${limits}</legend>${choices}</fieldset>`;
  }

  function slotGroup(slot) {
    const chosen = draft.choices[slot.slot_id];
    const put = (choice) => draw({ ...draft, choices: { ...draft.choices, [slot.slot_id]: choice } });
    const choices = offered(menu, slot).map(({ product: part, price: extra }) => {
      const isChosen = chosen?.product_id === part.product_id;
      const input = html`<input type="radio" name=${slot.slot_id} .checked=${live(isChosen)} ?disabled=${!isChosen && !part.available}
        @change=${() => put({ product_id: part.product_id, options: defaults(part) })}>`;
      return choice({ name: part.name[language], extra, isOffered: part.available, input });
    });
    const part = menu.products.find((each) => each.product_id === chosen?.product_id);
    const inner = (part?.option_groups ?? []).map((group) =>
      optionGroup(group, chosen, put, slot.slot_id, `${part.name[language]}: ${group.name[language]}`),
    );
    return html`
      <fieldset><legend>${slot.name[language]} · ${texts.pick_one}</legend>${choices}<div class="inner">${inner}</div></fieldset>
    `;
  }

  function submit(event) {
    event.preventDefault();
    finish({ ...draft, note: draft.note.trim() });
  }

  return html`
    <form @submit=${submit}>
      <h2 id="sheet-title" tabindex="-1" autofocus>${product.name[language]}</h2>
      <p>${product.description[language]}</p>
      ${product.slots.map(slotGroup)}
      ${product.option_groups.map((group) => optionGroup(group, draft, draw, product.product_id))}
      <label class="note">
        <span>${texts.note}</span>
        <textarea maxlength=${MOST_NOTE} rows="2" .value=${live(draft.note)} @input=${({ target }) => draw({ ...draft, note: target.value })}></textarea>
        <small>${texts.note_hint}</small>
      </label>
      <div class="actions">
        <div class="contains" role="status">${allergensText({ menu, texts }, draft)}</div>
        <button type="button" @click=${close}>${texts.back}</button>
        ${stepper({ texts, quantity: draft.quantity, most }, (quantity) => draw({ ...draft, quantity }))}
        <button class="primary" ?disabled=${!isComplete(menu, draft)}>${action} · ${price(unitPrice(menu, draft) * draft.quantity)}</button>
      </div>
    </form>
  `;
}
