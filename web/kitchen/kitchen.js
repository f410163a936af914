// What the kitchen has to do, in three lanes; docs/decisions/pages.md tells why nothing moves while somebody works.
import { language } from "../core/config.js";
import { Screen, follow } from "../core/live.js";
import { enter } from "../core/staff-session.js";
import { Store } from "../core/store.js";
import { Chime } from "../parts/chime.js";
import { Settling, ignoreHeldKeys, ignoreTaps } from "../parts/settling.js";
import { keepAwake } from "../parts/wake-lock.js";
import { labels } from "../rules/labels.js";
import { LANES, cells, grid, place } from "../rules/lanes.js";
import { linesOf } from "../rules/stations.js";
import { clockAhead } from "../rules/waiting.js";
import { TEXTS } from "../texts/index.js";
import { TRANSITIONS } from "./card-view.js";
import { listen } from "./keys.js";
import { Menu } from "./menu.js";
import { keepPreferences, readPreferences } from "./preferences.js";
import { Stopped } from "./stopped.js";
import { kitchenView } from "./view.js";

const TICK_MS = 1_000;
const REST_MS = 3_000; // after the last touch
const MAX_UNREST_MS = 15_000;
const REPEAT_MS = 6_000; // of a sound that nobody has minded yet
const LIMITS_MS = 5 * 60_000;

const texts = TEXTS.kitchen[language];
const screen = new Screen((order) => "lines" in order);
const preferences = readPreferences();
const acts = {
  advance, acknowledge, tick, undo, open, choose,
  signOut: () => session.signOut(),
  close: () => close("sheet", { openId: undefined }),
  openPanel,
  closePanel: () => close("panel", { panel: undefined }),
  switchProduct: (product_id) => menu.toggle(product_id),
  toggleTotals: () => show({ hasTotals: !store.state.hasTotals }),
  toggleSound: () => prefer({ hasSound: !store.state.hasSound }),
  toggleKeys: () => prefer({ hasKeys: !store.state.hasKeys }),
};
const store = new Store(
  {
    connection: { isLive: true, hasFailed: false },
    ...preferences,
    station: new Set(preferences.station),
    isSilenced: true,
    limits: { warning_minutes: 8, late_minutes: 15 }, // until the store's own are known
    now: Date.now(),
    orders: [], // those of the station, lane by lane
    lanes: LANES.map(() => []),
    labels: new Map(),
    card: "full",
    unseen: new Set(),
    recent: [],
    busy: new Set(),
    switching: new Set(),
    notice: "",
    news: "",
    undecidedAt: undefined,
  },
  document.body,
  (state) => kitchenView({ ...state, texts, language }, acts),
);

document.documentElement.lang = language;
store.change();
const list = document.getElementById("orders");
const settling = ["orders", "last"].map((id) => new Settling(document.getElementById(id)));
const isSettling = ({ order_id }) => settling[0].has(order_id);

// --- what is shown, and where

let touchedAt = -Infinity;
let restedAt = -Infinity;
let ahead = 0; // the API's clock
let layout = grid(LANES.map(() => 0), 1, 1);
const narrow = matchMedia("(max-width: 40rem)"); // a phone, or large letters: one card below the other, and the page scrolls
const known = new Set(); // by id, all that this screen has shown
const stopped = new Stopped(async (order_id) => (await api.get(`/staff/orders/${order_id}`)).body.status);

/** Whether cards may move: nobody works here just now, or has worked without a rest for long enough. */
function rests(now) {
  if (now - touchedAt < REST_MS && now - restedAt < MAX_UNREST_MS) return false;
  restedAt = now;
  return true;
}

function show(news = {}) {
  const now = Date.now();
  const isAtRest = rests(now);
  const queue = screen.orders.filter((order) => "lines" in order);
  if (stopped.look(queue, screen.find)) alarm("stop", texts.news_stopped);
  const station = news.station ?? store.state.station;
  const orders = [...queue, ...stopped.orders].filter((order) => linesOf(order, station).length);
  const lanes = LANES.map((status, lane) => cells(store.state.lanes[lane], orders.filter((each) => each.status === status), isAtRest));
  if (isAtRest || news.isResized) layout = grid(lanes.map((lane) => lane.length), list.clientWidth, list.clientHeight, news.isResized ? 0 : layout.size);
  const sorted = lanes.flat().filter(Boolean).map((id) => orders.find(({ order_id }) => order_id === id));
  const unseen = new Set([...(news.unseen ?? store.state.unseen)].filter((id) => orders.some(({ order_id }) => order_id === id)));
  for (const order of queue) meet(order, unseen);
  const ids = sorted.map(({ order_id }) => order_id);
  const keys = labels(store.state.labels, ids, isAtRest);
  store.change({ ...news, orders: sorted, lanes, labels: keys, card: narrow.matches ? "full" : layout.card, unseen, now: now + ahead });
  lay(lanes);
  for (const each of settling) each.look();
}

let pending;

/** With the browser's next picture: fifty frames a second do not draw the screen fifty times a second. */
function showSoon(news) {
  if (!pending) requestAnimationFrame(showPending);
  pending = { ...pending, ...news };
}

function showPending() {
  const news = pending;
  pending = undefined;
  show(news);
}

/** An order that is new on this screen is news, but for those that it opens with; so is one that is not to be prepared any more. */
function meet(order, unseen) {
  const sign = `${order.order_id} ${order.refunded}`;
  if (known.has(sign)) return;
  const isFirst = store.state.connection.trueAt === undefined;
  known.add(sign);
  if (isFirst || !linesOf(order, store.state.station).length || (order.status !== "RECEIVED" && !order.refunded)) return;
  unseen.add(order.order_id);
  alarm(order.refunded ? "stop" : "news", order.refunded ? texts.news_stopped : texts.news_order(order.number));
}

/** Each card into its cell. Whose lane is full for now is not seen before the next rest. */
function lay(lanes) {
  const columns = layout.columns.reduce((sum, each) => sum + each, 0);
  for (const id of ["heads", "orders"]) document.getElementById(id).style.setProperty("--columns", columns);
  list.style.setProperty("--rows", layout.rows);
  for (const [lane, head] of [...document.getElementById("heads").children].entries()) head.style.gridColumn = `span ${layout.columns[lane]}`;
  const nodes = new Map([...list.children].map((node) => [node.dataset.key, node]));
  for (const [at, lane] of lanes.entries()) {
    for (const [cell, id] of lane.entries()) {
      const node = nodes.get(id);
      if (!node) continue; // it is a hole
      const { column, row } = place(at, cell, layout);
      node.style.gridColumn = column;
      node.style.gridRow = row;
      node.toggleAttribute("data-waits", cell >= layout.rows * layout.columns[at]);
    }
  }
}

// --- sound until seen

let soundedAt = -Infinity;
const chime = new Chime(() => store.change({ isSilenced: chime.isSilenced }));

function alarm(sound, news) {
  soundedAt = Date.now();
  if (store.state.hasSound) chime.play(sound);
  store.change({ news });
}

function touch() {
  touchedAt = Date.now();
  if (store.state.unseen.size) store.change({ unseen: new Set() });
}

function remind() {
  if (!store.state.unseen.size || Date.now() - soundedAt < REPEAT_MS) return;
  const isStop = store.state.orders.some((order) => order.refunded && store.state.unseen.has(order.order_id));
  alarm(isStop ? "stop" : "news", store.state.news);
}

// --- what people do

const { config, session, api } = await enter(store, texts.refused);
const menu = new Menu(api, texts, (news) => store.change(news));
store.change({ person: session.person });

/** Do something to an order. What became of it is known from the answer, or else looked for. */
async function act(order, path, options) {
  const { order_id } = order;
  if (store.state.busy.has(order_id) || isSettling(order)) return;
  show({ busy: new Set([...store.state.busy, order_id]), notice: "", undecidedAt: undefined });
  let news = {};
  try {
    screen.change((await api.post(`/kitchen/orders/${order_id}/${path}`, options)).body);
  } catch (problem) {
    news = refusal(problem);
    lookAgain();
  }
  const busy = new Set([...store.state.busy].filter((each) => each !== order_id));
  show({ busy, ...news });
  if (order.status === "COMPLETED" || screen.find(order_id)?.status === "COMPLETED") lookBack();
}

function refusal(problem) {
  if (problem.isUndecided) return { notice: texts.undecided, undecidedAt: Date.now() };
  return { notice: [409, 412].includes(problem.status) ? texts.changed : problem.detail || texts.not_done };
}

let lastAdvanced; // here, so that it can be undone

function advance(order, to) {
  lastAdvanced = order.order_id;
  return act(order, "advance", { body: { to }, headers: { "If-Match": `"${order.version}"` } });
}

/** One step back, where the API has one: from Ready, and from handed over. */
function undo() {
  const { orders, recent } = store.state;
  const order = [...orders, ...recent].find(({ order_id }) => order_id === lastAdvanced) ?? screen.find(lastAdvanced) ?? recent[0];
  const to = { READY: "IN_PREPARATION", COMPLETED: "READY" }[order?.status];
  if (to) advance(order, to);
}

function acknowledge(order) {
  if (!stopped.has(order)) return act(order, "acknowledge");
  if (isSettling(order)) return undefined;
  stopped.acknowledge(order);
  return show();
}

const ticked = new Map(); // when, so that a finger that trembles ticks once
const TREMBLE_MS = 700;

async function tick(order, { place: line, done }) {
  const key = `${order.order_id} ${line}`;
  if (Date.now() - (ticked.get(key) ?? -Infinity) < TREMBLE_MS) return;
  ticked.set(key, Date.now());
  try {
    screen.change((await api.put(`/kitchen/orders/${order.order_id}/lines/${line}`, { body: { done: !done } })).body);
    show();
  } catch (problem) {
    show(refusal(problem));
    lookAgain();
  }
}

/** What is next with the order that bears the key. */
function press(label) {
  const order = store.state.orders.find(({ order_id }) => store.state.labels.get(order_id) === label);
  if (!order) return;
  if (order.refunded) acknowledge(order);
  else advance(order, TRANSITIONS[order.status][0][1]);
}

function choose(category) {
  const station = new Set(category ? store.state.station : []);
  if (category && !station.delete(category)) station.add(category);
  restedAt = touchedAt = -Infinity; // it is another screen now
  prefer({ station });
}

function prefer(news) {
  show(news);
  keepPreferences({ ...store.state, station: [...store.state.station] });
}

function open(order) {
  show({ openId: order.order_id });
  showOver("sheet");
}

function openPanel(panel) {
  show({ panel });
  showOver("panel");
  if (panel === "menu") menu.read();
  else lookBack();
}

function showOver(id) {
  ignoreTaps(document.body);
  document.getElementById(id).showModal();
}

function close(id, news) {
  document.getElementById(id).close();
  show(news);
  ignoreTaps(document.body);
}

// --- what is known

let looksBack = 0;

/** What was handed over just now, to be called back. An answer that a later question has overtaken changes nothing. */
async function lookBack() {
  const mine = ++looksBack;
  try {
    const { orders } = (await api.get("/kitchen/recent")).body;
    if (mine === looksBack) show({ recent: orders });
  } catch {
    // it is asked for again with the next snapshot
  }
}

async function readLimits() {
  try {
    store.change({ limits: (await api.get("/store")).body.wait_limits });
  } catch {
    // those that are known do until the next time
  }
}

const lookAgain = follow(screen, {
  address: async () => `${config.live_url}?ticket=${encodeURIComponent((await api.post("/kitchen/live-ticket")).body.ticket)}`,
  fetchSnapshot: async () => {
    const { body } = await api.get("/kitchen/queue");
    ahead = clockAhead(body.orders, Date.now());
    lookBack();
    return body;
  },
  show: (connection) => {
    const isKnownNow = connection.trueAt >= store.state.undecidedAt;
    showSoon({ connection: { ...connection }, ...(isKnownNow && { notice: "", undecidedAt: undefined }) });
  },
});
ignoreHeldKeys();
for (const touched of ["pointerdown", "keydown"]) document.addEventListener(touched, touch, { capture: true });
listen({
  acts: { F2: acts.toggleTotals, F4: () => openPanel("menu"), F8: () => openPanel("recent"), Backspace: undo },
  press,
  hasKeys: () => store.state.hasKeys,
  isBusy: () => Boolean(document.querySelector("dialog[open]")),
});
new ResizeObserver(() => show({ isResized: true })).observe(list);
setInterval(() => {
  showPending(); // what is shown grows older, and a page that nobody sees gets no pictures
  remind();
}, TICK_MS);
readLimits();
setInterval(readLimits, LIMITS_MS);
keepAwake();
