// The list of the pages.
import { language as screensLanguage } from "./core/config.js";
import { Store } from "./core/store.js";
import { START } from "./texts/start.js";
import { html } from "./vendor/lit-html/lit-html.js";

const store = new Store({ language: screensLanguage }, document.body, ({ language }) => view(START[language]));

const view = (texts) => html`
  <main>
    <header>
      <h1 class="brand">ByteMeBurger</h1>
      <button class="small" type="button" lang=${texts.other_language === "English" ? "en" : "pt-BR"} @click=${turnLanguage}>${texts.other_language}</button>
    </header>
    <ul>${Object.entries(texts.pages).map(([page, [name, about]]) => html`<li><a class="card" href=${`${page}/`}><b>${name}</b> <span>${about}</span></a></li>`)}</ul>
    <p class="hint"><a href="design/">${texts.guide}</a></p>
  </main>
`;

function show(language) {
  store.change({ language });
  document.documentElement.lang = language;
}

function turnLanguage() {
  show(store.state.language === "en" ? "pt-BR" : "en");
}

show(screensLanguage);
