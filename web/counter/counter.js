// The counter: finds an order, takes its money, calls it off, prints its receipt.
import { Problem } from "../core/api.js";
import { language } from "../core/config.js";
import { dayOf, priceFormat, timeFormats } from "../core/formats.js";
import { enter } from "../core/staff-session.js";
import { Store } from "../core/store.js";
import { ignoreHeldKeys, ignoreTaps } from "../parts/settling.js";
import { centavos } from "../rules/cash.js";
import { lookup } from "../rules/lookup.js";
import { permitted } from "../rules/till.js";
import { TEXTS } from "../texts/index.js";
import { ACTS, NEW_KEY, PRINT_KEY, SEARCH_KEY, blank, isConfirmable, validationError } from "./acts.js";
import { Draft } from "./draft.js";
import { counterView } from "./view.js";

const POLL_MS = 10_000;
const RETRY_MS = 2_000;
const PAGE = 20;
const TICK_MS = 1_000;

const texts = TEXTS.counter[language];
const price = priceFormat(language);
const acts = {
  find, type, filter, turn, open, close, begin, fill, leave, confirm, print,
  beginDraft, leaveDraft, placeAndPay, editLine, keepLine, pressLine,
  signOut: () => session.signOut(),
};
const store = new Store(
  {
    connection: { isLive: true, hasFailed: false }, // what is shown was asked for, so it lives as long as it is answered
    query: { status: "", day: "", named: undefined },
    typed: "",
    cursors: [], // of the pages up to this one
    list: undefined,
    openId: undefined,
    order: undefined,
    may: {},
    act: undefined, // that is being filled in
    draft: undefined, // the order that is being put together
    isBusy: false,
    cash: undefined, // what was handed over for which order
    notice: "",
    trouble: "", // why nothing can be read
    undecidedAt: undefined,
  },
  document.body,
  (state) => counterView({ ...state, texts, language, price }, acts),
);

document.documentElement.lang = language;
store.change();

const { session, api } = await enter(store, texts.refused);
const draft = new Draft(api, { texts, language, price, show: showDraft });
acts.draft = draft;
store.change({ person: session.person });

// --- what is shown

let timer;
let turns = 0;

/** Read all that is shown anew. An answer that a later question has overtaken changes nothing. */
async function refresh() {
  clearTimeout(timer);
  const mine = ++turns;
  const requestedAt = Date.now();
  let news;
  try {
    news = { ...(await read()), trouble: "", connection: { isLive: true, hasFailed: false, trueAt: requestedAt } };
  } catch (problem) {
    news = { connection: { ...store.state.connection, hasFailed: true } };
    if (problem instanceof Problem && !problem.isUndecided) news = { trouble: problem.detail || texts.not_done };
  }
  if (!news.connection?.hasFailed) draft.retry();
  if (mine !== turns) return;
  const isWaited = news.connection?.hasFailed || store.state.act?.name === "qr"; // for an answer, or for money
  timer = setTimeout(refresh, isWaited ? RETRY_MS : POLL_MS);
  if (requestedAt >= store.state.undecidedAt && news.list) Object.assign(news, { notice: "", undecidedAt: undefined });
  show(news);
}

async function read() {
  const { query, cursors, openId, settings } = store.state;
  const parameters = { limit: PAGE, cursor: cursors.at(-1), day: query.day, ...(query.named ?? { status: query.status }) };
  const present = Object.entries(parameters).filter(([, value]) => value);
  const [list, order, known] = await Promise.all([
    api.get(`/staff/orders?${new URLSearchParams(present)}`),
    openId && api.get(`/staff/orders/${openId}`).catch((problem) => (problem.status === 404 ? undefined : Promise.reject(problem))),
    settings ? { body: settings } : api.get("/store"),
  ]);
  const isGone = openId && !order;
  return {
    list: list.body,
    order: order?.body,
    settings: known.body,
    today: dayOf(Date.now(), known.body.time_zone),
    times: timeFormats(language, known.body.time_zone),
    ...(isGone && { openId: undefined, notice: texts.gone }),
  };
}

/** An order that is known as a later version stays; what was begun and is possible no more ends. */
function show(news) {
  const { order: known } = store.state;
  const read = "order" in news ? news.order : known;
  const order = read?.order_id === known?.order_id && read?.version < known?.version ? known : read;
  const may = order ? permitted(order, session.person.groups) : {};
  const { act } = store.state;
  const wasConfirmable = act && isConfirmable(act, known);
  store.change({ ...news, order, may });
  if (act && order && !wasConfirmable && isConfirmable(act, order)) document.querySelector("#act [type=submit]").focus();
  if (!act || may[ACTS[act.name].may]) return;
  leave();
  store.change({ notice: act.name === "qr" && order.paid_at ? texts.paid : texts.changed });
}

/** Ask for other orders. */
function ask(news, cursors = []) {
  const { query, connection } = store.state;
  store.change({ query: { ...query, ...news }, cursors, list: undefined, notice: "", connection: { ...connection, trueAt: undefined } });
  return refresh();
}

// --- what people do

function type(typed) {
  store.change({ typed });
}

async function find() {
  const { typed } = store.state;
  const named = lookup(typed);
  if (typed.trim() && !named) return store.change({ notice: texts.search_wrong });
  await ask({ named });
  const { list, query } = store.state;
  if (named && query.named === named && list?.orders.length === 1) await open(list.orders[0]);
}

/** By day, or by status among all of the day. */
function filter(news) {
  store.change({ typed: "" });
  return ask({ ...news, named: undefined });
}

function turn(cursors) {
  return ask({}, cursors);
}

async function open({ order_id }) {
  store.change({ openId: order_id, order: undefined, may: {}, notice: "", receipt: undefined });
  await refresh();
  document.getElementById("order-title")?.focus();
}

function close() {
  store.change({ openId: undefined, order: undefined, may: {}, receipt: undefined });
  toSearch();
}

function begin(name) {
  if (store.state.isBusy || !store.state.may[ACTS[name].may]) return;
  store.change({ act: blank(name), notice: "" });
  ignoreTaps(document.body);
  document.getElementById("act").showModal();
  if (name === "qr") showCode();
}

/** The code that pays the order, until it is paid or ends. */
async function showCode() {
  const { order } = store.state;
  const requestedAt = performance.now();
  fill({ code: undefined });
  try {
    const { body: code } = await api.post(`/staff/orders/${order.order_id}/checkout`);
    if (store.state.act?.name === "qr") fill({ code: { ...code, version: order.version, endsAt: requestedAt + code.expires_in * 1_000 } });
  } catch (problem) {
    if (store.state.act?.name === "qr") fill({ error: problem.detail || texts.not_done });
  }
  refresh();
}

function fill(news) {
  store.change({ act: { ...store.state.act, error: "", ...news } });
}

function leave() {
  document.getElementById("act").close();
  store.change({ act: undefined });
  ignoreTaps(document.body);
}

/** Do what was filled in. What became of it is known from the answer, or else looked for. */
async function confirm() {
  const { act, order, isBusy } = store.state;
  if (isBusy || !isConfirmable(act, order)) return undefined;
  if (act.name === "qr") return showCode();
  const missing = validationError(act, order, { texts, price });
  if (missing) return fill({ error: missing });
  const { path, body } = ACTS[act.name];
  const cash = act.name === "cash" ? { order_id: order.order_id, given: centavos(act.typed) } : store.state.cash;
  store.change({ isBusy: true, cash, undecidedAt: undefined });
  try {
    const answer = await api.post(`/staff/orders/${order.order_id}/${path}`, {
      body: body(act),
      headers: { "If-Match": `"${order.version}"` },
    });
    if (store.state.openId === order.order_id) show({ order: answer.body, act: undefined });
    finish();
  } catch (problem) {
    if ([400, 422].includes(problem.status) && store.state.act) fill({ error: problem.detail || texts.not_done });
    else finish(refusal(problem));
  }
  store.change({ isBusy: false });
  refresh();
}

function finish(news = {}) {
  leave();
  store.change(news);
  document.getElementById("order-title")?.focus();
}

function refusal(problem) {
  if (problem.isUndecided) return { notice: texts.undecided, undecidedAt: Date.now() };
  const isOvertaken = problem.status === 412 || problem.code === "order-status";
  return { notice: isOvertaken ? texts.changed : problem.detail || texts.not_done };
}

/** The CPF that was asked for stands on paper alone, so the receipt is here only while it is printed. */
async function print() {
  const { order, isBusy, may } = store.state;
  if (isBusy || !may.print) return;
  store.change({ isBusy: true, notice: "" });
  try {
    const { body: receipt } = await api.get(`/staff/orders/${order.order_id}/receipt`);
    store.change({ receipt });
    window.print();
  } catch (problem) {
    store.change({ notice: problem.detail || texts.not_done });
  }
  store.change({ isBusy: false });
}

// --- a new order

function showDraft(state) {
  store.change({ draft: state && { ...state } });
  const line = document.getElementById("line");
  if (state?.edited && !line.open) line.showModal();
  if (!state?.edited && line?.open) line.close();
}

async function beginDraft() {
  if (store.state.draft || store.state.isBusy || !store.state.settings || !isTill()) return;
  store.change({ openId: undefined, order: undefined, may: {}, receipt: undefined, notice: "" });
  ignoreTaps(document.body);
  const isRead = draft.begin(store.state.settings.store);
  toProduct();
  await isRead;
}

const isTill = () => session.person.groups.some((group) => group === "counter" || group === "manager");

/** What is half done is thrown away by the second time that it is asked for. */
function leaveDraft() {
  const { lines, isLeaving } = draft.state;
  if (lines.length && !isLeaving) return draft.change({ isLeaving: true, error: texts.discard_sure });
  ignoreTaps(document.body);
  draft.end();
  return toSearch();
}

async function placeAndPay(name) {
  const order_id = await draft.place();
  if (!order_id) return;
  draft.end();
  ignoreTaps(document.body);
  await open({ order_id });
  begin(name);
}

function editLine(at) {
  ignoreTaps(document.body);
  draft.edit(at);
}

function keepLine() {
  ignoreTaps(document.body);
  draft.keep();
}

const toProduct = () => document.getElementById("product")?.focus();

function toLine(at) {
  const lines = [...document.querySelectorAll("#chosen .line")];
  if (lines.length) lines[Math.min(Math.max(0, at), lines.length - 1)].focus();
  else toProduct();
}

/** What is pressed on a chosen line: how many, fewer, more, none, or the line above or below. */
function pressLine(event, at) {
  const { quantity } = draft.state.lines[at];
  const counts = { "+": quantity + 1, "-": quantity - 1, Delete: 0, Backspace: 0 };
  const ways = { ArrowUp: () => toLine(at - 1), ArrowDown: () => toLine(at + 1), ArrowLeft: toProduct };
  const isCount = event.key in counts || /^[1-9]$/.test(event.key);
  if (!isCount && !(event.key in ways)) return;
  event.preventDefault();
  if (!isCount) return ways[event.key]();
  draft.count(at, counts[event.key] ?? Number(event.key));
  toLine(at);
}

function pressInDraft(event) {
  const { target, key } = event;
  if (document.getElementById("line").open) return; // the dialog's own
  if (draft.state.edited) draft.leave(); // the dialog has closed, and says so a moment later
  const { typed, found } = draft.state;
  const inProduct = target.id === "product";
  const pressed = {
    ...Object.fromEntries(["cash", "card", "pix", "qr"].map((name) => [ACTS[name].key, () => placeAndPay(name)])),
    [NEW_KEY]: toProduct,
    Escape: () => (inProduct && typed ? draft.type("") : leaveDraft()),
    ...(inProduct && {
      ArrowDown: () => draft.walk(+1),
      ArrowUp: () => draft.walk(-1),
      Enter: () => (typed.trim() || draft.state.at) && found.length && draft.addFound(),
      ...(!typed && { ArrowRight: () => toLine(Infinity) }),
    }),
  }[key];
  if (!pressed) return;
  event.preventDefault();
  pressed();
}

// --- the keyboard

function press(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat || document.getElementById("act").open) return;
  if (store.state.act) leave(); // its dialog has closed, and says so a moment later
  if (store.state.draft) return pressInDraft(event);
  const pressed = KEYS[event.key];
  if (!pressed || (event.key in STEPS && !event.target.closest("#search, #orders"))) return;
  event.preventDefault();
  pressed();
}

const STEPS = { ArrowDown: +1, ArrowUp: -1 }; // elsewhere they are somebody else's
const KEYS = {
  ...Object.fromEntries(Object.entries(ACTS).filter(([, { key }]) => key).map(([name, { key }]) => [key, () => begin(name)])),
  ...Object.fromEntries(Object.entries(STEPS).map(([key, by]) => [key, () => walk(by)])),
  [NEW_KEY]: beginDraft,
  [SEARCH_KEY]: toSearch,
  [PRINT_KEY]: print,
  Escape: () => store.state.openId && close(),
};

function toSearch() {
  const search = document.getElementById("search");
  search.focus();
  search.select();
}

function walk(by) {
  const rows = [...document.querySelectorAll("#orders button")];
  const at = rows.indexOf(document.activeElement);
  if (at + by < 0) toSearch();
  else rows[at < 0 ? 0 : at + by]?.focus();
}

document.addEventListener("keydown", press);
ignoreHeldKeys();
addEventListener("afterprint", () => store.change({ receipt: undefined }));
refresh();
document.getElementById("search").focus();
setInterval(() => store.change(), TICK_MS); // what is shown grows older
