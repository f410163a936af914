// The pick-up board of a store: ?store=centro. Numbers only, open to all.
import { Client } from "../core/api.js";
import { language, loadConfig } from "../core/config.js";
import { Screen, follow } from "../core/live.js";
import { dayOf, timeFormats } from "../core/formats.js";
import { Store } from "../core/store.js";
import { keepAwake } from "../parts/wake-lock.js";
import { fit } from "../rules/fit.js";
import { TEXTS } from "../texts/index.js";
import { Announcer } from "./announcer.js";
import { boardView } from "./view.js";

const TICK_MS = 1_000;
const PAGE_MS = 8_000;
const FRESH_MS = 10_000; // that a new number stands out
const CLOCK_RETRY_MS = 30_000;
const LISTS = ["preparing", "ready"];

const texts = TEXTS.board[language];
const screen = new Screen();
const announcer = new Announcer(language, (key) => store.state.ready.some((each) => each.key === key), () => store.change({ isMuted: announcer.isMuted }));
const acts = { unmute: () => announcer.unmute() };
const store = new Store(
  { connection: { isLive: true, hasFailed: false }, preparing: [], ready: [], earlier: { preparing: [], ready: [] }, fresh: new Set(), news: "", fits: {}, turns: 0 },
  document.body,
  (state) => boardView({ ...state, texts, now: Date.now() }, acts),
);

document.documentElement.lang = language;
store.change({ isMuted: announcer.isMuted });
keepAwake();

/** The business day whose numbers stand large: the store's own date, or the newest there is while that is not known. */
function today() {
  const { timeZone } = store.state;
  return timeZone ? dayOf(Date.now(), timeZone) : screen.orders.map(({ business_day }) => business_day).sort().at(-1);
}

function show(news = {}) {
  const day = today();
  const numbers = (isReady, isOfToday = true) =>
    screen.orders
      .filter((order) => (order.status === "READY") === isReady && (order.business_day >= day) === isOfToday)
      .sort((a, b) => a.business_day.localeCompare(b.business_day) || a.number - b.number)
      .map(({ business_day, number, promise }) => ({ key: `${business_day}#${number}`, number, promise }));
  const [preparing, ready] = [numbers(false), numbers(true)];
  const earlier = { preparing: numbers(false, false), ready: numbers(true, false) };
  const { known, connection } = store.state;
  const added = known ? ready.filter(({ key }) => !known.has(key)) : [];
  const isKnown = news.connection?.trueAt ?? connection.trueAt;
  store.change({ ...news, preparing, ready, earlier, ...(isKnown && { known: new Set(ready.map(({ key }) => key)) }) });
  lay();
  if (added.length) call(added);
}

/** Numbers that have just become ready: for eyes and ears. */
function call(added) {
  const keys = added.map(({ key }) => key);
  const named = added.map(({ number }) => number).join(", ");
  store.change({ news: texts.is_ready(named), fresh: new Set([...store.state.fresh, ...keys]) });
  setTimeout(() => store.change({ fresh: new Set([...store.state.fresh].filter((key) => !keys.includes(key))) }), FRESH_MS);
  announcer.announce(added.map(({ key, number }) => ({ key, text: texts.call(number) })));
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

/** What the clock on the store's wall shows, and which day it is there. */
async function readTimeZone() {
  try {
    const { body } = await api.get(`/menu?${query}`, { isOpen: true, cache: "default" });
    show({ timeZone: body.time_zone, time: timeFormats(language, body.time_zone).time });
  } catch {
    setTimeout(readTimeZone, CLOCK_RETRY_MS);
  }
}

readTimeZone();
addEventListener("resize", lay);
document.addEventListener("pointerdown", acts.unmute);
document.addEventListener("keydown", acts.unmute);
setInterval(show, TICK_MS); // what is shown grows older, and the day ends
setInterval(() => store.change({ turns: store.state.turns + 1 }), PAGE_MS);
