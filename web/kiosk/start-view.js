// The first screen: it calls whoever passes by, and says when the store opens.
import { icon } from "../parts/icon.js";
import { kitchenWait } from "../parts/kitchen-wait.js";
import { nextOpening } from "../rules/hours.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";

/** `{ title, body }`; `begin(dining)` is called for what is touched. */
export function startView(shown, { begin }) {
  const { menu, texts } = shown;
  const isOpen = menu?.open && menu.products.length > 0;
  const door = (dining) => html`
    <button class="door" type="button" ?disabled=${!menu?.open} @click=${() => begin(dining)}
      ><img src=${`pictures/${dining}.svg`} alt=""><span>${texts[dining]}</span></button>
  `;
  return {
    title: texts.start,
    body: html`
      <p class="hint">${hint(shown)}</p>
      <img class="hero" src="pictures/hero.svg" alt="">
      ${menu && !menu.open ? html`<p class="closed">${icon("clock")}<span>${opening(shown)}</span></p>` : nothing}
      ${isOpen ? kitchen(shown) : nothing}
      <div class=${isOpen ? "doors" : "doors off"}>${door("eat_in")}${door("take_away")}</div>
    `,
  };
}

function kitchen({ menu, texts, language }) {
  const text = kitchenWait(menu, texts, language);
  return text ? html`<p class="closed wait">${icon("clock")}<span>${text}</span></p>` : nothing;
}

function hint({ menu, texts, menuProblem }) {
  if (!menu) return menuProblem ? menuProblem.detail || texts.no_menu : texts.loading_menu;
  if (!menu.open) return nextOpening(menu, Date.now()) || !menu.hours.length ? texts.closed : texts.paused;
  return menu.products.length ? texts.start_hint : texts.nothing;
}

/** When it opens; while it should be open, somebody has stopped it. */
function opening({ menu, texts, now = Date.now() }) {
  const next = nextOpening(menu, now);
  if (!next) return texts.paused;
  const when = next.inDays === 0 ? texts.today : next.inDays === 1 ? texts.tomorrow : texts.days[next.day];
  return texts.opens(when, next.opens);
}
