// The customer's page in the store, from the first touch to the pick-up number: ?store=centro.
import { element, filled, language as screensLanguage, loadConfig, made } from "../page.js";
import { Api } from "./api.js";
import { MOST_UNITS, attempt, hasChoices, isComplete, newLine, orderBody, total, units, withLine } from "../rules/cart.js";
import { cartView } from "./cart-view.js";
import { watchIdle } from "./idle.js";
import { keypad } from "./keypad.js";
import { menuView } from "./menu-view.js";
import { box, button, text } from "./parts.js";
import { countDown, paymentView } from "./payment-view.js";
import { Payment } from "./payment.js";
import { openSheet } from "./sheet.js";
import { TEXTS as ALL } from "../texts/index.js";

const TEXTS = ALL.kiosk;
const STEPS = ["burger", "side", "drink", "dessert", "cart"];
const MENU_MS = 30_000;
const RETRY_MS = 3_000;
const DONE_MS = 25_000;

/** All that is known of whoever stands here; a new one knows nothing of the last. */
const newSession = () => ({ lines: [], isSending: false });

let language = screensLanguage;
let texts = TEXTS[language];
let session = newSession();
let view = "start";
let menu;
let menuTag;
let menuTimer;
let isReachable = true;

const price = (centavos) => new Intl.NumberFormat(language, { style: "currency", currency: "BRL" }).format(centavos / 100);
const say = (text) => (element("notice").textContent = text);

/** What the views look at. */
const shown = () => ({ ...session, menu, texts, language, price });

// --- the views: each answers its title, what it shows, and where its two buttons lead

const VIEWS = {
  start() {
    const door = (dining) =>
      filled(
        button("", () => begin(dining), { className: "door", disabled: !menu?.open }),
        made("img", "", { src: `pictures/${dining}.svg`, alt: "" }),
        made("span", texts[dining]),
      );
    const hint = !menu ? texts.loading : menu.open ? texts.start_hint : texts.closed;
    return { title: texts.start, body: [text(hint, "hint"), box("doors", door("eat_in"), door("take_away"))] };
  },

  identify() {
    return {
      title: texts.identify,
      body: [
        text(texts.identify_hint, "hint"),
        keypad(texts, texts.identify_done, identify),
        button(texts.anonymous, remainAnonymous, { className: "anonymous" }),
      ],
      back: reset,
    };
  },

  burger: () => step("burger"),
  side: () => step("side"),
  drink: () => step("drink"),
  dessert: () => step("dessert"),

  cart() {
    const isOrderable = session.lines.length > 0 && session.lines.every((line) => isComplete(menu, line));
    return {
      title: texts.cart,
      body: session.lines.length
        ? [cartView(shown(), { change, edit, remove }), receiptChoice()]
        : [text(texts.empty, "hint")],
      back: () => go("dessert"),
      next: session.lines.length ? (session.isSending ? texts.sending : texts.pay) : undefined,
      isNextOff: !isOrderable || session.isSending,
      onNext: order,
    };
  },

  pay: () => paymentView(shown(), { cancel, restart: reset, reorder: session.lines.length > 0 && (() => go("cart")) }),

  done: () => ({
    title: texts.paid,
    body: [
      text(texts.your_number, "hint"),
      text(String(session.payment.number), "number"),
      text(texts.follow, "hint"),
      button(texts.finish, reset, { className: "primary" }),
    ],
  }),
};

function step(category) {
  const isOfIt = (product) => product.category === category || (category === "burger" && product.category === "combo");
  const isChosen = session.lines.some((line) => menu.products.some((each) => each.product_id === line.product_id && isOfIt(each)));
  const at = STEPS.indexOf(category);
  return {
    title: texts[`ask_${category}`],
    body: menuView(shown(), category, choose),
    back: () => go(STEPS[at - 1] ?? "identify"),
    next: !isChosen ? texts.skip : STEPS[at + 1] === "cart" ? texts.see_cart : texts.next,
    onNext: () => go(STEPS[at + 1]),
  };
}

function receiptChoice() {
  const give = (cpf) => {
    session.receiptCpf = cpf;
    element("sheet").close();
    refresh();
  };
  function ask() {
    element("sheet").replaceChildren(
      made("h2", texts.receipt, { id: "sheet-title" }),
      keypad(texts, texts.receipt_done, give),
      button(texts.back, () => element("sheet").close()),
    );
    element("sheet").setAttribute("aria-labelledby", "sheet-title");
    element("sheet").showModal();
  }
  const forget = () => {
    session.receiptCpf = undefined;
    refresh();
  };
  return box(
    "receipt",
    text(session.receiptCpf ? texts.receipt_given : texts.receipt_ask),
    session.receiptCpf ? button(texts.remove, forget, { ariaLabel: `${texts.remove}: ${texts.receipt}` }) : button(texts.receipt_add, ask),
  );
}

// --- showing them

function render() {
  texts = TEXTS[language];
  document.documentElement.lang = language;
  const { title, body, back, next, isNextOff = false, onNext } = VIEWS[view]();
  element("view").className = view;
  element("view").replaceChildren(made("h1", title, { tabIndex: -1 }), ...body.filter(Boolean));
  if (menu) element("store").textContent = menu.name;
  Object.assign(element("language"), { textContent: texts.other_language, lang: language === "en" ? "pt-BR" : "en" });
  element("connection").textContent = isReachable ? "" : texts.offline;
  Object.assign(element("back"), { textContent: texts.back, onclick: back ?? null, hidden: !back });
  Object.assign(element("next"), { textContent: next ?? "", onclick: onNext ?? null, hidden: !next, disabled: isNextOff });
  element("bar").hidden = !back && !next;
  const due = STEPS.includes(view) && session.lines.length ? `${texts.total}: ${price(total(menu, session.lines))}` : "";
  if (element("total").textContent !== due) element("total").textContent = due;
  showSteps();
  tick();
}

function showSteps() {
  element("steps").hidden = !STEPS.includes(view);
  element("steps").ariaLabel = texts.steps;
  element("steps")
    .querySelector("ol")
    .replaceChildren(
      ...STEPS.map((each, at) => {
        const item = made("li", texts[each], { className: at < STEPS.indexOf(view) ? "past" : "" });
        if (each === view) item.setAttribute("aria-current", "step");
        return item;
      }),
    );
}

/** Another view: from its top, and for eyes and ears alike. */
function go(to) {
  view = to;
  say("");
  render();
  scrollTo(0, 0);
  element("view").querySelector("h1").focus();
}

/** The same view with what is new; whoever works with a keyboard stays where they were. */
function refresh() {
  const { key } = document.activeElement?.dataset ?? {};
  const hadFocus = element("view").contains(document.activeElement);
  render();
  if (!hadFocus) return;
  const same = key && element("view").querySelector(`[data-key="${CSS.escape(key)}"]:enabled`);
  (same || element("view").querySelector("h1")).focus({ preventScroll: true });
}

// --- what customers do

function begin(dining) {
  session.dining = dining;
  go("identify");
}

async function identify(cpf) {
  const mine = session;
  const customerRef = await api.identify(cpf);
  if (mine !== session || view !== "identify") return;
  session.customerRef = customerRef;
  go("burger");
}

function remainAnonymous() {
  session.customerRef = undefined;
  api.identify().catch(() => {}); // it is asked for again when it is needed
  go("burger");
}

function choose(product) {
  const line = newLine(menu, product);
  if (hasChoices(product)) sheet(line, texts.add, add);
  else add(line);
}

function add(line) {
  const before = units(session.lines);
  session.lines = withLine(session.lines, line);
  refresh();
  const { name } = menu.products.find((product) => product.product_id === line.product_id);
  if (units(session.lines) > before) say(texts.added(name[language]));
}

function change(at, line) {
  session.lines = withLine(session.lines, line, at);
  refresh();
}

function edit(at, line) {
  sheet(
    line,
    texts.save,
    (changed) => change(at, changed),
    line.quantity,
  );
}

function remove(at, name) {
  session.lines = session.lines.filter((_, place) => place !== at);
  refresh();
  say(texts.removed(name));
}

function sheet(line, action, done, own = 0) {
  const most = MOST_UNITS - units(session.lines) + own;
  openSheet(element("sheet"), { menu, line, most, action, texts, language, price, done });
}

/** Order what is in the cart. The same cart keeps its key until it is answered, so that it is one order however often
 * this is pressed and whatever gets lost. */
async function order() {
  const mine = session;
  mine.isSending = true; // which also takes the button away from a second tap
  mine.attempt = attempt(mine.attempt, orderBody({ ...mine, store: config.store }), () => crypto.randomUUID());
  say("");
  refresh();
  let problem;
  try {
    mine.order = await api.order(mine.attempt);
  } catch (refused) {
    problem = refused;
  }
  mine.isSending = false;
  if (mine !== session) return;
  if (problem) return notOrdered(problem);
  mine.isPriceChanged = mine.order.total !== total(menu, mine.lines);
  mine.payment?.stop();
  mine.shown = undefined;
  mine.payment = new Payment(api, mine.order, paymentChanged);
  go("pay");
}

function notOrdered(problem) {
  if (problem.code === "customer-reference-invalid") {
    session.customerRef = undefined;
    go("identify");
    say(texts.identify_again);
    return;
  }
  go("cart");
  say(problem.isUndecided ? texts.unanswered : problem.detail || texts.refused);
  if (!problem.isUndecided) readMenu(); // what was refused has perhaps changed there
}

async function cancel(pressed) {
  const { payment } = session;
  pressed.disabled = true;
  const problem = await payment.cancel();
  pressed.disabled = false;
  if (problem && payment === session.payment) say(problem.detail || texts.refused);
}

function paymentChanged() {
  const { state, isOpen } = session.payment;
  if (state === "gone" || state === "cancelled") session.attempt = undefined; // that order has been answered for good
  if (state === "gone" && session.lines.length) return order();
  if (state === "paid") return finish();
  const looks = `${state} ${isOpen}`;
  if (looks === session.shown) return; // nobody loses their place to an answer without news
  session.shown = looks;
  if (element("view").querySelector("h1").textContent === VIEWS.pay().title) refresh();
  else {
    go("pay");
    somebodyIsHere(); // or was, until there was something to read
  }
}

function finish() {
  const mine = session;
  setTimeout(() => mine === session && reset(), DONE_MS);
  go("done");
}

/** A code may be paid by whoever has scanned it, so it stays, and nothing else that was said here does. */
function forgetAllButTheCode() {
  const { dining, order, payment, shown } = session;
  session = { ...newSession(), dining, order, payment, shown };
  api.forget();
}

function reset() {
  session.payment?.stop();
  session = newSession();
  api.forget();
  language = screensLanguage;
  for (const dialog of document.querySelectorAll("dialog")) dialog.close();
  go("start");
}

// --- what happens by itself

function tick() {
  if (view !== "pay" || !session.payment.code || session.payment.isEnded) return;
  if (!countDown(shown())) paymentChanged();
}

async function readMenu() {
  clearTimeout(menuTimer);
  try {
    const { body, etag } = await api.menu(config.store);
    if (!menu || etag !== menuTag) {
      menu = body;
      menuTag = etag;
      if (view === "start" || STEPS.includes(view)) refresh();
    }
  } catch (problem) {
    if (!menu && problem.detail) say(problem.detail);
  }
  planMenu();
}

function planMenu() {
  clearTimeout(menuTimer);
  menuTimer = setTimeout(readMenu, isReachable && menu ? MENU_MS : RETRY_MS);
}

function heard(isAnswered) {
  if (isReachable === isAnswered) return;
  isReachable = isAnswered;
  element("connection").textContent = isReachable ? "" : texts.offline;
  planMenu();
}

async function patiently(load) {
  for (;;) {
    try {
      return await load();
    } catch {
      element("connection").textContent = texts.offline;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

render();
const config = await patiently(loadConfig);
const api = new Api(config.api_url, { language: () => language, heard });

const question = element("idle");
const somebodyIsHere = watchIdle({
  mayAsk: () => view !== "done" && !session.payment?.isPending && (view !== "start" || language !== screensLanguage),
  unasked: () => session.payment?.isPending && forgetAllButTheCode(),
  ask: (isAsked) => {
    if (!isAsked) return question.close();
    question.querySelector("h2").textContent = texts.idle;
    question.querySelector("p").textContent = texts.idle_hint;
    question.querySelector("button").textContent = texts.stay;
    question.showModal();
  },
  leave: reset,
});
question.addEventListener("cancel", somebodyIsHere); // Escape
question.querySelector("button").addEventListener("click", somebodyIsHere);
element("sheet").addEventListener("close", () => element("sheet").replaceChildren());
element("language").addEventListener("click", () => {
  language = language === "en" ? "pt-BR" : "en";
  go(view);
});
setInterval(tick, 1_000);
readMenu();
