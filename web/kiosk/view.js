// The kiosk's page: what stands around every view, and the views.
import { onClosed } from "../parts/closed.js";
import { icon } from "../parts/icon.js";
import { minuteOf } from "../parts/kitchen-wait.js";
import { qrCode } from "../parts/qr-code.js";
import { isComplete, units } from "../rules/cart.js";
import { isCovered } from "../rules/combos.js";
import { readingAddress } from "../rules/order-link.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { HELPS } from "./access.js";
import { cartView } from "./cart-view.js";
import { menuView, picture } from "./menu-view.js";
import { paymentView } from "./payment-view.js";
import { settingsForm, ticket } from "./settings-view.js";
import { sheetView } from "./sheet.js";
import { startView } from "./start-view.js";

export const STEPS = ["burger", "side", "drink", "dessert", "cart"];
const STALE_MS = 90_000;
const MAX_THUMBS = 6;
const HOLD_MS = 2_000;

/** The views: each answers its `title` and `body`, and where its two buttons lead. */
const VIEWS = {
  start: (shown, acts) => startView(shown, acts),

  identify: ({ session, texts }, { remainAnonymous, reset }) => ({
    title: texts.identify,
    body: html`
      <p class="hint">${texts.identify_hint}</p>
      <button class="anonymous primary large" type="button" @click=${remainAnonymous}>${texts.anonymous}</button>
      ${session.keypad.template(texts, texts.identify_done)}
    `,
    back: reset,
  }),

  burger: (shown, acts) => step(shown, acts, "burger"),
  side: (shown, acts) => step(shown, acts, "side"),
  drink: (shown, acts) => step(shown, acts, "drink"),
  dessert: (shown, acts) => step(shown, acts, "dessert"),

  cart(shown, acts) {
    const { menu, session, texts, discounts } = shown;
    const { lines, isSending } = session;
    const isAsked = discounts.isAsked === true;
    const isOrderable = lines.length > 0 && lines.every((line) => isComplete(menu, line));
    return {
      title: texts.cart,
      body: lines.length ? cartView(shown, acts) : html`<div class="empty">${icon("search")}<p class="hint">${texts.empty}</p></div>`,
      back: () => acts.go(near(shown, "cart", -1)),
      next: lines.length ? (isSending ? texts.sending : isAsked ? texts.checking : texts.pay) : undefined,
      isNextOff: !isOrderable || isSending || isAsked,
      onNext: () => acts.order(shown.total),
    };
  },

  pay: (shown, acts) =>
    paymentView(shown, {
      cancel: acts.cancel,
      restart: acts.reset,
      turnToCounter: acts.turnToCounter,
      reorder: shown.session.lines.length > 0 && (() => acts.go("cart")),
    }),

  done: ({ session, texts, language, menu }, { reset }) => ({
    title: session.payment ? texts.paid : texts.placed,
    body: html`
      <p class="hint">${texts.your_number}</p>
      <p class="number">${session.number}</p>
      ${session.payment?.promise ? html`<p class="promise">${texts.promised(minuteOf(session.payment.promise.p50, menu.time_zone, language))}</p>` : nothing}
      <p class="hint">${texts.follow}</p>
      ${session.order?.reading_key
        ? html`
            <div class="on-phone">
              ${qrCode(readingAddress(session.order, location.href), texts.phone_qr)}
              <p><b>${texts.phone}</b> <span>${texts.phone_hint}</span></p>
            </div>
          `
        : nothing}
      <button class="primary large" type="button" @click=${reset}>${texts.finish}</button>
    `,
  }),
};

export const viewOf = (shown, acts) => VIEWS[shown.view](shown, acts);

/** The step before or after this one that a combo in the cart has not covered. */
function near({ menu, session }, from, by) {
  let at = STEPS.indexOf(from) + by;
  while (at > 0 && STEPS[at] !== "cart" && isCovered(menu, session.lines, STEPS[at])) at += by;
  return STEPS[at] ?? "identify";
}

function step(shown, acts, category) {
  const { menu, session, texts } = shown;
  const isOfIt = (product) => product.category === category || (category === "burger" && product.category === "combo");
  const isChosen = session.lines.some((line) => menu.products.some((each) => each.product_id === line.product_id && isOfIt(each)));
  const next = near(shown, category, +1);
  return {
    title: texts[`ask_${category}`],
    body: menuView(shown, category, acts),
    back: () => acts.go(near(shown, category, -1)),
    next: !isChosen ? texts.skip : next === "cart" ? texts.see_cart : texts.next,
    onNext: () => acts.go(next),
  };
}

/** The complete page; `acts` are what customers do, each called for what is touched. */
export function kioskView(shown, acts) {
  const { view, texts, notice } = shown;
  const { title, body, back, next, isNextOff = false, onNext } = viewOf(shown, acts);
  const isStep = STEPS.includes(view);
  return html`
    <header class="bar">
      ${brand(shown, acts)}
      <p class="dining" ?hidden=${!isStep}>${texts[shown.session.dining]}</p>
      <p id="connection" class="banner bad" role="status">${connection(shown)}</p>
    </header>
    <div id="middle" class=${isStep ? "with-rail" : ""}>
      ${rail(shown, acts)}
      <main id="view" class=${view}>${repeat([`${view} ${title}`], (key) => key, () => html`<h1 tabindex="-1">${title}</h1>${body}`)}</main>
    </div>
    <p id="notice" class="toast" role="status">${notice}</p>
    <footer id="bar" ?hidden=${!back && !next}>
      <button id="back" type="button" ?hidden=${!back} @click=${back}>${icon("back")}${texts.back}</button>
      ${cartBar(shown, acts, isStep)}
      <button id="next" class="primary large" type="button" ?hidden=${!next} ?disabled=${isNextOff} @click=${onNext}>${next}</button>
    </footer>
    ${tools(shown, acts, isStep || view === "identify")}
    <dialog id="sheet" class="sheet" aria-labelledby="sheet-title" @close=${onClosed(acts.closeSheet)}>${sheet(shown, acts)}</dialog>
    ${ticket(shown)}
    <dialog id="idle" aria-labelledby="idle-title" @cancel=${acts.stay}>${question(shown, acts)}</dialog>
  `;
}

let holding; // a timer that outlives a rendering

/** Held on the first screen, or pressed with a keyboard, it leads to the screen's settings. */
function brand({ view, menu, texts }, { openSettings }) {
  const name = menu?.name ?? "ByteMeBurger";
  if (view !== "start") return html`<p id="store" class="brand">${name}</p>`;
  const letGo = () => clearTimeout(holding);
  const hold = () => {
    letGo();
    holding = setTimeout(openSettings, HOLD_MS);
  };
  const press = ({ detail }) => detail === 0 && openSettings(); // a keyboard's
  return html`
    <button id="store" class="brand ghost" type="button" aria-label=${`${name}: ${texts.settings}`}
      @pointerdown=${hold} @pointerup=${letGo} @pointerleave=${letGo} @pointercancel=${letGo} @click=${press}>${name}</button>
  `;
}

function rail({ view, texts }, { go }) {
  const item = (each, at) => html`
    <li>
      <button type="button" class=${at < STEPS.indexOf(view) ? "past" : ""} aria-current=${each === view ? "step" : nothing} @click=${() => go(each)}
        ><img src=${`pictures/${each}.svg`} alt=""><span>${texts[each]}</span></button>
    </li>
  `;
  return html`<nav id="steps" aria-label=${texts.steps} ?hidden=${!STEPS.includes(view)}><ol>${STEPS.map(item)}</ol></nav>`;
}

/** What has been chosen so far, always in sight. */
function cartBar({ menu, view, session, total, texts, price }, { go }, isStep) {
  const { lines } = session;
  if (!isStep || !lines.length) return html`<div id="cart-bar"><p id="total" aria-live="polite"></p></div>`;
  const products = lines.map(({ product_id }) => menu.products.find((product) => product.product_id === product_id)).filter(Boolean);
  const count = units(lines);
  return html`
    <div id="cart-bar">
      <button type="button" aria-label=${texts.open_cart(count)} ?disabled=${view === "cart"} @click=${() => go("cart")}>
        <span class="thumbs">${products.slice(-MAX_THUMBS).map(picture)}</span>
      </button>
      <p id="total" aria-live="polite"><span>${texts.items(count)}</span> <b>${texts.total}: <span class="money">${price(total)}</span></b></p>
    </div>
  `;
}

function tools({ language, texts, view }, { turnLanguage, openHelp, askCancelAll }, isCancellable) {
  return html`
    <div id="tools" class=${view}>
      <button id="help" class="ghost small" type="button" @click=${openHelp}>${icon("person")}${texts.help}</button>
      <button id="language" class="ghost small" type="button" lang=${language === "en" ? "pt-BR" : "en"} @click=${turnLanguage}>${icon("globe")}${texts.other_language}</button>
      <button id="cancel-all" class="ghost small" type="button" ?hidden=${!isCancellable} @click=${askCancelAll}>${icon("close")}${texts.cancel_all}</button>
    </div>
  `;
}

/** Whether somebody is still there; whoever pays is asked for something else. */
function question({ texts, view, session }, { stay, cancel }) {
  const isPaying = view === "pay" && session.payment?.isPending;
  return html`
    <h2 id="idle-title">${isPaying ? texts.still_paying : texts.idle}</h2>
    <p class="hint">${isPaying ? texts.still_paying_hint : texts.idle_hint}</p>
    <button class="primary large" type="button" autofocus @click=${stay}>${isPaying ? texts.go_on_paying : texts.stay}</button>
    ${isPaying
      ? html`<button class="danger" type="button" @click=${() => { stay(); cancel(); }}>${texts.cancel}</button>`
      : nothing}
  `;
}

function sheet(shown, acts) {
  const { sheet, texts } = shown;
  if (!sheet) return nothing;
  if (!sheet.form) return sheetView(shown, { draw: acts.draw, close: acts.closeSheet, finish: sheet.finish });
  const { closeSheet } = acts;
  const forms = { receipt: receiptForm, help: helpForm, cancel: cancelForm, settings: settingsForm, coupon: couponForm, total: totalForm };
  const ways = { cancel: texts.cancel_all_no, total: texts.to_cart, help: texts.close };
  return html`
    <div class="sheet-form">
      ${forms[sheet.form](shown, acts)}
      <button type="button" @click=${closeSheet}>${ways[sheet.form] ?? texts.back}</button>
    </div>
  `;
}

const receiptForm = ({ sheet, texts }) => html`
  <h2 id="sheet-title">${texts.receipt}</h2>
  ${sheet.keypad.template(texts, texts.receipt_done)}
`;

const couponForm = ({ sheet, texts }) => html`
  <h2 id="sheet-title">${texts.coupon}</h2>
  <p class="hint">${texts.coupon_hint}</p>
  ${sheet.keypad.template(texts)}
`;

/** The one question before an order is sent for another total than was shown. */
const totalForm = ({ sheet, texts, price }, { closeSheet, order }) => html`
  <h2 id="sheet-title">${texts.total_title}</h2>
  <p class="hint">${texts.total_changed(price(sheet.from), price(sheet.to))}</p>
  <button class="primary large" type="button" @click=${() => { closeSheet(); order(sheet.to); }}>${texts.pay_total(price(sheet.to))}</button>
`;

const cancelForm = ({ texts }, { reset }) => html`
  <h2 id="sheet-title">${texts.cancel_all_ask}</h2>
  <p class="hint">${texts.cancel_all_hint}</p>
  <button class="danger primary large" type="button" @click=${reset}>${texts.cancel_all_yes}</button>
`;

const helpForm = ({ texts, helps }, { help }) => html`
  <h2 id="sheet-title">${texts.help}</h2>
  <p class="hint">${texts.help_hint}</p>
  <div class="choices">
    ${HELPS.map((name) => html`
      <label class="choice"><input type="checkbox" .checked=${Boolean(helps[name])} @change=${({ target }) => help(name, target.checked)}><span>${texts[name]}</span></label>
    `)}
  </div>
`;

/** How far the page may be believed: nothing while all is well. */
function connection({ isReachable, menuAt, texts }) {
  const past = menuAt === undefined ? 0 : Date.now() - menuAt;
  if (!isReachable) return past < STALE_MS ? texts.offline : `${texts.offline} ${texts.old_menu(texts.age(past))}`;
  return past < STALE_MS ? "" : texts.stale(texts.age(past));
}
