// The store's campaigns: what each offers, whether it is on, what it was used for; to be opened, paused and ended.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { blankEditor, editor, readEditor } from "./campaign.js";
import { blankReport, readReport, report } from "./campaign-report.js";
import { blankMailings, mailings, readMailings } from "./mailings.js";
import { shownValue } from "./members.js";
import { stateButton, stateDialog } from "./state-dialog.js";

// What stands in the address in the place of a campaign's id, which has no such letter.
const REPORT_PATH = "=";
const MAILINGS_PATH = "@"; // and behind it the campaign that one is written about
const STATES = { ACTIVE: ["PAUSED", "ENDED"], PAUSED: ["ACTIVE", "ENDED"], ENDED: [] };
const BADGES = { ACTIVE: "good", PAUSED: "warn", ENDED: "" };

export const campaigns = {
  name: "campaigns",
  kept: ["draft", "campaign"],
  blank: ([campaignId, writtenFor], visit) => ({ campaignId, campaigns: undefined, products: undefined, turning: undefined, ...blankOf(campaignId, writtenFor, visit) }),

  async read(visit) {
    const { api, state } = visit;
    if (state.campaignId === REPORT_PATH) return readReport(visit);
    if (state.campaignId === MAILINGS_PATH) return readMailings(visit);
    const [found, products] = await Promise.all([api.get("/campaigns"), state.products ?? api.get("/products").then(({ body }) => body.products)]);
    const { campaigns: known } = found.body;
    return { campaigns: known, products, ...(state.campaignId && readEditor(visit, known)) };
  },

  template(visit) {
    const { state, texts } = visit;
    if (state.campaignId === REPORT_PATH) return report(visit);
    if (state.campaignId === MAILINGS_PATH) return mailings(visit);
    if (!state.campaigns) return visit.trouble ? nothing : html`<p class="hint">${texts.loading}</p>`;
    return state.campaignId ? editor(visit) : [ways(visit), table(visit), turnDialog(visit)];
  },
};

function blankOf(campaignId, writtenFor, visit) {
  if (campaignId === REPORT_PATH) return blankReport(visit);
  return campaignId === MAILINGS_PATH ? blankMailings(writtenFor) : blankEditor(campaignId);
}

const ways = ({ texts }) => html`
  <div class="filters">
    <a class="button small" href=${`#campaigns/${REPORT_PATH}`}>${texts.campaign_results}</a>
    <a class="button small" href=${`#campaigns/${MAILINGS_PATH}`}>${texts.mailings}</a>
    <a class="button primary small new" href="#campaigns/+">${texts.new_campaign}</a>
  </div>
`;

function table(visit) {
  const { texts, state } = visit;
  if (!state.campaigns.length) return html`<p class="empty">${texts.no_campaigns}</p>`;
  const order = Object.keys(STATES);
  const sorted = [...state.campaigns].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return html`
    <div class="panel scroller" tabindex="0" role="group" aria-labelledby="view-title"><table id="campaigns">
      <thead><tr><th scope="col">${texts.members.campaign_id}</th><th scope="col">${texts.members.offer}</th><th scope="col">${texts.members.state}</th><th scope="col">${texts.window}</th><th scope="col" class="number">${texts.members.uses}</th><th scope="col" class="number">${texts.members.budget}</th><th scope="col"><span class="for-ears">${texts.what_to_do}</span></th></tr></thead>
      <tbody>${repeat(sorted, ({ campaign_id }) => campaign_id, (each) => row(visit, each))}</tbody>
    </table></div>
  `;
}

function row(visit, campaign) {
  const { texts, language, price } = visit;
  const { campaign_id, name, state, limits, uses, spent } = campaign;
  const turn = (to) => stateButton(visit, { words: texts.turn, final: "ENDED", item: campaign, name: name[language] }, to);
  const counted = limits.uses !== null || limits.budget !== null;
  return html`
    <tr>
      <th scope="row"><a href=${`#campaigns/${campaign_id}`}>${name[language]}</a></th>
      <td>${summary(visit, campaign)}</td>
      <td><span class=${`badge ${BADGES[state]}`}>${texts.values[state]}</span></td>
      <td>${windowOf(visit, campaign)}</td>
      <td class="number">${counted ? (limits.uses === null ? uses : texts.of_most(uses, limits.uses)) : "–"}</td>
      <td class="number money">${counted ? (limits.budget === null ? price(spent) : texts.of_most(price(spent), price(limits.budget))) : "–"}</td>
      <td><div class="together">${state === "ENDED" ? nothing : html`<a class="button small" aria-label=${`${texts.write_mail}: ${name[language]}`} href=${`#campaigns/${MAILINGS_PATH}/${campaign_id}`}>${texts.mail_it}</a>`}${STATES[state].map(turn)}</div></td>
    </tr>
  `;
}

/** What it offers, in a few words. */
function summary(visit, { offer, with_coupon }) {
  const { texts } = visit;
  const figures = ["basis_points", "amount", "price"].filter((name) => name in offer).map((name) => shownValue(visit, `/${name}`, offer[name]));
  return [texts.values[offer.kind], ...figures, ...(with_coupon ? [texts.members.with_coupon] : [])].join(" · ");
}

/** As the store's clock shows it. */
function windowOf({ texts, language }, { starts, ends }) {
  const format = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short", timeZone: "UTC" });
  const formatted = (local) => format.format(Date.parse(`${local}Z`));
  if (!starts && !ends) return texts.no_window;
  return [starts && texts.from_then(formatted(starts)), ends && texts.until_then(formatted(ends))].filter(Boolean).join(" ");
}

function turnDialog(visit) {
  const { texts, api } = visit;
  const put = ({ campaign_id, version }, state) => api.put(`/campaigns/${campaign_id}/state`, { body: { state }, headers: { "If-Match": `"${version}"` } });
  return stateDialog(visit, { titles: texts.turn_titles, hints: texts.turn_hints, words: texts.turn, final: "ENDED", put });
}
