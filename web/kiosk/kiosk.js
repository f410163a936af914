// The customer's page in the store, from the first touch to the pick-up number: ?store=centro.
import { language as screensLanguage, loadConfig } from "../core/config.js";
import { Discounts, isAboutCoupon } from "../core/discounts.js";
import { priceFormat } from "../core/formats.js";
import { Store } from "../core/store.js";
import { Chime } from "../parts/chime.js";
import { CodeKeypad } from "../parts/code-keypad.js";
import { CpfKeypad } from "../parts/cpf-keypad.js";
import { minuteOf } from "../parts/kitchen-wait.js";
import { ignoreHeldKeys, ignoreTaps } from "../parts/settling.js";
import { keepAwake } from "../parts/wake-lock.js";
import { MAX_UNITS, attempt, cartBody, hasChoices, isComplete, newLine, orderBody, total, units, withLine } from "../rules/cart.js";
import { withCommon } from "../texts/common.js";
import { KIOSK } from "../texts/kiosk.js";
import { apply, stopSpeaking, speak } from "./access.js";
import { PATIENCE_WITH_PAYERS, watchIdle } from "./idle.js";
import { forget, remember, remembered } from "./memory.js";
import { MenuReader } from "./menu-reader.js";
import { Ordering } from "./ordering.js";
import { Payment } from "./payment.js";
import { readSettings } from "./settings.js";
import { settingsActs } from "./settings-acts.js";
import { keepShell } from "./shell.js";
import { shortageOf } from "./shortage.js";
import { kioskView } from "./view.js";

const TEXTS = withCommon(KIOSK); // of its own page alone, so that it loads soon
const DONE_MS = 25_000;
const ADDED_MS = 1_000;
const MAX_ASKED = 10; // products, of GET /suggestions

/** All that is known of whoever stands here; a new one knows nothing of the last. */
const newSession = () => ({ id: Symbol("session"), lines: [], isSending: false });

let config; // once it is read: the screen can be set up before

const acts = {
  ...settingsActs({ sheet: () => store.state.sheet, drawSheet, openSheet, storeName: () => config?.store ?? "" }),
  add, askCancelAll, askCoupon, askReceipt, begin, cancel, change, choose, closeSheet, combine, draw, edit, forgetCoupon, forgetReceipt, go, help,
  openHelp, order, remainAnonymous, remove, reset, stay: () => somebodyIsHere(), turnLanguage, turnToCounter,
};
const discounts = new Discounts((cart) => api.discounts(cart), discountsChanged);
const store = new Store(
  { language: screensLanguage, view: "start", session: newSession(), notice: "", isReachable: true, helps: {} },
  document.body,
  (state) => kioskView(shown(state), acts),
);

/** What the views look at. */
function shown(state) {
  const { language, menu, session } = state;
  const found = menu ? discounts.of(cart(session)) : {};
  const sum = menu && (found.priced?.total ?? total(menu, session.lines));
  return { ...state, texts: TEXTS[language], price: priceFormat(language), discounts: found, total: sum };
}

const texts = () => TEXTS[store.state.language];
const read = (text) => store.state.helps.spoken && speak(text, store.state.language);

function say(notice) {
  store.change({ notice });
  if (notice) read(notice);
}

/** Show what has come by itself. Where that moves what can be touched, nothing takes a tap for a moment. */
function showUnasked(news) {
  const tops = () => String([...document.querySelectorAll("#view button")].map((each) => each.getBoundingClientRect().top));
  const before = tops();
  store.change(news);
  if (tops() !== before) ignoreTaps(document.body);
}

const session = () => store.state.session;
const cart = (session) => cartBody({ ...session, store: config.store });

function know(news) {
  store.change({ session: { ...session(), ...news } });
  priceCart();
}

/** Another view: from its top, and for eyes and ears alike. */
function go(view, session = store.state.session) {
  const keypad = view === "identify" ? new CpfKeypad(identify, () => store.change()) : undefined;
  store.change({ view, notice: "", session: { ...session, keypad } });
  document.documentElement.lang = store.state.language;
  ignoreTaps(document.body);
  scrollTo(0, 0);
  document.getElementById("view").scrollTop = 0;
  const heading = document.querySelector("h1");
  heading.focus({ preventScroll: true });
  read([heading, ...document.querySelectorAll("#view > .hint, #view > .number, #view > .promise")].map((each) => each.textContent).join(". "));
  if (view === "cart") suggest();
  priceCart();
}

/** Have what is in front of the customer worked out, where a campaign can matter to it. */
function priceCart() {
  const { view, menu } = store.state;
  const { lines, coupon } = session();
  if (view !== "cart") return;
  const matters = (menu.discounts || coupon) && lines.length && lines.every((line) => isComplete(menu, line));
  discounts.want(matters ? cart(session()) : undefined);
  store.change(); // nobody pays before it is known
}

function discountsChanged() {
  const { problem } = discounts.of(cart(session()));
  if (problem && isAboutCoupon(problem)) know({ coupon: undefined, couponRefusal: problem.detail });
  else store.change();
}

// --- what customers do

function begin(dining) {
  know({ dining });
  go("identify");
}

async function identify(cpf) {
  const { id } = session();
  const customerRef = await api.identify(cpf);
  if (id !== session().id || store.state.view !== "identify") return;
  know({ customerRef });
  go("burger");
}

function remainAnonymous() {
  know({ customerRef: undefined });
  api.identify().catch(() => {}); // it is asked for again when it is needed
  go("burger");
}

function choose(product) {
  const line = newLine(store.state.menu, product);
  if (hasChoices(product)) openLine(line, texts().add, add);
  else add(line);
}

function add(line) {
  const { lines, id } = session();
  const { product_id } = line;
  const more = withLine(lines, line);
  know({ lines: more, justAdded: product_id });
  setTimeout(() => session().id === id && session().justAdded === product_id && know({ justAdded: undefined }), ADDED_MS);
  const { name } = store.state.menu.products.find((product) => product.product_id === product_id);
  if (units(more) > units(lines)) say(texts().added(name[store.state.language]));
}

/** What others had with it; the cart is as good without. */
async function suggest() {
  const { id, lines } = session();
  const productIds = [...new Set(lines.map((line) => line.product_id))].slice(0, MAX_ASKED);
  if (!productIds.length) return;
  const suggestions = await api.suggestions(config.store, productIds).catch(() => undefined);
  if (suggestions && id === session().id) showUnasked({ session: { ...session(), suggestions } });
}

function combine(lines, name) {
  know({ lines, shortage: undefined });
  ignoreTaps(document.body);
  say(texts().combined(name));
}

function change(at, line) {
  know({ lines: withLine(session().lines, line, at), shortage: undefined });
}

function edit(at, line) {
  openLine(line, texts().save, (changed) => change(at, changed), line.quantity);
}

function remove(at, name) {
  know({ lines: session().lines.filter((_, place) => place !== at), shortage: undefined });
  ignoreTaps(document.body); // the next line comes to where this one was
  say(texts().removed(name));
}

function askReceipt() {
  const give = (receiptCpf) => {
    know({ receiptCpf });
    closeSheet();
  };
  openSheet({ form: "receipt", keypad: new CpfKeypad(give, () => store.change()) });
}

function forgetReceipt() {
  know({ receiptCpf: undefined });
}

function askCoupon() {
  const { id } = session();
  const use = async (coupon) => {
    await discounts.turnTo(cart({ ...session(), coupon }));
    if (id !== session().id) return;
    know({ coupon, couponRefusal: undefined });
    if (store.state.sheet?.form === "coupon") closeSheet();
  };
  know({ couponRefusal: undefined });
  openSheet({ form: "coupon", keypad: new CodeKeypad(use, () => store.change()) });
}

function forgetCoupon() {
  know({ coupon: undefined });
}

/** One question, and only where there is something to lose. */
function askCancelAll() {
  if (session().lines.length) openSheet({ form: "cancel" });
  else reset();
}

function openHelp() {
  openSheet({ form: "help" });
}

function help(name, isOn) {
  const helps = { ...store.state.helps, [name]: isOn };
  apply(helps);
  store.change({ helps });
  if (name === "spoken" && isOn) read(texts().spoken);
  else if (name === "spoken") stopSpeaking();
}

// --- the sheet

/** `own` is how many of the line are in the cart already. */
function openLine(line, action, done, own = 0) {
  const finish = (changed) => {
    closeSheet();
    done(changed);
  };
  const max = MAX_UNITS - units(session().lines) + own;
  openSheet({ menu: store.state.menu, draft: structuredClone(line), max, action, finish });
}

function openSheet(sheet) {
  store.change({ sheet });
  ignoreTaps(document.body);
  document.getElementById("sheet").showModal();
}

function drawSheet(news) {
  store.change({ sheet: { ...store.state.sheet, ...news } });
}

function draw(draft) {
  drawSheet({ draft });
}

function closeSheet() {
  document.getElementById("sheet").close();
  store.change({ sheet: undefined });
  ignoreTaps(document.body);
}

// --- the order and its payment

/** Order what is in the cart, for the total that was shown. The same cart keeps its key until it is answered, so that it is
 * one order however often this is pressed and whatever gets lost. */
async function order(expected) {
  const mine = session();
  if (mine.isSending) return;
  const body = { ...orderBody({ ...mine, store: config.store }), expected_total: expected };
  const wanted = attempt(mine.attempt, body, () => crypto.randomUUID());
  know({ attempt: wanted, isSending: true, shortage: undefined }); // which also takes the button away from a second tap
  say("");
  let placed, problem;
  try {
    placed = await api.order(wanted);
  } catch (refused) {
    problem = refused;
  }
  if (mine.id !== session().id) return;
  know({ isSending: false });
  if (problem) return notOrdered(problem, expected);
  mine.payment?.stop();
  remember(placed);
  know({ order: placed, isPriceChanged: placed.total !== expected });
  if (placed.number) finish(placed.number); // nothing is to be paid
  else pay(placed);
}

function pay(placed) {
  know({ order: placed, isAtCounter: false, payment: new Payment(api, placed, paymentChanged) });
  go("pay");
}

function turnToCounter(isAtCounter) {
  know({ isAtCounter });
  go("pay");
}

function notOrdered(problem, expected) {
  if (!problem.isUndecided) {
    discounts.want(undefined); // what was worked out counts no more
    know({ attempt: undefined });
  }
  if (problem.code === "customer-reference-invalid") {
    know({ customerRef: undefined });
    go("identify");
    say(texts().identify_again);
    return;
  }
  if (problem.code === "kitchen-full") return waitForKitchen(problem.about);
  const shortage = shortageOf(problem, store.state.menu, store.state.language, texts());
  know({ shortage, ...(isAboutCoupon(problem) && { coupon: undefined, couponRefusal: problem.detail }) });
  go("cart");
  if (problem.code === "total-changed") openSheet({ form: "total", from: expected, to: problem.about.total });
  const hasOwnPlace = problem.code === "total-changed" || isAboutCoupon(problem);
  say(problem.isUndecided ? texts().unanswered : hasOwnPlace ? "" : shortage?.text || problem.detail || texts().refused);
  if (!problem.isUndecided) menuReader.read(); // what was refused has perhaps changed there
}

/** Ask for the same again when that is worth it, unless the cart has been changed or left. */
function waitForKitchen({ free_at, free_in }) {
  const kitchenRetry = { until: free_at, lines: session().lines };
  know({ kitchenRetry });
  go("cart");
  read(texts().kitchen_retry(minuteOf(free_at, store.state.menu.time_zone, store.state.language)));
  setTimeout(() => {
    if (session().kitchenRetry !== kitchenRetry) return;
    know({ kitchenRetry: undefined });
    const isWanted = session().lines === kitchenRetry.lines && store.state.view === "cart" && !document.querySelector("dialog[open]");
    if (isWanted) order(shown(store.state).total);
  }, free_in * 1_000);
}

async function cancel() {
  const { payment } = session();
  know({ isCancelling: true });
  const problem = await payment.cancel();
  if (payment !== session().payment) return;
  know({ isCancelling: false });
  if (problem) say(problem.detail || texts().refused);
}

function paymentChanged() {
  const { payment, lines } = session();
  const { state } = payment;
  if (state === "gone" || state === "cancelled") know({ attempt: undefined }); // that order has been answered for good
  if (state === "gone" && lines.length) return order(shown(store.state).total);
  if (state === "paid") return finish(payment.number);
  const before = document.querySelector("h1").textContent;
  showUnasked();
  if (document.querySelector("h1").textContent === before) return; // nobody loses their place to an answer without news
  go("pay");
  somebodyIsHere(); // or was, until there was something to read
}

function finish(number) {
  const { id, payment } = session();
  payment?.stop();
  setTimeout(() => id === session().id && reset(), DONE_MS);
  know({ number });
  go("done");
  if (chime) chime.play("news");
  if (readSettings().printer) print();
}

/** A code may be paid by whoever has scanned it, so it stays, and nothing else that was said here does. */
function forgetAllButTheCode() {
  const { id, order, payment, isAtCounter } = session();
  store.change({ session: { ...newSession(), id, order, payment, isAtCounter } });
  api.forget();
}

function reset() {
  session().payment?.stop();
  discounts.want(undefined);
  forget();
  api.forget();
  stopSpeaking();
  for (const dialog of document.querySelectorAll("dialog")) dialog.close();
  apply({});
  store.change({ sheet: undefined, language: screensLanguage, helps: {} });
  go("start", newSession());
  if (isRenewed) location.reload();
}

// --- what happens by itself

let isRenewed = false; // a newer version of this page waits for the first screen

function renew() {
  isRenewed = true;
  if (store.state.view === "start") location.reload();
}

function menuChanged(news) {
  showUnasked(news);
  if (!news.menuProblem) priceCart();
}

function noteReach(isReachable) {
  if (isReachable === store.state.isReachable) return;
  showUnasked({ isReachable });
  if (isReachable) discounts.retry();
  menuReader.plan();
}

function turnLanguage() {
  store.change({ language: store.state.language === "en" ? "pt-BR" : "en" });
  go(store.state.view);
}

store.change();
document.documentElement.lang = screensLanguage;
keepAwake();
const chime = readSettings().sound ? new Chime() : undefined;
const found = await loadConfig(() => store.change({ isReachable: false }));
config = { ...found, store: readSettings().store ?? found.store };
const api = new Ordering(config, { language: () => store.state.language, onReach: noteReach });
const menuReader = new MenuReader(() => api.menu(config.store), { isReachable: () => store.state.isReachable, changed: menuChanged });

/** Whether whoever is there has ordered, and looks at what becomes of it. */
const isAwaited = ({ payment, kitchenRetry, isSending }) => isSending || kitchenRetry || (payment && !payment.isEnded);

const question = document.getElementById("idle");
const somebodyIsHere = watchIdle({
  mayAsk: () => {
    const { view, language, helps, sheet } = store.state;
    const isTouched = sheet || language !== screensLanguage || Object.values(helps).includes(true);
    return view !== "done" && (view !== "start" || isTouched);
  },
  patience: () => (isAwaited(session()) ? PATIENCE_WITH_PAYERS : undefined),
  ask: (isAsked) => {
    if (isAsked) question.showModal();
    else question.close();
    ignoreTaps(document.body);
  },
  leave: () => session().payment?.isPending || reset(),
  unasked: () => session().payment?.isPending && forgetAllButTheCode(),
});
document.addEventListener("keydown", (event) => {
  if (question.open) return;
  const keypad = store.state.sheet ? store.state.sheet.keypad : store.state.view === "identify" && session().keypad;
  if (keypad) keypad.press(event);
  else if (store.state.sheet?.form === "settings" && !store.state.sheet.isOpen && /^[0-9]$/.test(event.key)) acts.typePin(store.state.sheet.digits + event.key);
});
ignoreHeldKeys();
setInterval(showUnasked, 1_000); // a code's time runs, a menu grows old
const unfinished = remembered();
if (unfinished) pay(unfinished);
menuReader.read();
keepShell(renew);
