// What a campaign, as it stands in the editor, would have cost yesterday.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { shownDay } from "./days.js";

/** `body()` is what would be saved; undefined where what was typed cannot be. */
export function campaignEstimate(visit, body) {
  const { texts, state, isBusy } = visit;
  return html`
    <section class="panel" aria-labelledby="estimate-title">
      <h3 id="estimate-title">${texts.estimate}</h3>
      <p class="hint">${texts.estimate_hint}</p>
      <div><button type="button" aria-disabled=${isBusy ? "true" : nothing} @click=${() => visit.act(() => estimate(visit, body()))}>${texts.estimate_act}</button></div>
      <div role="status">${state.estimate ? result(visit) : nothing}</div>
    </section>
  `;
}

async function estimate(visit, body) {
  visit.change({ estimate: undefined });
  if (!body) return;
  const { body: found } = await visit.api.post(`/campaigns/${visit.state.campaign?.campaign_id ?? "new"}/estimate`, { body });
  visit.change({ estimate: found });
}

function result({ texts, state, price, language }) {
  const { day, orders, uses, gross, discount, net, complete } = state.estimate;
  if (!orders) return html`<p>${texts.estimate_no_orders(shownDay(day, language))}</p>`;
  const figure = (label, value) => html`<div class="panel figure"><dt>${label}</dt><dd>${value}</dd></div>`;
  return html`
    <p>${texts.estimate_day(shownDay(day, language), orders)}</p>
    <dl class="figures">
      ${figure(texts.campaign_figures.uses, uses)}
      ${figure(texts.campaign_figures.gross, price(gross))}
      ${figure(texts.would_have_cost, price(discount))}
      ${figure(texts.would_have_kept, price(net))}
    </dl>
    ${complete ? nothing : html`<p class="hint">${texts.estimate_incomplete}</p>`}
  `;
}
