// The manager's page: a view for each part of the work, chosen by what stands behind the # of the address.
import { language } from "../core/config.js";
import { dayOf, priceFormat, timeFormats } from "../core/formats.js";
import { enter } from "../core/staff-session.js";
import { Store } from "../core/store.js";
import { ignoreHeldKeys } from "../parts/settling.js";
import { TEXTS } from "../texts/index.js";
import { forgetDrafts } from "./drafts.js";
import { pageView } from "./page-view.js";
import { VIEWS } from "./views.js";
import { Visit } from "./visit.js";

const PLACE = "manager-view"; // outlives the way to Cognito's page and back, in this tab alone
const RETRY_MS = 3_000;
const TICK_MS = 1_000;

const texts = TEXTS.manager[language];
const tools = { texts, language, price: priceFormat(language), learn };
const store = new Store({ connection: { isLive: true, hasFailed: false } }, document.body, (state) => pageView({ ...tools, ...state }, { signOut }));

document.documentElement.lang = language;
store.change();
if (location.hash) sessionStorage.setItem(PLACE, location.hash);

const { session, api } = await enter(store, texts.refused);
Object.assign(tools, { person: session.person, api });
store.change({ isManager: session.person.groups.includes("manager") });

function signOut() {
  sessionStorage.removeItem(PLACE);
  forgetDrafts();
  session.signOut();
}

/** Take over what is known of the store, which every view needs. */
function learn(known) {
  Object.assign(tools, {
    store: known,
    times: timeFormats(language, known.time_zone),
    today: () => dayOf(Date.now(), known.time_zone),
  });
}

async function readStore() {
  for (;;) {
    try {
      const { body } = await tools.api.get("/store");
      store.change({ connection: { isLive: true, hasFailed: false }, notice: "" });
      return learn(body);
    } catch (problem) {
      if (problem.isUndecided) store.change({ connection: { isLive: true, hasFailed: true } });
      else store.change({ notice: problem.detail });
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

function open() {
  const [name, ...rest] = location.hash.slice(1).split("/").map(decodeURIComponent);
  const view = VIEWS.find((each) => each.name === name) ?? VIEWS[0];
  sessionStorage.setItem(PLACE, location.hash);
  store.state.visit?.end();
  document.getElementById("dialog")?.close();
  const visit = new Visit(view, rest, tools, () => store.state.visit === visit && store.change());
  store.change({ visit });
  visit.read();
}

if (store.state.isManager) {
  await readStore();
  const place = sessionStorage.getItem(PLACE);
  if (place) history.replaceState(null, "", place);
  open();
  addEventListener("hashchange", () => {
    open();
    document.getElementById("view-title")?.focus();
  });
  setInterval(() => store.change(), TICK_MS); // what is shown grows older
}
ignoreHeldKeys();

/** The page may have to leave for the sign-in in the middle of an edit, as on a reload: the browser asks whether to. */
addEventListener("beforeunload", (event) => {
  if (store.state.visit?.state.isEdited) event.preventDefault();
});
