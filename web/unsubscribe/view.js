// The question, and that it is done.
import { phoneBar } from "../parts/phone-bar.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";

export function unsubscribeView(shown, acts) {
  return html`
    ${phoneBar(shown, acts)}
    <main>
      <p class="banner warn" role="alert">${shown.notice}</p>
      <section class="panel" aria-labelledby="title">${shown.isDone ? done(shown) : shown.token ? question(shown, acts) : incomplete(shown)}</section>
    </main>
  `;
}

const question = ({ texts, isBusy }, { unsubscribe }) => html`
  <h1 id="title" tabindex="-1">${texts.question}</h1>
  <p>${texts.question_hint}</p>
  <button class="primary" type="button" aria-disabled=${isBusy || nothing} @click=${unsubscribe}>${isBusy ? texts.wait : texts.unsubscribe}</button>
`;

const done = ({ texts }) => html`
  <h1 id="title" tabindex="-1">${texts.done}</h1>
  <p>${texts.done_hint}</p>
`;

const incomplete = ({ texts }) => html`
  <h1 id="title" tabindex="-1">${texts.incomplete}</h1>
  <p>${texts.incomplete_hint}</p>
`;
