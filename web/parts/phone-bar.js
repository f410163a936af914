// What stands above every page on a customer's phone.
import { html, nothing } from "../vendor/lit-html/lit-html.js";

export function phoneBar({ texts }, { turnLanguage }) {
  return html`
    <header class="bar">
      <p class="brand">ByteMeBurger</p>
      <div class="together">
        ${texts.account ? html`<a class="button small" href="../account/">${texts.account}</a>` : nothing}
        <button class="small" type="button" lang=${texts.other_language === "English" ? "en" : "pt-BR"} @click=${turnLanguage}>${texts.other_language}</button>
      </div>
    </header>
  `;
}
