// What stands above every page of the staff: what it is, what is to be known of it, and who is signed in.
import { html, nothing } from "../vendor/lit-html/lit-html.js";

/** `signOut()` is called when they leave; there is no `person` before they have signed in. `switches` are the page's own. */
export function staffBar({ texts, notice, person, switches = nothing }, { signOut }) {
  return html`
    <header class="bar">
      <p class="brand" aria-hidden="true">ByteMeBurger</p>
      <h1 id="title">${texts.title}</h1>
      <p id="notice" role="status">${notice}</p>
      ${switches}
      ${person
        ? html`
            <p class="who">${texts.signed_in(person.name)}</p>
            <button class="small" type="button" @click=${signOut}>${texts.sign_out}</button>
          `
        : nothing}
    </header>
  `;
}
