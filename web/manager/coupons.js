// Codes for a campaign: drawn here, shown once, to be copied or kept as a file.
import { download } from "../parts/download.js";
import { textField } from "../parts/field.js";
import { csv } from "../rules/csv.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";

export function coupons(visit) {
  const { texts, state, errors, isBusy } = visit;
  const { issuing, issued } = state;
  const put = (news) => visit.change({ issuing: { ...issuing, ...news } });
  const field = (name, more) => textField({ id: `/${name}`, label: texts.issuing[name], value: issuing[name], error: errors[`/${name}`] ?? (name === "word" ? errors[""] : undefined), change: (value) => put({ [name]: value }), ...more });
  return html`
    <section class="panel" aria-labelledby="coupons-title">
      <h3 id="coupons-title">${texts.members.coupons}</h3>
      <form class="stack" novalidate @submit=${visit.submit(() => issue(visit))}>
        <div class="row">
          ${field("count", { inputmode: "numeric", maxlength: 2, hint: texts.issuing.count_hint })}
          ${field("word", { maxlength: 40, hint: texts.issuing.word_hint })}
          ${field("uses", { inputmode: "numeric", maxlength: 7 })}
        </div>
        <div><button type="submit" aria-disabled=${isBusy ? "true" : nothing}>${texts.issue_coupons}</button></div>
      </form>
      ${issued ? codes(visit) : nothing}
    </section>
  `;
}

function codes(visit) {
  const { texts, state } = visit;
  const { issued } = state;
  const copy = async () => {
    await navigator.clipboard.writeText(issued.codes.join("\n"));
    visit.change({ issued: { ...issued, isCopied: true } });
  };
  return html`
    <div class="group" role="group" aria-labelledby="issued">
      <p id="issued" role="status"><b>${texts.shown_once}</b></p>
      <ul class="codes">${issued.codes.map((code) => html`<li class="code">${code}</li>`)}</ul>
      <div class="together">
        <button class="small" type="button" @click=${copy}>${issued.isCopied ? texts.copied : texts.copy_codes}</button>
        <button class="small" type="button" @click=${() => keep(visit)}>${texts.csv}</button>
      </div>
    </div>
  `;
}

async function issue(visit) {
  const { api, texts, state } = visit;
  const { issuing } = state;
  const word = issuing.word.trim();
  const wanted = word ? { uses: issuing.uses } : { count: issuing.count, uses: issuing.uses };
  const wrong = Object.entries(wanted).filter(([, value]) => !/^\d+$/.test(value.trim()));
  if (wrong.length) return visit.mark(Object.fromEntries(wrong.map(([name]) => [`/${name}`, texts.errors.integer])));
  const numbers = Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, Number(value)]));
  const { body: issued } = await api.post(`/campaigns/${state.campaignId}/coupons`, { body: { ...numbers, ...(word && { word }) } });
  visit.change({ issued, issuing: { ...issuing, word: "" } });
}

function keep({ texts, state }) {
  const { codes, uses, campaign_id } = state.issued;
  const columns = [{ title: texts.members.codes, of: (code) => code }, { title: texts.members.uses, of: () => uses, kind: "count" }];
  download(csv(columns, codes), `${texts.coupons_file}-${campaign_id}.csv`, "text/csv;charset=utf-8");
}
