// Before anybody has signed in: sign in, or become a customer.
import { PURPOSES } from "../rules/consents.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";

const MAX_NAME = 80;
const MAX_EMAIL = 254;

/** A field of a form, with what is wrong with it. */
export function field(texts, errors, name, attributes) {
  const { type = "text", value, maxLength, autocomplete = "off", inputmode } = attributes;
  const isWrong = errors.includes(name);
  return html`
    <label class="field">${texts[name]}
      <input name=${name} type=${type} .value=${value ?? ""} maxlength=${maxLength} autocomplete=${autocomplete} inputmode=${inputmode ?? nothing}
             required aria-invalid=${isWrong || nothing} aria-describedby=${isWrong ? `${name}-wrong` : nothing}>
      ${isWrong ? html`<small class="wrong" id=${`${name}-wrong`}>${texts.wrong[name]}</small>` : nothing}
    </label>
  `;
}

/** What somebody agrees to; `granted` are the purposes that they agree to already. */
export function consents(texts, granted = []) {
  const choice = (purpose) => html`
    <label class="choice"><input type="checkbox" name="consents" value=${purpose} .checked=${granted.includes(purpose)}><span>${texts[purpose]}</span></label>
  `;
  return html`<fieldset><legend>${texts.consents}</legend><p class="hint">${texts.consents_hint}</p>${PURPOSES.map(choice)}</fieldset>`;
}

export function welcome({ texts, isCreated }, { signIn, go }) {
  return html`
    <section class="panel" aria-labelledby="title">
      <h1 id="title" tabindex="-1">${isCreated ? texts.created : texts.welcome}</h1>
      ${isCreated ? nothing : html`<p>${texts.welcome_hint}</p>`}
      <button class="primary" type="button" @click=${signIn}>${texts.sign_in}</button>
      <p class="hint">${texts.sign_in_hint}</p>
      ${isCreated ? nothing : html`<button type="button" @click=${() => go("sign-up")}>${texts.sign_up}</button>`}
    </section>
  `;
}

export function signUp({ texts, errors, isBusy }, { register, go }) {
  return html`
    <form class="panel" novalidate aria-labelledby="title" @submit=${register}>
      <h1 id="title" tabindex="-1">${texts.sign_up}</h1>
      ${field(texts, errors, "name", { maxLength: MAX_NAME, autocomplete: "name" })}
      ${field(texts, errors, "email", { type: "email", maxLength: MAX_EMAIL, autocomplete: "email", inputmode: "email" })}
      ${consents(texts)}
      <p class="hint">${texts.privacy}</p>
      <button class="primary" type="submit" aria-disabled=${isBusy || nothing}>${isBusy ? texts.wait : texts.send_code}</button>
      <button type="button" @click=${() => go("welcome")}>${texts.back}</button>
    </form>
  `;
}

export function code({ texts, errors, isBusy }, { confirm, startAgain }) {
  return html`
    <form class="panel" novalidate aria-labelledby="title" @submit=${confirm}>
      <h1 id="title" tabindex="-1">${texts.code_title}</h1>
      <p>${texts.code_hint}</p>
      ${field(texts, errors, "code", { maxLength: 20, autocomplete: "one-time-code", inputmode: "numeric" })}
      <button class="primary" type="submit" aria-disabled=${isBusy || nothing}>${isBusy ? texts.wait : texts.confirm}</button>
      <button type="button" @click=${startAgain}>${texts.start_again}</button>
    </form>
  `;
}
