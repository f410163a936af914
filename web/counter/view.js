// The counter's page: the orders of a day, the one that is open, what is done with it, and its receipt.
import { onClosed } from "../parts/closed.js";
import { freshnessText } from "../parts/freshness.js";
import { staffBar } from "../parts/staff-bar.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { live } from "../vendor/lit-html/directives/live.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { SEARCH_KEY } from "./acts.js";
import { actView } from "./act-view.js";
import { draftView, newOrderButton } from "./draft-view.js";
import { orderView } from "./order-view.js";
import { receiptView } from "./receipt-view.js";

/** `acts` are what people do, each called for what is touched. */
export function counterView(shown, acts) {
  const { texts, connection, notice, trouble, person, act, order, openId, draft } = shown;
  return html`
    ${staffBar({ texts, person, notice: notice || trouble || freshnessText(texts, connection) }, acts)}
    <main class=${draft ? "drafting" : ""} ?inert=${!person}>
      ${draft
        ? draftView(shown, acts)
        : html`
          <section id="list" aria-labelledby="list-title">
            <h2 id="list-title" class="for-ears">${texts.orders}</h2>
            ${isTill(person) ? newOrderButton(shown, acts) : nothing}
            ${search(shown, acts)}
            ${filters(shown, acts)}
            ${orders(shown, acts)}
            <p class="hint shortcuts">${texts.shortcuts}</p>
          </section>
          ${order
            ? orderView(shown, acts)
            : html`<section id="order" class="empty"><p class="hint">${openId ? texts.loading : texts.choose}</p></section>`}
          `}
    </main>
    <dialog id="act" aria-labelledby="act-title" @close=${onClosed(() => shown.act && acts.leave())}>${act && order ? actView(shown, acts) : nothing}</dialog>
    ${shown.receipt ? receiptView(shown) : nothing}
  `;
}

const isTill = (person) => person?.groups.some((group) => group === "counter" || group === "manager");

function search({ texts, typed }, { type, find }) {
  const submit = (event) => {
    event.preventDefault();
    find();
  };
  return html`
    <form role="search" @submit=${submit}>
      <label for="search">${texts.search} <kbd>${SEARCH_KEY}</kbd></label>
      <div class="together">
        <input id="search" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40"
               aria-keyshortcuts=${SEARCH_KEY} .value=${live(typed)} @input=${({ target }) => type(target.value)}>
        <button class="primary" type="submit">${texts.find}</button>
      </div>
    </form>
  `;
}

function filters({ texts, query, today }, { filter }) {
  const chip = ([status, name]) => html`
    <label class="chip">
      <input type="radio" name="status" value=${status} .checked=${live(!query.named && query.status === status)}
             @change=${() => filter({ status })}><span>${name}</span>
    </label>
  `;
  const day = ({ target }) => filter({ day: target.value === today ? "" : target.value });
  return html`
    <div class="filters">
      <fieldset>
        <legend class="for-ears">${texts.status}</legend>
        ${[["", texts.all], ...Object.entries(texts.statuses)].map(chip)}
      </fieldset>
      <label class="day">${texts.day} <input type="date" max=${today ?? nothing} .value=${live(query.day || (today ?? ""))} @change=${day}></label>
    </div>
  `;
}

function orders(shown, acts) {
  const { texts, list, query, cursors } = shown;
  if (!list) return nothing;
  const isPaged = cursors.length > 0 || list.cursor;
  return html`
    ${list.orders.length ? nothing : html`<p id="none">${query.named ? texts.not_found : texts.none}</p>`}
    <ol id="orders">${repeat(list.orders, (order) => order.order_id, (order) => row(shown, order, acts))}</ol>
    <nav class="pages" aria-label=${texts.orders} ?hidden=${!isPaged}>
      <button type="button" ?disabled=${!cursors.length} @click=${() => acts.turn(cursors.slice(0, -1))}>${texts.previous}</button>
      <p>${texts.page(cursors.length + 1)}</p>
      <button type="button" ?disabled=${!list.cursor} @click=${() => acts.turn([...cursors, list.cursor])}>${texts.next}</button>
    </nav>
  `;
}

function row({ texts, price, times, openId }, order, { open }) {
  return html`
    <li>
      <button type="button" aria-current=${order.order_id === openId ? "true" : nothing} @click=${() => open(order)}>
        <b class="number">${order.number ?? "–"}</b>
        <span class="name">${order.reference}</span>
        <span class=${`badge ${order.status}`}>${texts.statuses[order.status]}</span>
        <span class="about">${times.time(order.created_at)} · ${texts.units(order.units)}</span>
        <span class="price">${price(order.total)}</span>
      </button>
    </li>
  `;
}
