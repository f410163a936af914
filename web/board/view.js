// The board: two lists of numbers, each on as many pages as it takes.
import { freshnessText } from "../parts/freshness.js";
import { html } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";

export function boardView(shown) {
  const { texts, connection, preparing, ready, news } = shown;
  const isEmpty = connection.trueAt !== undefined && !preparing.length && !ready.length;
  return html`
    <main>
      ${list(shown, "preparing")}${list(shown, "ready")}
      <p id="none" ?hidden=${!isEmpty}>${texts.none}</p>
    </main>
    <p class="for-ears" aria-live="polite">${news}</p>
    <p id="connection" role="status">${freshnessText(texts, connection)}</p>
  `;
}

function list({ texts, fits, turns, ...shown }, id) {
  const { perPage = 1, pages = 1 } = fits[id] ?? {};
  const page = turns % pages;
  const numbers = shown[id].slice(page * perPage, (page + 1) * perPage);
  return html`
    <section aria-labelledby=${`${id}-title`}>
      <h1 id=${`${id}-title`}>${texts[id]} <small>${pages > 1 ? texts.page(page + 1, pages) : ""}</small></h1>
      <ul id=${id}>${repeat(numbers, ({ key }) => key, ({ number }) => html`<li>${number}</li>`)}</ul>
    </section>
  `;
}
