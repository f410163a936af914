// The customer's page in the store, from the first touch to the pick-up number: ?store=centro.
import { element, filled, language as screensLanguage, loadConfig, made } from "../page.js";
import { Api } from "./api.js";
import { MOST_UNITS, attempt, hasChoices, isComplete, isSold, newLine, orderBody, total, unitPrice, units, withLine } from "./cart.js";
import { watchIdle } from "./idle.js";
import { keypad } from "./keypad.js";
import { Payment } from "./payment.js";
import { openSheet } from "./sheet.js";
import { TEXTS } from "./texts.js";

const STEPS = ["burger", "side", "drink", "dessert", "cart"];
const MENU_MS = 30_000;
const RETRY_MS = 3_000;
const DONE_MS = 25_000;
const REFERENCE_LENGTH = 8; // as the payment provider and the staff see it

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
const button = (text, onclick, more = {}) => made("button", text, { type: "button", onclick, ...more });
const box = (className, ...children) => filled(made("div", "", { className }), ...children);
const text = (words, className = "") => made("p", words, { className });
const picture = (product) =>
  made("img", "", { src: product.image_url ?? `pictures/${product.category}.svg`, alt: "", className: product.image_url ? "photo" : "" });
const productOf = (line) => menu.products.find((product) => product.product_id === line.product_id);

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
      back: () => go("start"),
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
        ? [filled(made("ul", "", { className: "lines" }), ...session.lines.map(cartLine)), receiptChoice()]
        : [text(texts.empty, "hint")],
      back: () => go("dessert"),
      next: session.lines.length ? (session.isSending ? texts.sending : texts.pay) : undefined,
      isNextOff: !isOrderable || session.isSending,
      onNext: order,
    };
  },

  pay: () => PAYMENT[session.payment.state](),

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

const again = () => button(texts.restart, reset);
const PAYMENT = {
  asking: () => payable(texts.asking),
  unavailable: () => ({
    ...payable(texts.unavailable, "warning"),
    body: [
      ...payable(texts.unavailable, "warning").body.slice(0, 2),
      text(texts.unavailable_hint, "hint"),
      text(texts.reference, "hint"),
      text(session.order.order_id.slice(0, REFERENCE_LENGTH), "reference"),
      cancelButton(),
      again(),
    ],
  }),
  waiting: () => payable(texts.waiting),
  checking: () => payable(texts.checking, "warning"),
  expired: () => ({
    title: texts.expired,
    body: [
      text(session.payment.refunds.length ? texts.refunded : texts.expired_hint, "hint"),
      button(texts.renew, () => session.payment.renew(), { className: "primary" }),
      again(),
    ],
  }),
  gone: () => payable(texts.asking),
  cancelled: () => ({
    title: texts.cancelled,
    body: [
      text(texts.cancelled_hint, "hint"),
      button(texts.to_cart, () => go("cart"), { className: "primary" }),
      again(),
    ],
  }),
};

function step(category) {
  const section = (title, hint, products) => [
    title && made("h2", title),
    hint && text(hint, "hint"),
    filled(made("ul", "", { className: "cards" }), ...products.map(card)),
  ];
  const of = (wanted) => menu.products.filter((product) => product.category === wanted);
  const combos = category === "burger" ? of("combo") : [];
  const products = of(category);
  const isChosen = session.lines.some((line) => [...combos, ...products].some((each) => each.product_id === line.product_id));
  const at = STEPS.indexOf(category);
  return {
    title: texts[`ask_${category}`],
    body: [
      ...(combos.length ? section(texts.combo, texts.combos_hint, combos) : []),
      ...(products.length ? section(combos.length && texts.burgers, "", products) : [text(texts.nothing, "hint")]),
    ],
    back: () => go(STEPS[at - 1] ?? "identify"),
    next: !isChosen ? texts.skip : STEPS[at + 1] === "cart" ? texts.see_cart : texts.next,
    onNext: () => go(STEPS[at + 1]),
  };
}

function card(product) {
  const name = product.name[language];
  const isOffered = isSold(menu, product);
  const inCart = units(session.lines.filter((line) => line.product_id === product.product_id));
  const allergens = product.allergens.map((each) => texts.allergens[each] ?? each.replaceAll("_", " "));
  const action = !isOffered ? (product.hours.length ? texts.not_now : texts.sold_out) : hasChoices(product) ? texts.choose : texts.add;
  const add = button(action, () => choose(product), { disabled: !isOffered, ariaLabel: `${action}: ${name}` });
  add.dataset.key = product.product_id;
  return filled(
    made("li", "", { className: isOffered ? "card" : "card sold-out" }),
    picture(product),
    made("h3", name),
    text(product.description[language]),
    allergens.length > 0 && text(texts.contains(allergens.join(", ")), "allergens"),
    text(price(product.price), "price"),
    inCart > 0 && text(texts.in_cart(inCart), "in-cart"),
    add,
  );
}

function cartLine(line, at) {
  const product = productOf(line);
  const name = product?.name[language] ?? line.product_id;
  const key = (act, words, onclick, more = {}) => {
    const made = button(words, onclick, more);
    made.dataset.key = `${at}-${act}`;
    return made;
  };
  const change = (by) => {
    session.lines = withLine(session.lines, { ...line, quantity: line.quantity + by }, at);
    refresh();
  };
  return filled(
    made("li", "", { className: "line" }),
    made("h2", name),
    text(details(line), "details"),
    line.note && text(`“${line.note}”`, "details"),
    !isComplete(menu, line) && text(texts.gone, "wrong"),
    box(
      "stepper",
      key("less", "−", () => change(-1), { ariaLabel: `${texts.less}: ${name}`, disabled: line.quantity <= 1 }),
      made("output", line.quantity, { ariaLabel: texts.quantity }),
      key("more", "+", () => change(+1), { ariaLabel: `${texts.more}: ${name}`, disabled: units(session.lines) >= MOST_UNITS }),
    ),
    text(price(unitPrice(menu, line) * line.quantity), "price"),
    box(
      "edits",
      product && key("edit", texts.edit, () => edit(line, at), { ariaLabel: `${texts.edit}: ${name}` }),
      key("remove", texts.remove, () => remove(at, name), { ariaLabel: `${texts.remove}: ${name}` }),
    ),
  );
}

/** What was chosen of it, in words. */
function details(line) {
  const named = (product, options) =>
    (product?.option_groups ?? []).flatMap((group) => group.options).filter((each) => options.includes(each.option_id)).map((each) => each.name[language]);
  const parts = Object.values(line.choices).flatMap((choice) => {
    const part = productOf(choice);
    return [part?.name[language], ...named(part, choice.options)];
  });
  return [...parts, ...named(productOf(line), line.options)].filter(Boolean).join(", ");
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

const countdown = made("p", "", { className: "hint", role: "timer" });
const standing = made("p", "", { role: "status" });

/** The screen with the code, as far as there is one. */
function payable(words, className = "") {
  const { code, left } = session.payment.code ? session.payment : {};
  Object.assign(standing, { textContent: words, className: `standing ${className}` });
  const isShown = code && left > 0;
  return {
    title: texts.pay_title,
    body: [
      standing,
      text(price(code?.amount ?? session.order.total), "amount"),
      session.isPriceChanged && text(texts.price_changed, "hint"),
      isShown && made("img", "", { className: "qr", alt: texts.qr, src: `data:image/svg+xml,${encodeURIComponent(code.qr_svg)}` }),
      isShown && countdown,
      isShown && text(texts.pay_hint, "hint"),
      cancelButton(),
    ].filter(Boolean),
  };
}

function cancelButton() {
  return button(texts.cancel, async ({ target }) => {
    target.disabled = true;
    const problem = await session.payment?.cancel();
    target.disabled = false;
    if (problem) say(problem.detail || texts.refused);
  });
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
  somebodyIsHere();
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
  if (units(session.lines) > before) say(texts.added(productOf(line).name[language]));
}

function edit(line, at) {
  sheet(
    line,
    texts.save,
    (changed) => {
      session.lines = withLine(session.lines, changed, at);
      refresh();
    },
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

function paymentChanged() {
  const { state, isOpen } = session.payment;
  if (state === "gone" || state === "cancelled") session.attempt = undefined; // that order has been answered for good
  if (state === "gone") return order();
  if (state === "paid") return finish();
  const looks = `${state} ${isOpen}`;
  if (looks === session.shown) return; // nobody loses their place to an answer without news
  session.shown = looks;
  if (element("view").querySelector("h1").textContent === VIEWS.pay().title) refresh();
  else go("pay");
}

function finish() {
  const mine = session;
  setTimeout(() => mine === session && reset(), DONE_MS);
  go("done");
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
  const seconds = Math.max(0, Math.ceil(session.payment.left / 1_000));
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  countdown.textContent = texts.left(time);
  if (seconds === 0 && countdown.isConnected) paymentChanged();
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
  mayAsk: () => view !== "done" && !session.payment?.isOpen && (view !== "start" || language !== screensLanguage),
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
