// A customer's phone follows one order: /order/#<order>.<key>, as rules/order-link.js writes it.
import { Client } from "../core/api.js";
import { language as browsersLanguage, loadConfig } from "../core/config.js";
import { FollowedOrder } from "../core/followed-order.js";
import { priceFormat, timeFormats } from "../core/formats.js";
import { guest } from "../core/guest.js";
import { Store } from "../core/store.js";
import { ignoreHeldKeys } from "../parts/settling.js";
import { linkedOrder } from "../rules/order-link.js";
import { ORDER_TEXTS } from "../texts/order.js";
import { orderView } from "./view.js";

const LINK = "followed"; // outlives a reload, in this tab alone
const TICK_MS = 1_000;

/** What the address says, removed from it at once, so that it is neither bookmarked nor read over a shoulder; else what this
 * tab followed before. */
function takeLink() {
  const { hash } = location;
  if (!hash) return JSON.parse(sessionStorage.getItem(LINK) ?? "null") ?? undefined;
  history.replaceState(null, "", location.pathname + location.search);
  const link = linkedOrder(hash) ?? {};
  sessionStorage.setItem(LINK, JSON.stringify(link));
  return link;
}

const acts = { copy, turnLanguage };
const store = new Store(
  { language: browsersLanguage, link: takeLink(), connection: { isLive: true, hasFailed: false }, copied: undefined },
  document.body,
  (state) => orderView(shown(state), acts),
);

function shown(state) {
  const { language } = state;
  return { ...state, now: Date.now(), texts: ORDER_TEXTS[language], price: priceFormat(language), times: timeFormats(language, state.store?.time_zone) };
}

function show(news) {
  store.change(news);
  const { language, followed } = store.state;
  const texts = ORDER_TEXTS[language];
  const { number, reference, status } = followed?.order ?? {};
  document.documentElement.lang = language;
  document.title = status ? `${number ?? reference} · ${texts.states[status]}` : texts.title;
}

function turnLanguage() {
  show({ language: store.state.language === "en" ? "pt-BR" : "en" });
}

async function copy(code) {
  show({ copied: { code, isDone: await navigator.clipboard.writeText(code).then(() => true, () => false) } });
}

async function followLink(link) {
  const config = await loadConfig(() => show({ connection: { isLive: true, hasFailed: true } }));
  const open = new Client(config.api_url);
  const authorize = guest(async () => (await open.post("/identify", { body: {}, isOpen: true })).body);
  const api = new Client(config.api_url, { language: () => store.state.language, authorize });
  let isStoreAsked = false;
  const followed = new FollowedOrder(api, config.live_url, link, () => {
    show({ followed });
    if (!followed.order || isStoreAsked) return;
    isStoreAsked = true;
    readStore(open, followed.order.store);
  });
}

/** For its hours and its time zone; without them the page is as good as the phone's own clock. */
async function readStore(open, name) {
  const path = `/menu?store=${encodeURIComponent(name)}`;
  const answer = await open.get(path, { retries: 2, cache: "default", isOpen: true }).catch(() => undefined);
  if (answer) show({ store: answer.body });
}

addEventListener("hashchange", () => location.reload()); // another code was scanned into this tab
ignoreHeldKeys();
setInterval(show, TICK_MS); // a code's time runs, what is shown grows older
show();
const { link } = store.state;
if (link?.order_id) followLink(link);
