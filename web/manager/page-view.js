// The manager's page: the bar, the way to each view, and the view that is open.
import { freshnessText } from "../parts/freshness.js";
import { staffBar } from "../parts/staff-bar.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { VIEWS } from "./views.js";

export function pageView(shown, acts) {
  const { texts, person, visit, connection, notice, isManager } = shown;
  const { notice: text, trouble, connection: current } = visit ?? { notice, connection };
  return html`
    ${staffBar({ texts, person, notice: text || trouble || freshnessText(texts, current) }, acts)}
    ${isManager === false ? html`<main class="empty"><p>${texts.not_yours}</p></main>` : visit ? frame(shown, visit) : html`<main class="empty"><p>${texts.loading}</p></main>`}
  `;
}

function frame({ texts }, visit) {
  const link = ({ name }) => html`<li><a href=${`#${name}`} aria-current=${name === visit.name ? "page" : nothing}>${texts.views[name]}</a></li>`;
  return html`
    <div class="frame">
      <nav aria-label=${texts.menu_of_views}><ul>${VIEWS.map(link)}</ul></nav>
      <main aria-busy=${visit.isBusy ? "true" : nothing}>
        <h2 id="view-title" tabindex="-1">${visit.title}</h2>
        ${visit.hasDraft ? draftOffer(visit) : nothing}
        ${visit.template()}
      </main>
    </div>
  `;
}

const draftOffer = ({ texts, takeUpDraft, discardDraft }) => html`
  <div class="banner" role="group" aria-labelledby="draft-offer">
    <p id="draft-offer">${texts.draft_kept}</p>
    <button class="small" type="button" @click=${discardDraft}>${texts.draft_discard}</button>
    <button class="small primary" type="button" @click=${takeUpDraft}>${texts.draft_take_up}</button>
  </div>
`;
