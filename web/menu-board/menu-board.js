// The menu on a screen above the counter: ?store=centro. Nobody touches it.
import { Client } from "../core/api.js";
import { language, loadConfig } from "../core/config.js";
import { priceFormat } from "../core/formats.js";
import { Store } from "../core/store.js";
import { kitchenWait } from "../parts/kitchen-wait.js";
import { keepAwake } from "../parts/wake-lock.js";
import { isSold } from "../rules/cart.js";
import { localTime, nextOpening, sellsAt, soldUntil } from "../rules/hours.js";
import { TEXTS } from "../texts/index.js";
import { menuBoardView } from "./view.js";

const POLL_MS = 10_000;
const RETRY_MS = 3_000;
const TICK_MS = 1_000;
const PAGE_MS = 12_000;
const COLUMN = 34; // of its letters' height: a name beside a price
const MAX_SIZE = 44; // pixels of a letter
const MIN_SIZE = 24; // what somebody in the queue reads

const texts = TEXTS["menu-board"][language];
const store = new Store(
  { connection: { isLive: true, hasFailed: false }, page: 0, pages: 1, closed: "" },
  document.body,
  (state) => menuBoardView({ ...state, texts, language, price: priceFormat(language) }),
);
let menu;
let laid; // what is on the pages, as a text

document.documentElement.lang = language;
store.change();
keepAwake();

/** By category, what the store sells at this time of day; what is sold out stays, marked. */
function sectionsAt(now) {
  const local = localTime(now, menu.time_zone);
  const products = menu.products
    .filter((product) => !product.slow && sellsAt(product.hours, local))
    .map((product) => ({ product, isSold: isSold(menu, product), until: soldUntil(product.hours, local) }));
  return Object.keys(texts.categories)
    .map((category) => ({ category, products: products.filter(({ product }) => product.category === category) }))
    .filter((section) => section.products.length);
}

function show(news = {}) {
  if (!menu) return store.change(news);
  const now = Date.now();
  const sections = sectionsAt(now);
  const next = !menu.open && !sellsAt(menu.hours, localTime(now, menu.time_zone)) && nextOpening(menu, now);
  const closed = menu.open ? "" : next ? texts.opens(next) : texts.closed;
  const wait = menu.open ? kitchenWait(menu, texts, language) : "";
  store.change({ ...news, sections, closed, wait, store: menu.name });
  const shownNow = JSON.stringify([sections, closed]);
  if (shownNow !== laid) lay();
  laid = shownNow;
  return undefined;
}

/** All of it on one page, as large as the screen allows; then page by page. The page that is shown stays, so that the last ones
 * have their turn however often something changes. */
function lay() {
  const board = document.getElementById("menu");
  const fit = (size) => {
    board.style.setProperty("--size", `${size}px`);
    board.style.setProperty("--columns", Math.max(1, Math.floor(board.clientWidth / (size * COLUMN * 0.5))));
    return board.scrollWidth <= board.clientWidth + 1;
  };
  for (let size = MAX_SIZE; !fit(size) && size > MIN_SIZE; size -= 2);
  const gap = Number.parseFloat(getComputedStyle(board).columnGap);
  const pages = Math.ceil((board.scrollWidth + gap) / (board.clientWidth + gap) - 0.01);
  turn(Math.min(store.state.page, pages - 1), pages);
}

function turn(page, pages) {
  const board = document.getElementById("menu");
  const gap = Number.parseFloat(getComputedStyle(board).columnGap);
  store.change({ page, pages });
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  board.scrollTo({ left: page * (board.clientWidth + gap), behavior: isStill ? "instant" : "smooth" });
}

async function readMenu(api, name) {
  const requestedAt = Date.now();
  try {
    menu = (await api.get(`/menu?store=${encodeURIComponent(name)}`, { isOpen: true })).body;
    show({ connection: { isLive: true, hasFailed: false, trueAt: requestedAt } });
  } catch {
    show({ connection: { ...store.state.connection, hasFailed: true } });
  }
  setTimeout(() => readMenu(api, name), store.state.connection.hasFailed ? RETRY_MS : POLL_MS);
}

const config = await loadConfig(() => show({ connection: { isLive: true, hasFailed: true } }));
readMenu(new Client(config.api_url, { language: () => language }), config.store);
new ResizeObserver(() => menu && lay()).observe(document.getElementById("menu"));
document.fonts.addEventListener("loadingdone", () => menu && lay()); // its letters are wider, or narrower
setInterval(show, TICK_MS); // what is shown grows older, and what is sold changes with the hour
setInterval(() => store.state.pages > 1 && turn((store.state.page + 1) % store.state.pages, store.state.pages), PAGE_MS);
