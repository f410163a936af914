// A customer's account: sign up, sign in, orders, data. All of it is forgotten with the page.
import { Client } from "../core/api.js";
import { language as browsersLanguage, loadConfig } from "../core/config.js";
import { FollowedOrder } from "../core/followed-order.js";
import { priceFormat, timeFormats } from "../core/formats.js";
import { guest } from "../core/guest.js";
import { leave, resume } from "../core/session.js";
import { Store } from "../core/store.js";
import { ignoreHeldKeys, ignoreTaps } from "../parts/settling.js";
import { attempt } from "../rules/cart.js";
import { consentsOf } from "../rules/consents.js";
import { ACCOUNT_TEXTS } from "../texts/account.js";
import { accountView } from "./view.js";

const TICK_MS = 1_000;
const RETRY_MS = 3_000;
const REGISTRATION = "registration"; // waits for its code, while somebody looks at their e-mail; it names nobody
const SIGNED_IN = "signed-in"; // in this tab, so that a reload signs in again

const acts = {
  ask, choose, confirm, copy, download, edit, erase, go, more, openOrder, orderAgain, register, repeatOrder, save, signIn, signOut, startAgain, turnLanguage,
};
const store = new Store(
  { language: browsersLanguage, view: undefined, notice: "", news: "", errors: [], isBusy: false, isAsked: false, dining: "eat_in" },
  document.body,
  (state) => accountView(shown(state), acts),
);
let config, api, open, session;

function shown(state) {
  const { language } = state;
  return { ...state, now: Date.now(), texts: ACCOUNT_TEXTS[language], price: priceFormat(language), times: timeFormats(language) };
}

const texts = () => ACCOUNT_TEXTS[store.state.language];

function show(news) {
  store.change(news);
  document.documentElement.lang = store.state.language;
  document.title = `${texts().title} · ByteMeBurger`;
}

/** Another view, from its top, for eyes and ears alike. */
function go(view, news = {}) {
  if (view !== "order") store.state.followed?.stop();
  show({ view, notice: "", news: "", errors: [], isAsked: false, copied: undefined, draft: undefined, ...news });
  if (view === "orders") readOrders();
  if (view === "profile") readProfile();
  ignoreTaps(document.querySelector("main"));
  scrollTo(0, 0);
  document.getElementById("title").focus();
}

/** One thing at a time; its problem is shown. Answers whether it was done. */
async function take(act) {
  if (store.state.isBusy) return false;
  show({ isBusy: true, notice: "", news: "" });
  let notice = "";
  try {
    await act();
  } catch (problem) {
    notice = problem.detail || texts().not_done;
  }
  show({ isBusy: false, notice });
  return !notice;
}

/** Read what a view shows, until there is an answer or another view. */
async function read(ask) {
  const { view } = store.state;
  while (store.state.view === view) {
    try {
      return show({ ...(await ask()), notice: "" });
    } catch (problem) {
      if (store.state.view === view) show({ notice: problem.isUndecided ? texts().unreachable : problem.detail });
      if (!problem.isUndecided) return undefined;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
  return undefined;
}

/** The form's entries; undefined, and the first that is wrong focused, where one cannot be. */
function filledIn(event) {
  event.preventDefault();
  const wrong = [...event.target.elements].filter((each) => each.name && !each.checkValidity());
  show({ errors: wrong.map(({ name }) => name) });
  wrong[0]?.focus();
  return wrong.length ? undefined : new FormData(event.target);
}

// --- becoming a customer

async function register(event) {
  const form = filledIn(event);
  if (!form) return;
  const body = {
    name: form.get("name").trim(),
    email: form.get("email").trim(),
    language: store.state.language,
    consents: consentsOf(form.getAll("consents")),
  };
  const isDone = await take(async () => {
    sessionStorage.setItem(REGISTRATION, (await open.post("/customers", { body })).body.registration);
  });
  if (isDone) go("code");
}

async function confirm(event) {
  const form = filledIn(event);
  if (!form) return;
  const code = form.get("code").replace(/\D/g, "");
  if (code.length !== 8) return show({ errors: ["code"] });
  const body = { registration: sessionStorage.getItem(REGISTRATION), code };
  const isDone = await take(() => open.post("/customers/confirm", { body }));
  if (!isDone) return;
  sessionStorage.removeItem(REGISTRATION);
  go("welcome", { isCreated: true });
}

function startAgain() {
  sessionStorage.removeItem(REGISTRATION);
  go("sign-up");
}

function signIn() {
  return take(async () => {
    sessionStorage.setItem(SIGNED_IN, "");
    await leave(config.customer_sign_in);
  });
}

function signOut() {
  sessionStorage.removeItem(SIGNED_IN);
  session.signOut();
}

// --- orders

const readOrders = () => read(async () => ({ list: (await api.get("/me/orders")).body }));

function more() {
  return take(async () => {
    const { orders, cursor } = store.state.list;
    const { body } = await api.get(`/me/orders?cursor=${encodeURIComponent(cursor)}`, { retries: 2 });
    show({ list: { ...body, orders: [...orders, ...body.orders] } });
  });
}

function openOrder(order_id) {
  const followed = new FollowedOrder(api, config.live_url, { order_id, isOwn: true }, () => store.state.followed === followed && show());
  go("order", { followed });
  return followed;
}

async function repeatOrder(order_id) {
  let repeated;
  const isDone = await take(async () => {
    repeated = (await api.get(`/me/orders/${order_id}/repeat`, { retries: 2 })).body;
  });
  if (isDone) go("again", { repeated, attempt: undefined });
}

function choose(dining) {
  show({ dining });
}

/** The same order however often it is asked for, until it is answered. */
async function orderAgain() {
  const { repeated, dining } = store.state;
  const lines = repeated.lines.map(({ line: { note, ...line } }) => ({ ...line, ...(note && { note }) }));
  const wanted = attempt(store.state.attempt, { store: repeated.store, dining, lines }, () => crypto.randomUUID());
  show({ attempt: wanted });
  let placed;
  const isDone = await take(async () => {
    placed = (await api.post("/orders", { body: wanted.text, headers: { "Idempotency-Key": wanted.key } })).body;
  });
  if (!isDone) return;
  show({ attempt: undefined });
  const followed = openOrder(placed.order_id);
  if (placed.status === "AWAITING_PAYMENT") followed.pay();
}

async function copy(code) {
  show({ copied: { code, isDone: await navigator.clipboard.writeText(code).then(() => true, () => false) } });
}

/** Whether to do what cannot be undone. */
function ask(isAsked) {
  show({ isAsked });
  ignoreTaps(document.querySelector("main"));
  document.getElementById(store.state.view === "order" ? "sure" : "erase-hint")?.focus();
}

// --- data

function readProfile() {
  return read(async () => {
    const { body, etag } = await api.get("/me");
    return { profile: body, tag: etag };
  });
}

/** What is typed stays, whatever is read meanwhile. */
function edit({ target: { name, type, value, checked } }) {
  show({ draft: { ...store.state.draft, ...(type === "checkbox" ? { [value]: checked } : { [name]: value }) } });
}

async function save(event) {
  const form = filledIn(event);
  if (!form) return;
  const body = { name: form.get("name").trim(), language: form.get("language"), consents: consentsOf(form.getAll("consents")) };
  let isOvertaken = false;
  const isDone = await take(async () => {
    try {
      const answer = await api.put("/me", { body, headers: { "If-Match": store.state.tag } });
      show({ profile: answer.body, tag: answer.etag, draft: undefined, language: answer.body.language });
    } catch (problem) {
      isOvertaken = problem.code === "profile-changed";
      if (!isOvertaken) throw problem;
    }
  });
  if (isOvertaken) {
    await readProfile();
    return show({ notice: texts().changed });
  }
  if (isDone) show({ news: texts().saved });
}

async function download() {
  const isDone = await take(async () => {
    const exported = (await api.get("/me/export", { retries: 2 })).body;
    while (exported.cursor) {
      const { orders, cursor } = (await api.get(`/me/export?cursor=${encodeURIComponent(exported.cursor)}`, { retries: 2 })).body;
      exported.orders.push(...orders);
      exported.cursor = cursor;
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(exported, null, 2)], { type: "application/json" }));
    link.download = "byteme-burger.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), TICK_MS);
  });
  if (isDone) show({ news: texts().exported });
}

async function erase() {
  let erasure;
  const isDone = await take(async () => {
    erasure = (await api.delete("/me")).body;
  });
  if (isDone) go("erased", { erasure, profile: undefined, list: undefined, followed: undefined });
}

// --- the page

function turnLanguage() {
  show({ language: store.state.language === "en" ? "pt-BR" : "en" });
}

ignoreHeldKeys();
setInterval(show, TICK_MS); // a code's time runs, what is shown grows older
const unreachable = () => show({ notice: texts().unreachable });
show();
config = await loadConfig(unreachable);
const language = () => store.state.language;
const anybody = new Client(config.api_url, { language });
const authorize = guest(async () => (await anybody.post("/identify", { body: {}, isOpen: true })).body);
open = new Client(config.api_url, { language, authorize });
let refusal = "";
session = await resume(config.customer_sign_in, unreachable).catch(() => {
  sessionStorage.removeItem(SIGNED_IN);
  refusal = texts().refused;
});
if (session) {
  api = new Client(config.api_url, { language, authorize: session.token });
  sessionStorage.setItem(SIGNED_IN, "");
  go("orders");
} else if (sessionStorage.getItem(SIGNED_IN) !== null && !refusal) {
  sessionStorage.removeItem(SIGNED_IN); // once: who is asked and goes back is left alone
  await leave(config.customer_sign_in);
} else go(sessionStorage.getItem(REGISTRATION) ? "code" : "welcome", { notice: refusal });
