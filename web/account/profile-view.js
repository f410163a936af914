// What is known of the customer: to be changed, exported and erased.
import { PURPOSES } from "../rules/consents.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { consents, field } from "./sign-up-view.js";

const MAX_NAME = 80;

export function profile({ texts, profile, draft, errors, isBusy, isAsked }, { edit, save, download, ask, erase }) {
  if (!profile) return html`<h1 id="title" tabindex="-1">${texts.data}</h1><p class="hint" role="status">${texts.loading}</p>`;
  const known = { ...profile, ...draft };
  const granted = PURPOSES.filter((purpose) => draft?.[purpose] ?? profile.consents[purpose]?.granted);
  const language = ([value, label]) => html`<option value=${value} .selected=${value === known.language}>${label}</option>`;
  return html`
    <form class="panel" novalidate aria-labelledby="title" @input=${edit} @submit=${save}>
      <h1 id="title" tabindex="-1">${texts.data}</h1>
      <p>${texts.email}: <strong>${profile.email}</strong></p>
      ${field(texts, errors, "name", { value: known.name, maxLength: MAX_NAME, autocomplete: "name" })}
      <label class="field">${texts.language}<select name="language">${Object.entries(texts.languages).map(language)}</select></label>
      ${consents(texts, granted)}
      <button class="primary" type="submit" aria-disabled=${isBusy || nothing}>${isBusy ? texts.wait : texts.save}</button>
    </form>
    <section class="panel">
      <p>${texts.export_hint}</p>
      <button type="button" ?disabled=${isBusy} @click=${download}>${texts.export}</button>
    </section>
    <section class="panel erase">
      <p id="erase-hint" tabindex="-1">${isAsked ? texts.erase_sure : texts.erase_hint}</p>
      ${isAsked
        ? html`
            <div class="together">
              <button type="button" @click=${() => ask(false)}>${texts.erase_no}</button>
              <button class="danger" type="button" ?disabled=${isBusy} @click=${erase}>${texts.erase_yes}</button>
            </div>
          `
        : html`<button class="danger" type="button" @click=${() => ask(true)}>${texts.erase}</button>`}
    </section>
  `;
}

export function erased({ texts, erasure, times }, { signOut }) {
  return html`
    <section class="panel" aria-labelledby="title">
      <h1 id="title" tabindex="-1">${erasure.done ? texts.erased : texts.erasing}</h1>
      ${erasure.done ? nothing : html`<p>${texts.erasing_hint}</p>`}
      <p>${texts.proof(erasure.receipt)}</p>
      <p>${texts.kept_title}</p>
      <ul>${erasure.kept.map(({ what, until }) => html`<li>· ${texts.kept[what](times.day(until))}</li>`)}</ul>
      <p class="hint">${texts.not_searched}</p>
      <button class="primary" type="button" @click=${signOut}>${texts.done}</button>
    </section>
  `;
}
