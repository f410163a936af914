// The board: two lists of numbers, each on as many pages as it takes.
import { freshnessText } from "../parts/freshness.js";
import { icon } from "../parts/icon.js";
import { leftOf, wholeMinute } from "../rules/promise.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";

const MAX_EARLIER = 12;

/** `unmute()` is called when somebody wants to hear the numbers. */
export function boardView(shown, { unmute }) {
  const { texts, connection, preparing, ready, earlier, news, isMuted, time, now } = shown;
  const isEmpty = connection.trueAt !== undefined && !preparing.length && !ready.length && !earlier.preparing.length && !earlier.ready.length;
  return html`
    <header class="bar">
      <p class="brand">ByteMeBurger</p>
      ${isMuted ? html`<button type="button" @click=${unmute}>${icon("sound")} ${texts.unmute}</button>` : nothing}
      <p class="clock">${time ? time(now) : ""}</p>
    </header>
    <main>
      ${list(shown, "preparing")}${list(shown, "ready")}
      <p id="none" ?hidden=${!isEmpty}>${texts.none}</p>
    </main>
    <p class="for-ears" aria-live="polite">${news}</p>
    <p id="connection" role="status">${freshnessText(texts, connection)}</p>
  `;
}

function list({ texts, fits, turns, fresh, earlier, time, now, ...shown }, id) {
  const { perPage = 1, pages = 1 } = fits[id] ?? {};
  const page = turns % pages;
  const numbers = shown[id].slice(page * perPage, (page + 1) * perPage);
  return html`
    <section aria-labelledby=${`${id}-title`}>
      <h1 id=${`${id}-title`}>${texts[id]} <small>${pages > 1 ? texts.page(page + 1, pages) : ""}</small></h1>
      <ul id=${id}>${repeat(numbers, ({ key }) => key, ({ key, number, promise }) => html`<li class=${fresh.has(key) ? "fresh" : ""}>${number}${promise && time && id === "preparing" ? promised(promise, time, now) : nothing}</li>`)}</ul>
      ${earlier[id].length ? html`<p class="earlier">${texts.earlier(few(earlier[id]))}</p>` : nothing}
    </section>
  `;
}

/** About when it will be ready; a promise that is broken is not repeated. */
const promised = (promise, time, now) =>
  leftOf(promise, now).level === "late" ? nothing : html` <small>${time(wholeMinute(promise.p50))}</small>`;

/** What nobody came for may be many. */
function few(numbers) {
  const named = numbers.slice(0, MAX_EARLIER).map(({ number }) => number);
  const others = numbers.length - named.length;
  return [...named, ...(others ? [`+${others}`] : [])].join(" · ");
}
