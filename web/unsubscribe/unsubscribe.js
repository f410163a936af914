// Whoever follows the link in a campaign's mail is asked whether they want no more of them: /unsubscribe/#<token>. Nothing is
// done before they say so: programs look behind links.
import { Client } from "../core/api.js";
import { language as browsersLanguage, loadConfig } from "../core/config.js";
import { Store } from "../core/store.js";
import { ignoreHeldKeys } from "../parts/settling.js";
import { UNSUBSCRIBE_TEXTS } from "../texts/unsubscribe.js";
import { unsubscribeView } from "./view.js";

const ONE_CLICK = { body: "List-Unsubscribe=One-Click", headers: { "Content-Type": "application/x-www-form-urlencoded" }, isOpen: true }; // RFC 8058

const acts = { turnLanguage, unsubscribe };
const store = new Store(
  { language: browsersLanguage, token: location.hash.slice(1), isDone: false, isBusy: false, notice: "" },
  document.body,
  (state) => unsubscribeView({ ...state, texts: UNSUBSCRIBE_TEXTS[state.language] }, acts),
);

function show(news) {
  store.change(news);
  const { language } = store.state;
  document.documentElement.lang = language;
  document.title = `${UNSUBSCRIBE_TEXTS[language].title} · ByteMeBurger`;
}

function turnLanguage() {
  show({ language: store.state.language === "en" ? "pt-BR" : "en", notice: "" });
}

async function unsubscribe() {
  const { token, isBusy } = store.state;
  if (isBusy) return;
  show({ isBusy: true, notice: "" });
  const texts = () => UNSUBSCRIBE_TEXTS[store.state.language];
  const config = await loadConfig(() => show({ notice: texts().unreachable }));
  const api = new Client(config.api_url, { language: () => store.state.language });
  try {
    await api.post(`/unsubscribe/${encodeURIComponent(token)}`, ONE_CLICK);
    show({ isBusy: false, notice: "", isDone: true });
    document.getElementById("title").focus();
  } catch (problem) {
    show({ isBusy: false, notice: problem.isUndecided ? texts().unreachable : problem.detail });
  }
}

addEventListener("hashchange", () => location.reload()); // another mail's link was opened in this tab
ignoreHeldKeys();
show();
