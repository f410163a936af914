// What the kitchen has to do: Ready, then In preparation, then Received, the oldest first.
import { Screen, follow } from "../live.js";
import { element, filled, language, loadConfig, made } from "../page.js";
import { signIn } from "./sign-in.js";

const TEXTS = {
  "pt-BR": {
    title: "Cozinha",
    refused: "Não foi possível entrar. Recarregue a página.",
    alone: "Sem conexão ao vivo; atualizando a cada 5 segundos.",
    stale: "O pedido mudou nesse meio-tempo.",
    RECEIVED: "Recebido",
    IN_PREPARATION: "Em preparo",
    READY: "Pronto",
    take_away: "Para viagem",
    eat_in: "Comer aqui",
    start: "Preparar",
    finish: "Pronto",
    hand_over: "Entregue",
    undo: "Desfazer",
  },
  en: {
    title: "Kitchen",
    refused: "Signing in did not work. Reload the page.",
    alone: "No live connection; updating every 5 seconds.",
    stale: "The order changed in the meantime.",
    RECEIVED: "Received",
    IN_PREPARATION: "In preparation",
    READY: "Ready",
    take_away: "Take away",
    eat_in: "Eat in",
    start: "Start",
    finish: "Ready",
    hand_over: "Handed over",
    undo: "Undo",
  },
};
const STEPS = {
  RECEIVED: [["start", "IN_PREPARATION"]],
  IN_PREPARATION: [["finish", "READY"]],
  READY: [["hand_over", "COMPLETED"], ["undo", "IN_PREPARATION"]],
};
const RANK = ["READY", "IN_PREPARATION", "RECEIVED"];

const texts = TEXTS[language];

document.documentElement.lang = language;
element("title").textContent = texts.title;

const config = await loadConfig();
const screen = new Screen((order) => "lines" in order);
const token = await signIn(config.staff_sign_in).catch((refusal) => {
  element("notice").textContent = texts.refused;
  throw refusal;
});
let isLive = true;

async function ask(path, options = {}) {
  const headers = { Authorization: await token(), ...options.headers };
  const answer = await fetch(config.api_url + path, { cache: "no-store", ...options, headers });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

async function advance(order, to) {
  try {
    const body = JSON.stringify({ to });
    const headers = { "If-Match": `"${order.version}"` };
    screen.change(await ask(`/kitchen/orders/${order.order_id}/advance`, { method: "POST", body, headers }));
    element("notice").textContent = "";
    show(isLive);
  } catch {
    element("notice").textContent = texts.stale; // the snapshot or a frame says what it is by now
  }
}

function line({ quantity, name, options, choices, note }) {
  const parts = [...choices, ...options].map((each) => each.name[language]);
  return `${quantity} × ${[name[language], ...parts, note].filter(Boolean).join(", ")}`;
}

function card(order) {
  const lines = filled(made("ul", ""), ...order.lines.map((each) => made("li", line(each))));
  const steps = STEPS[order.status].map(([name, to]) =>
    made("button", texts[name], { type: "button", onclick: () => advance(order, to) }),
  );
  const heading = made("h2", `${order.number} · ${texts[order.status]}`);
  return filled(made("li", "", { className: order.status }), heading, made("p", texts[order.dining]), lines, ...steps);
}

function show(isLiveNow) {
  isLive = isLiveNow;
  const orders = screen.orders
    .filter((order) => "lines" in order)
    .sort((a, b) => RANK.indexOf(a.status) - RANK.indexOf(b.status) || a.paid_at.localeCompare(b.paid_at));
  const focused = document.activeElement?.closest("#orders > li")?.dataset.order;
  element("orders").replaceChildren(...orders.map(card));
  [...element("orders").children].forEach((item, place) => (item.dataset.order = orders[place].order_id));
  // Who works with a keyboard stays at their order.
  if (focused) element("orders").querySelector(`[data-order="${focused}"] button`)?.focus();
  if (!isLive) element("notice").textContent = texts.alone;
  else if (element("notice").textContent === texts.alone) element("notice").textContent = "";
}

follow(screen, {
  address: async () => {
    const { ticket } = await ask("/kitchen/live-ticket", { method: "POST" });
    return `${config.live_url}?ticket=${encodeURIComponent(ticket)}`;
  },
  fetchSnapshot: () => ask("/kitchen/queue"),
  show,
});
