// A customer's orders: the list, one that is followed, one that is placed again.
import { customerOrder } from "../parts/customer-order.js";
import { freshnessText } from "../parts/freshness.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";

const nameOf = ({ number, reference }) => number ?? reference;

export function orders({ texts, language, price, times, list, isBusy }, { openOrder, repeatOrder, more }) {
  if (!list) return html`<h1 id="title" tabindex="-1">${texts.orders}</h1><p class="hint" role="status">${texts.loading}</p>`;
  const row = (order) => html`
    <li class="panel">
      <p class="line"><strong>${texts.order_of(nameOf(order))}</strong> <span class=${`badge ${order.status}`}>${texts.states[order.status]}</span></p>
      <p class="line"><span class="hint">${times.dayAndTime(order.created_at)}</span> <span class="money">${price(order.total)}</span></p>
      <p>${order.products.map((name) => name[language]).join(", ")}</p>
      <div class="together">
        <button class="small" type="button" aria-label=${texts.open_order(nameOf(order))} @click=${() => openOrder(order.order_id)}>${texts.open}</button>
        <button class="small" type="button" aria-label=${texts.repeat_order(nameOf(order))} @click=${() => repeatOrder(order.order_id)}>${texts.repeat}</button>
      </div>
    </li>
  `;
  return html`
    <h1 id="title" tabindex="-1">${texts.orders}</h1>
    ${list.orders.length ? html`<ul id="orders">${repeat(list.orders, ({ order_id }) => order_id, row)}</ul>` : html`<p class="empty">${texts.no_orders}</p>`}
    ${list.cursor ? html`<button type="button" ?disabled=${isBusy} @click=${more}>${isBusy ? texts.wait : texts.more}</button>` : nothing}
  `;
}

export function order(shown, acts) {
  const { texts, followed } = shown;
  const { order: known, connection, problem } = followed;
  return html`
    <h1 id="title" tabindex="-1">${known ? texts.order_of(nameOf(known)) : texts.title}</h1>
    <p class="banner warn" role="status">${followed.isOver ? problem?.detail ?? "" : freshnessText(texts, connection)}</p>
    ${known ? customerOrder(shown, acts) : nothing}
    <button type="button" @click=${() => acts.go("orders")}>${texts.back}</button>
  `;
}

export function again({ texts, language, price, repeated, dining, isBusy }, { go, choose, orderAgain }) {
  const line = ({ name, quantity, unit_price, unit_price_then }) => html`
    <li>
      <p class="line"><span>${quantity} × ${name[language]}</span> <span class="money">${price(unit_price * quantity)}</span></p>
      ${unit_price === unit_price_then ? nothing : html`<p class="hint">${texts.price_changed(price(unit_price_then * quantity))}</p>`}
    </li>
  `;
  const place = (value) => html`
    <label class="choice"><input type="radio" name="dining" value=${value} .checked=${dining === value} @change=${() => choose(value)}><span>${texts[value]}</span></label>
  `;
  const { lines, unavailable, total } = repeated;
  return html`
    <section class="panel" aria-labelledby="title">
      <h1 id="title" tabindex="-1">${texts.repeat_title}</h1>
      ${lines.length ? html`<ul>${lines.map(line)}</ul>` : html`<p>${texts.nothing_left}</p>`}
      ${unavailable.length ? html`<p>${texts.left_out}</p><ul>${unavailable.map(({ name }) => html`<li class="wrong">${name[language]}</li>`)}</ul>` : nothing}
      ${lines.length
        ? html`
            <fieldset><legend>${texts.where}</legend>${["eat_in", "take_away"].map(place)}</fieldset>
            <button class="primary" type="button" ?disabled=${isBusy} @click=${orderAgain}>${isBusy ? texts.wait : texts.order_and_pay(price(total))}</button>
          `
        : nothing}
      <button type="button" @click=${() => go("orders")}>${texts.back}</button>
    </section>
  `;
}
