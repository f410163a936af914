// What the kitchen has to do: Ready, then In preparation, then Received, the oldest first.
import { Client } from "../core/api.js";
import { language, loadConfig } from "../core/config.js";
import { Screen, follow } from "../core/live.js";
import { signIn } from "../core/session.js";
import { Store } from "../core/store.js";
import { Settling, ignoreHeldKeys } from "../parts/settling.js";
import { TEXTS } from "../texts/index.js";
import { kitchenView } from "./view.js";

const RANK = ["READY", "IN_PREPARATION", "RECEIVED"];
const TICK_MS = 1_000;

const texts = TEXTS.kitchen[language];
const screen = new Screen((order) => "lines" in order);
const acts = { advance, acknowledge, signOut: () => session.signOut() };
const store = new Store(
  { connection: { isLive: true, hasFailed: false }, orders: [], recent: [], busy: new Set(), notice: "", undecidedAt: undefined },
  document.body,
  (state) => kitchenView({ ...state, texts, language }, acts),
);

document.documentElement.lang = language;
store.change();
const settling = ["orders", "recent"].map((id) => new Settling(document.getElementById(id)));
const isSettling = ({ order_id }) => settling.some((each) => each.has(order_id));

function show(news = {}) {
  const orders = screen.orders
    .filter((order) => "lines" in order)
    .sort((a, b) => RANK.indexOf(a.status) - RANK.indexOf(b.status) || a.paid_at.localeCompare(b.paid_at));
  store.change({ orders, ...news });
  for (const each of settling) each.look();
}

const unreachable = () => store.change({ connection: { isLive: true, hasFailed: true } });
const config = await loadConfig(unreachable);
const session = await signIn(config.staff_sign_in, unreachable).catch((refusal) => {
  store.change({ notice: texts.refused });
  throw refusal;
});
const api = new Client(config.api_url, { language: () => language, authorize: session.token });
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
  lookBack();
}

function refusal(problem) {
  if (problem.isUndecided) return { notice: texts.undecided, undecidedAt: Date.now() };
  return { notice: [409, 412].includes(problem.status) ? texts.changed : problem.detail || texts.not_done };
}

function advance(order, to) {
  return act(order, "advance", { body: { to }, headers: { "If-Match": `"${order.version}"` } });
}

function acknowledge(order) {
  return act(order, "acknowledge");
}

/** What was handed over just now, to be called back. */
async function lookBack() {
  try {
    show({ recent: (await api.get("/kitchen/recent")).body.orders });
  } catch {
    // it is asked for again with the next snapshot
  }
}

const lookAgain = follow(screen, {
  address: async () => `${config.live_url}?ticket=${encodeURIComponent((await api.post("/kitchen/live-ticket")).body.ticket)}`,
  fetchSnapshot: async () => {
    const { body } = await api.get("/kitchen/queue");
    lookBack();
    return body;
  },
  show: (connection) => {
    const isKnownNow = connection.trueAt >= store.state.undecidedAt;
    show({ connection: { ...connection }, ...(isKnownNow && { notice: "", undecidedAt: undefined }) });
  },
});
ignoreHeldKeys();
setInterval(show, TICK_MS); // what is shown grows older
