// The account's page, view by view.
import { phoneBar } from "../parts/phone-bar.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { again, order, orders } from "./orders-view.js";
import { erased, profile } from "./profile-view.js";
import { code, signUp, welcome } from "./sign-up-view.js";

const VIEWS = { welcome, "sign-up": signUp, code, orders, order, again, profile, erased };
const LOADING = ({ texts }) => html`<h1 id="title" tabindex="-1" class="for-ears">${texts.title}</h1>`;
const OWN = ["orders", "order", "again", "profile"];

export function accountView(shown, acts) {
  const { texts, view, notice, news } = shown;
  return html`
    ${phoneBar(shown, acts)}
    <main>
      ${OWN.includes(view) ? navigation(texts, view, acts) : nothing}
      <p class="banner warn" role="alert">${notice}</p>
      <p class="banner good" role="status">${news}</p>
      ${(VIEWS[view] ?? LOADING)(shown, acts)}
    </main>
  `;
}

function navigation(texts, view, { go, signOut }) {
  const to = (name, label) =>
    html`<button class="small" type="button" aria-current=${view === name ? "page" : nothing} aria-pressed=${view === name} @click=${() => go(name)}>${label}</button>`;
  return html`
    <nav aria-label=${texts.title}>
      ${to("orders", texts.orders)} ${to("profile", texts.data)}
      <button class="small" type="button" @click=${signOut}>${texts.sign_out}</button>
    </nav>
  `;
}
