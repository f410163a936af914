// The pick-up board of a store: ?store=centro. Numbers only, open to all.
import { Client } from "../core/api.js";
import { language, loadConfig } from "../core/config.js";
import { Screen, follow } from "../core/live.js";
import { Store } from "../core/store.js";
import { fit } from "../rules/fit.js";
import { TEXTS } from "../texts/index.js";
import { boardView } from "./view.js";

const TICK_MS = 1_000;
const PAGE_MS = 8_000;
const LISTS = ["preparing", "ready"];

const texts = TEXTS.board[language];
const screen = new Screen();
const store = new Store(
  { connection: { isLive: true, hasFailed: false }, preparing: [], ready: [], news: "", fits: {}, turns: 0 },
  document.body,
  (state) => boardView({ ...state, texts }),
);

document.documentElement.lang = language;
store.change();

function show(news = {}) {
  const numbers = (isReady) =>
    screen.orders
      .filter((order) => (order.status === "READY") === isReady)
      .sort((a, b) => a.business_day.localeCompare(b.business_day) || a.number - b.number)
      .map(({ business_day, number }) => ({ key: `${business_day}#${number}`, number }));
  const [preparing, ready] = [numbers(false), numbers(true)];
  const known = store.state.ready.map(({ key }) => key);
  const added = ready.filter(({ key }) => !known.includes(key)).map(({ number }) => number);
  const isNews = added.length > 0 && store.state.connection.trueAt !== undefined;
  store.change({ ...news, preparing, ready, ...(isNews && { news: texts.is_ready(added.join(", ")) }) });
  lay();
}

/** Every number is seen: as large as the screen allows, then page by page. */
function lay() {
  const fits = {};
  for (const id of LISTS) {
    const list = document.getElementById(id);
    const numbers = store.state[id];
    const figures = Math.max(2, ...numbers.map(({ number }) => String(number).length));
    const { size, ...paging } = fit(numbers.length, figures, list.clientWidth, list.clientHeight);
    list.style.setProperty("--size", `${size}px`);
    list.style.setProperty("--figures", figures);
    fits[id] = paging;
  }
  store.change({ fits });
}

const config = await loadConfig(() => store.change({ connection: { isLive: true, hasFailed: true } }));
const api = new Client(config.api_url, { language: () => language });
const query = `store=${encodeURIComponent(config.store)}`;

follow(screen, {
  address: async () => `${config.live_url}?${query}`,
  fetchSnapshot: async () => (await api.get(`/board?${query}`, { isOpen: true })).body,
  show: (connection) => show({ connection: { ...connection } }),
});
addEventListener("resize", lay);
setInterval(() => store.change(), TICK_MS); // what is shown grows older
setInterval(() => store.change({ turns: store.state.turns + 1 }), PAGE_MS);
