// The kiosk's page: what stands around every view, and the views.
import { isComplete, total } from "../rules/cart.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { cartView } from "./cart-view.js";
import { menuView } from "./menu-view.js";
import { paymentView } from "./payment-view.js";
import { sheetView } from "./sheet.js";

export const STEPS = ["burger", "side", "drink", "dessert", "cart"];
const STALE_MS = 90_000;

/** The views: each answers its `title` and `body`, and where its two buttons lead. */
const VIEWS = {
  start({ menu, texts, menuProblem }, { begin }) {
    const door = (dining) =>
      html`<button class="door" type="button" ?disabled=${!menu?.open} @click=${() => begin(dining)}
        ><img src=${`pictures/${dining}.svg`} alt=""><span>${texts[dining]}</span></button>`;
    const missing = menuProblem ? menuProblem.detail || texts.no_menu : texts.loading_menu;
    const hint = !menu ? missing : !menu.open ? texts.closed : menu.products.length ? texts.start_hint : texts.nothing;
    return { title: texts.start, body: html`<p class="hint">${hint}</p><div class="doors">${door("eat_in")}${door("take_away")}</div>` };
  },

  identify: ({ session, texts }, { remainAnonymous, reset }) => ({
    title: texts.identify,
    body: html`
      <p class="hint">${texts.identify_hint}</p>
      ${session.keypad.template(texts, texts.identify_done)}
      <button class="anonymous" type="button" @click=${remainAnonymous}>${texts.anonymous}</button>
    `,
    back: reset,
  }),

  burger: (shown, acts) => step(shown, acts, "burger"),
  side: (shown, acts) => step(shown, acts, "side"),
  drink: (shown, acts) => step(shown, acts, "drink"),
  dessert: (shown, acts) => step(shown, acts, "dessert"),

  cart(shown, acts) {
    const { menu, session, texts } = shown;
    const { lines, isSending } = session;
    const isOrderable = lines.length > 0 && lines.every((line) => isComplete(menu, line));
    return {
      title: texts.cart,
      body: lines.length ? cartView(shown, acts) : html`<p class="hint">${texts.empty}</p>`,
      back: () => acts.go("dessert"),
      next: lines.length ? (isSending ? texts.sending : texts.pay) : undefined,
      isNextOff: !isOrderable || isSending,
      onNext: acts.order,
    };
  },

  pay: (shown, acts) =>
    paymentView(shown, { cancel: acts.cancel, restart: acts.reset, reorder: shown.session.lines.length > 0 && (() => acts.go("cart")) }),

  done: ({ session, texts }, { reset }) => ({
    title: session.payment ? texts.paid : texts.placed,
    body: html`
      <p class="hint">${texts.your_number}</p>
      <p class="number">${session.number}</p>
      <p class="hint">${texts.follow}</p>
      <button class="primary" type="button" @click=${reset}>${texts.finish}</button>
    `,
  }),
};

export const viewOf = (shown, acts) => VIEWS[shown.view](shown, acts);

function step(shown, { choose, go }, category) {
  const { menu, session, texts } = shown;
  const isOfIt = (product) => product.category === category || (category === "burger" && product.category === "combo");
  const isChosen = session.lines.some((line) => menu.products.some((each) => each.product_id === line.product_id && isOfIt(each)));
  const at = STEPS.indexOf(category);
  return {
    title: texts[`ask_${category}`],
    body: menuView(shown, category, choose),
    back: () => go(STEPS[at - 1] ?? "identify"),
    next: !isChosen ? texts.skip : STEPS[at + 1] === "cart" ? texts.see_cart : texts.next,
    onNext: () => go(STEPS[at + 1]),
  };
}

/** The whole page; `acts` are what customers do, each called for what is touched. */
export function kioskView(shown, acts) {
  const { view, menu, session, texts, language, notice, price } = shown;
  const { title, body, back, next, isNextOff = false, onNext } = viewOf(shown, acts);
  const due = STEPS.includes(view) && session.lines.length ? `${texts.total}: ${price(total(menu, session.lines))}` : "";
  return html`
    <header class="bar">
      <p id="store" class="brand">${menu?.name ?? "ByteMeBurger"}</p>
      <button id="language" type="button" lang=${language === "en" ? "pt-BR" : "en"} @click=${acts.turnLanguage}>${texts.other_language}</button>
    </header>
    <p id="connection" role="status">${connection(shown)}</p>
    <nav id="steps" aria-label=${texts.steps} ?hidden=${!STEPS.includes(view)}><ol>${STEPS.map((each, at) => stepItem(shown, each, at))}</ol></nav>
    <main id="view" class=${view}>${repeat([`${view} ${title}`], (key) => key, () => html`<h1 tabindex="-1">${title}</h1>${body}`)}</main>
    <p id="notice" role="status">${notice}</p>
    <footer id="bar" ?hidden=${!back && !next}>
      <button id="back" type="button" ?hidden=${!back} @click=${back}>${texts.back}</button>
      <p id="total" aria-live="polite">${due}</p>
      <button id="next" class="primary" type="button" ?hidden=${!next} ?disabled=${isNextOff} @click=${onNext}>${next}</button>
    </footer>
    <dialog id="sheet" aria-labelledby="sheet-title" @close=${acts.closeSheet}>${sheet(shown, acts)}</dialog>
    <dialog id="idle" aria-labelledby="idle-title" @cancel=${acts.stay}>
      <h2 id="idle-title">${texts.idle}</h2>
      <p>${texts.idle_hint}</p>
      <button class="primary" type="button" autofocus @click=${acts.stay}>${texts.stay}</button>
    </dialog>
  `;
}

function stepItem({ view, texts }, each, at) {
  return html`<li class=${at < STEPS.indexOf(view) ? "past" : ""} aria-current=${each === view ? "step" : nothing}>${texts[each]}</li>`;
}

function sheet(shown, acts) {
  const { sheet, texts } = shown;
  if (!sheet) return nothing;
  if (sheet.draft) return sheetView(shown, { draw: acts.draw, close: acts.closeSheet, finish: sheet.finish });
  return html`
    <h2 id="sheet-title">${texts.receipt}</h2>
    ${sheet.keypad.template(texts, texts.receipt_done)}
    <button type="button" @click=${acts.closeSheet}>${texts.back}</button>
  `;
}

/** How far the page may be believed: nothing while all is well. */
function connection({ isReachable, menuAt, texts }) {
  const past = menuAt === undefined ? 0 : Date.now() - menuAt;
  if (!isReachable) return past < STALE_MS ? texts.offline : `${texts.offline} ${texts.old_menu(texts.age(past))}`;
  return past < STALE_MS ? "" : texts.stale(texts.age(past));
}
