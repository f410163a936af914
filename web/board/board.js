// The pick-up board of a store: ?store=centro. Numbers only, open to all.
import { Screen, follow } from "../live.js";
import { element, language, loadConfig, made } from "../page.js";

const TEXTS = {
  "pt-BR": { preparing: "Em preparo", ready: "Pronto para retirar", alone: "Sem conexão ao vivo; atualizando a cada 5 segundos." },
  en: { preparing: "In preparation", ready: "Ready to pick up", alone: "No live connection; updating every 5 seconds." },
};
const texts = TEXTS[language];

document.documentElement.lang = language;
element("preparing-title").textContent = texts.preparing;
element("ready-title").textContent = texts.ready;

const config = await loadConfig();
const query = `store=${encodeURIComponent(config.store)}`;
const screen = new Screen();

/** Make the list show these numbers; what stays is not touched, so that only news is read out. */
function list(id, numbers) {
  const shown = new Map([...element(id).children].map((item) => [item.textContent, item]));
  element(id).replaceChildren(...numbers.map((number) => shown.get(number) ?? made("li", number)));
}

follow(screen, {
  address: async () => `${config.live_url}?${query}`,
  fetchSnapshot: async () => {
    const answer = await fetch(`${config.api_url}/board?${query}`, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  },
  show: (isLive) => {
    const numbers = (wanted) =>
      screen.orders
        .filter((order) => (order.status === "READY") === wanted)
        .sort((a, b) => a.business_day.localeCompare(b.business_day) || a.number - b.number)
        .map((order) => String(order.number));
    list("preparing", numbers(false));
    list("ready", numbers(true));
    element("connection").textContent = isLive ? "" : texts.alone;
  },
});
