// The kitchen's screen: what stands above, the lanes, the totals, and what opens over them.
import { onClosed } from "../parts/closed.js";
import { freshnessText } from "../parts/freshness.js";
import { icon } from "../parts/icon.js";
import { staffBar } from "../parts/staff-bar.js";
import { LANES } from "../rules/lanes.js";
import { totals } from "../rules/stations.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { card, sheet } from "./card-view.js";
import { menuPanel, recentPanel } from "./panel-view.js";

export const CATEGORIES = ["burger", "side", "drink", "dessert"];

/** `acts` are what people do, each called for what is touched. */
export function kitchenView(shown, acts) {
  const { texts, connection, orders, notice, person } = shown;
  const isEmpty = connection.trueAt !== undefined && !orders.length;
  return html`
    ${staffBar({ texts, person, notice: notice || freshnessText(texts, connection), switches: switches(shown, acts) }, acts)}
    <main ?inert=${!person}>
      ${tools(shown, acts)}
      <div id="work">
        <div id="lanes">
          <div id="heads">${LANES.map((status) => head(shown, status))}</div>
          <p id="none" ?hidden=${!isEmpty}>${texts.none}</p>
          <ol id="orders">${repeat(orders, (order) => order.order_id, (order) => card(shown, order, acts))}</ol>
        </div>
        ${shown.hasTotals ? totalsView(shown) : nothing}
      </div>
    </main>
    ${dialogs(shown, acts)}
    <p class="for-ears" role="status">${shown.news}</p>
  `;
}

/** What is set for this screen, whoever works at it. */
function switches({ texts, hasSound, hasKeys, isSilenced }, { toggleSound, toggleKeys }) {
  return html`
    <button type="button" aria-pressed=${hasSound} @click=${toggleSound}>${icon("sound")} ${hasSound && isSilenced ? texts.touch_for_sound : texts.sound}</button>
    <button type="button" aria-pressed=${hasKeys} title=${texts.keys_hint} @click=${toggleKeys}>${texts.keys}</button>
  `;
}

function head({ texts, orders }, status) {
  const count = orders.filter((order) => order.status === status).length;
  return html`<p class=${`lane ${status}`}>${texts[status]} <b>${count}</b></p>`;
}

function tools(shown, acts) {
  const { texts, station, hasTotals, recent, busy } = shown;
  const stationButton = (category) => html`
    <button type="button" aria-pressed=${station.has(category)} @click=${() => acts.choose(category)}>${texts.categories[category]}</button>
  `;
  const last = recent[0];
  return html`
    <div id="tools">
      <div role="group" aria-label=${texts.station}>
        <button type="button" aria-pressed=${station.size === 0} @click=${() => acts.choose()}>${texts.all}</button>
        ${CATEGORIES.map(stationButton)}
      </div>
      <div role="group" aria-label=${texts.tools}>
        <button type="button" aria-pressed=${hasTotals} aria-keyshortcuts="F2" @click=${acts.toggleTotals}>${texts.totals}</button>
        <button type="button" aria-haspopup="dialog" aria-keyshortcuts="F4" @click=${() => acts.openPanel("menu")}>${texts.sold_out}</button>
        <button type="button" aria-haspopup="dialog" aria-keyshortcuts="F8" @click=${() => acts.openPanel("recent")}>${texts.recent}</button>
      </div>
      <div id="last">
        ${last
          ? html`<p data-key=${last.order_id} data-sign="">
              <button type="button" aria-disabled=${busy.has(last.order_id) || nothing} aria-keyshortcuts="Backspace"
                      @click=${() => acts.advance(last, "READY")}>${icon("undo")} ${texts.recall(last.number)}</button>
            </p>`
          : nothing}
      </div>
    </div>
  `;
}

function totalsView({ texts, language, orders, station }) {
  const found = totals(orders, station);
  const row = ({ units, name }) => html`<tr><td class="number">${units}</td><th scope="row">${name[language]}</th></tr>`;
  return html`
    <section id="totals" aria-labelledby="totals-title" tabindex="0">
      <h2 id="totals-title">${texts.totals_title}</h2>
      ${found.length ? html`<table>${found.map(row)}</table>` : html`<p>${texts.nothing_to_make}</p>`}
    </section>
  `;
}

function dialogs(shown, acts) {
  const { orders, openId, panel } = shown;
  const order = orders.find(({ order_id }) => order_id === openId);
  return html`
    <dialog id="sheet" aria-labelledby="sheet-title" @close=${onClosed(acts.close)}>${order ? sheet(shown, order, acts) : nothing}</dialog>
    <dialog id="panel" aria-labelledby="panel-title" @close=${onClosed(acts.closePanel)}>
      ${panel === "menu" ? menuPanel(shown, acts) : nothing}${panel === "recent" ? recentPanel(shown, acts) : nothing}
    </dialog>
  `;
}
