// A new order, put together at the counter: the menu on the left, what was chosen on the right.
import { onClosed } from "../parts/closed.js";
import { discountsView } from "../parts/discounts.js";
import { icon } from "../parts/icon.js";
import { linePartsText } from "../parts/line.js";
import { MAX_NOTE, count, defaults, hasChoices, isComplete, isSold, offered, toggled, unitPrice } from "../rules/cart.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { live } from "../vendor/lit-html/directives/live.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { ACTS, NEW_KEY } from "./acts.js";

const CATEGORIES = ["combo", "burger", "side", "drink", "dessert"];
const MAX_STAFF_NOTE = 200;
const PAYING = ["cash", "card", "pix", "qr"];

export function draftView(shown, acts) {
  return html`
    <section id="menu" aria-labelledby="menu-title">${menu(shown, acts)}</section>
    <section id="draft" aria-labelledby="draft-title">${chosen(shown, acts)}</section>
    <dialog id="line" aria-labelledby="line-title" @close=${onClosed(() => shown.draft.edited && acts.draft.leave())}>
      ${shown.draft.edited ? editor(shown, acts) : nothing}
    </dialog>
  `;
}

function menu({ texts, draft, price, language }, acts) {
  const { typed, category, found, at, menu } = draft;
  const chip = (each) => html`
    <label class="chip"><input type="radio" name="category" .checked=${live(category === each)} @change=${() => acts.draft.change({ category: each, typed: "", at: 0 })}
      ><span>${each ? texts.categories[each] : texts.all}</span></label>
  `;
  const product = (each, place) => html`
    <li id=${`product-${each.product_id}`} role="option" aria-selected=${place === at} aria-disabled=${!isSold(menu, each)} class=${isSold(menu, each) ? "" : "sold-out"}
        @click=${() => acts.draft.add(each)}>
      <b class="number">${each.number}</b> <span>${each.name[language]}</span>${each.slow ? html` <small class="badge warn">${texts.slow}</small>` : nothing}
      <span class="money">${isSold(menu, each) ? price(each.price) : texts.off}</span>
    </li>
  `;
  return html`
    <h2 id="menu-title" class="for-ears">${texts.menu}</h2>
    <label for="product">${texts.product}</label>
    <input id="product" type="text" role="combobox" autocomplete="off" spellcheck="false" maxlength="60" aria-expanded="true" aria-controls="products"
           aria-activedescendant=${found[at] ? `product-${found[at].product_id}` : nothing} aria-describedby="product-hint"
           .value=${live(typed)} @input=${({ target }) => acts.draft.type(target.value)}>
    <p id="product-hint" class="hint">${texts.product_hint}</p>
    <div class="chips" role="radiogroup" aria-label=${texts.category}>${["", ...CATEGORIES].map(chip)}</div>
    ${menu ? nothing : html`<p role="status">${texts.loading}</p>`}
    ${menu && !found.length ? html`<p id="none">${texts.no_product}</p>` : nothing}
    <ul id="products" role="listbox" aria-label=${texts.menu}>${repeat(found, ({ product_id }) => product_id, product)}</ul>
  `;
}

function chosen(shown, acts) {
  const { texts, draft, price } = shown;
  const { lines, dining, cpf, note, discounts, total, error, isPlacing } = draft;
  const diningChip = (each) => html`
    <label class="chip"><input type="radio" name="dining" .checked=${live(dining === each)} @change=${() => acts.draft.change({ dining: each })}><span>${texts.dining[each]}</span></label>
  `;
  const pay = (name) => html`
    <button class=${name === "cash" ? "primary" : ""} type="button" aria-disabled=${isPlacing || nothing} aria-keyshortcuts=${ACTS[name].key}
            @click=${() => acts.placeAndPay(name)}>${texts[name]} <kbd>${ACTS[name].key}</kbd></button>
  `;
  return html`
    <header>
      <h2 id="draft-title">${texts.new_order}</h2>
      <button class="small" type="button" aria-keyshortcuts="Escape" @click=${acts.leaveDraft}>${texts.discard} <kbd>Esc</kbd></button>
    </header>
    <fieldset class="chips"><legend class="for-ears">${texts.where}</legend>${["eat_in", "take_away"].map(diningChip)}</fieldset>
    ${lines.length ? nothing : html`<p class="empty">${texts.empty}</p>`}
    <ol id="chosen">${lines.map((line, at) => chosenLine(shown, line, at, acts))}</ol>
    <div class="extras">
      <label class="field">${texts.receipt_cpf}
        <input id="cpf" type="text" inputmode="numeric" autocomplete="off" maxlength="14" .value=${live(cpf)} @input=${({ target }) => acts.draft.change({ cpf: target.value, error: "" })}></label>
      <label class="field">${texts.note}
        <input id="draft-note" type="text" autocomplete="off" maxlength=${MAX_STAFF_NOTE} aria-describedby="draft-note-hint" .value=${live(note)} @input=${({ target }) => acts.draft.change({ note: target.value })}></label>
      <p id="draft-note-hint" class="hint">${texts.note_hint}</p>
      ${coupon(shown, acts)}
    </div>
    ${discountsView(shown, discounts.priced)}
    <p class="wrong" role="alert">${error}</p>
    <p class="total"><span>${texts.total}</span> <b>${total === undefined ? "–" : price(total)}</b></p>
    <div class="acts" role="group" aria-label=${texts.pay_with}>${PAYING.map(pay)}</div>
  `;
}

/** Where codes are on at all. It is checked once it has been typed completely. */
function coupon({ texts, draft }, acts) {
  const { menu, typedCoupon, discounts } = draft;
  if (!menu?.coupons && !typedCoupon) return nothing;
  const press = (event) => event.key === "Enter" && acts.draft.useCoupon();
  return html`
    <label class="field">${texts.coupon}
      <input id="coupon" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40" aria-describedby="coupon-hint" .value=${live(typedCoupon)}
             @input=${({ target }) => acts.draft.typeCoupon(target.value)} @change=${acts.draft.useCoupon} @keydown=${press}></label>
    <p id="coupon-hint" class="hint" role="status">${discounts.isAsked ? texts.checking : discounts.problem?.isUndecided ? texts.coupon_offline : ""}</p>
  `;
}

function chosenLine({ texts, draft, price, language }, line, at, acts) {
  const { menu, products } = draft;
  const product = products.find(({ product_id }) => product_id === line.product_id);
  if (!product) return nothing; // it has been taken off the menu for good
  const name = product.name[language];
  const press = (event) => acts.pressLine(event, at);
  const sign = (label, drawing, quantity) => html`
    <button class="round" type="button" aria-label=${`${label}: ${name}`} @click=${() => acts.draft.count(at, quantity)}>${icon(drawing)}</button>
  `;
  return html`
    <li class=${isComplete(menu, line) ? "" : "sold-out"}>
      <button class="line" type="button" @keydown=${press} @click=${() => acts.editLine(at)}>
        <span><b>${line.quantity} × ${name}</b> ${hasChoices(product) ? icon("edit") : nothing}</span>
        <span class="money">${price(unitPrice(menu, line) * line.quantity)}</span>
        ${isComplete(menu, line) ? nothing : html`<span class="wrong">${texts.off}</span>`}
      </button>
      <div class="together">${sign(texts.less, "minus", line.quantity - 1)} ${sign(texts.more, "plus", line.quantity + 1)} ${sign(texts.remove, "trash", 0)}</div>
      ${linePartsText(named(products, product, line), language)}
    </li>
  `;
}

/** A line as an order has it, with names. What comes with the product anyway is not said. */
function named(products, product, line) {
  const options = (of, ids) => of.option_groups.flatMap((group) => group.options).filter((each) => ids.includes(each.option_id) && !each.default);
  const choices = product.slots.flatMap(({ slot_id }) => {
    const chosen = line.choices[slot_id];
    const part = products.find(({ product_id }) => product_id === chosen?.product_id);
    return part ? [{ name: part.name, options: options(part, chosen.options) }] : [];
  });
  return { options: options(product, line.options), choices, note: line.note };
}

/** The components of a line. */
function editor({ texts, draft, price, language }, acts) {
  const { menu, products, edited } = draft;
  const { line } = edited;
  const product = products.find(({ product_id }) => product_id === line.product_id);
  const put = acts.draft.draw;

  function group(of, { options }, each, change, prefix) {
    const isOne = each.min === 1 && each.max === 1;
    const isFull = each.max > 1 && count(each, options) >= each.max;
    const option = (it) => {
      const isChosen = options.includes(it.option_id);
      return html`
        <label class="choice"><input type=${isOne ? "radio" : "checkbox"} name=${`${prefix}.${each.group_id}`} .checked=${live(isChosen)} ?disabled=${!isChosen && (!it.available || isFull)}
          @change=${() => change(toggled(each, options, it.option_id))}><span>${it.name[language]}</span>${it.price ? html`<span class="extra">+ ${price(it.price)}</span>` : nothing}</label>
      `;
    };
    return html`<fieldset><legend>${of === product ? "" : `${of.name[language]}: `}${each.name[language]}</legend><div class="choices">${each.options.map(option)}</div></fieldset>`;
  }

  function slot({ slot_id, name, ...of }) {
    const chosen = line.choices[slot_id];
    const choose = (choice) => put({ ...line, choices: { ...line.choices, [slot_id]: choice } });
    const part = products.find(({ product_id }) => product_id === chosen?.product_id);
    const choice = ({ product: each, price: extra }) => html`
      <label class="choice"><input type="radio" name=${slot_id} .checked=${live(each.product_id === chosen?.product_id)} ?disabled=${!each.available}
        @change=${() => choose({ product_id: each.product_id, options: defaults(each) })}><span>${each.name[language]}</span>${extra ? html`<span class="extra">+ ${price(extra)}</span>` : nothing}</label>
    `;
    return html`
      <fieldset><legend>${name[language]}</legend><div class="choices">${offered(menu, of).map(choice)}</div></fieldset>
      ${(part?.option_groups ?? []).map((each) => group(part, chosen, each, (options) => choose({ ...chosen, options }), slot_id))}
    `;
  }

  const submit = (event) => {
    event.preventDefault();
    if (isComplete(menu, line)) acts.keepLine();
  };
  return html`
    <form novalidate @submit=${submit}>
      <h2 id="line-title">${product.name[language]}</h2>
      ${product.slots.map(slot)}
      ${product.option_groups.map((each) => group(product, line, each, (options) => put({ ...line, options }), product.product_id))}
      <label class="field">${texts.kitchen_note}
        <input type="text" autocomplete="off" maxlength=${MAX_NOTE} .value=${live(line.note)} @input=${({ target }) => put({ ...line, note: target.value })}></label>
      <div class="together">
        <button type="button" @click=${acts.draft.leave}>${texts.back} <kbd>Esc</kbd></button>
        <button class="primary" type="submit" aria-disabled=${!isComplete(menu, line) || nothing}>${texts.keep} · ${price(unitPrice(menu, line) * line.quantity)} <kbd>Enter</kbd></button>
      </div>
    </form>
  `;
}

/** Begins a new order from wherever somebody is. */
export const newOrderButton = ({ texts }, { beginDraft }) => html`
  <button class="primary" type="button" aria-keyshortcuts=${NEW_KEY} @click=${beginDraft}>${icon("plus")} ${texts.new_order} <kbd>${NEW_KEY}</kbd></button>
`;
