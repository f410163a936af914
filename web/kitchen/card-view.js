// One order on the kitchen's screen: as a card, and in full in a sheet.
import { icon } from "../parts/icon.js";
import { linePartsText } from "../parts/line.js";
import { leftOf, startsOf } from "../rules/promise.js";
import { linesOf } from "../rules/stations.js";
import { waiting } from "../rules/waiting.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";

export const TRANSITIONS = {
  RECEIVED: [["start", "IN_PREPARATION"]],
  IN_PREPARATION: [["finish", "READY"]],
  READY: [["hand_over", "COMPLETED"], ["undo", "IN_PREPARATION"]],
};
const SIGNS = { calm: "clock", warning: "alert", late: "fire" };

/** `advance(order, to)`, `acknowledge(order)`, `tick(order, line)` and `open(order)` are called for what is touched. */
export function card(shown, order, acts) {
  const { texts, card: size, labels, hasKeys, unseen } = shown;
  const label = hasKeys && labels.get(order.order_id);
  const state = `${order.status} ${order.refunded ? "refunded" : ""}`;
  return html`
    <li class=${`${state} ${size} ${unseen.has(order.order_id) ? "unseen" : ""}`} data-key=${order.order_id} data-sign=${state}>
      <h2>
        <button class="head" type="button" aria-haspopup="dialog" @click=${() => acts.open(order)}>
          ${label ? html`<kbd aria-hidden="true">${label}</kbd>` : nothing}
          <b>${order.number}</b><span class="for-ears"> · ${texts[order.status]} · </span>
          ${age(shown, order)}
        </button>
      </h2>
      ${size === "brief" ? html`<p class="summary">${summary(shown, order)}</p>` : nothing}
      ${size === "full" ? details(shown, order, acts, label) : nothing}
    </li>
  `;
}

/** All of an order, whatever the station and however small its card. */
export function sheet(shown, order, acts) {
  const { texts } = shown;
  return html`
    <header class=${`${order.status} ${order.refunded ? "refunded" : ""}`}>
      <h2 id="sheet-title" tabindex="-1" autofocus>${order.number} · ${texts[order.status]}</h2>
      <p>${age(shown, order)}</p>
      <button type="button" @click=${acts.close}>${texts.close}</button>
    </header>
    ${details({ ...shown, station: new Set() }, order, acts)}
  `;
}

/** How long it waits, and what is left of the time that was promised for it; where none was, what the store thinks of it. */
function age({ texts, limits, now }, order) {
  const { minutes, level } = waiting(order, limits, now);
  const promised = order.promise && order.status !== "READY" ? leftOf(order.promise, now) : undefined;
  const sign = promised?.level ?? level;
  const text = promised ? texts.left(promised.minutes) : texts[level];
  return html`<span class=${`age ${sign} ${promised ? "promised" : ""}`}>${icon(SIGNS[sign])} <span>${texts.duration(minutes)} <small>${text}</small></span></span>`;
}

function summary({ texts, language, station }, order) {
  if (order.refunded) return stopped(texts, order);
  const lines = linesOf(order, station).filter(({ done }) => !done);
  return `${texts[order.dining]} · ${lines.map((line) => `${line.quantity}× ${line.name[language]}`).join(", ")}`;
}

const stopped = (texts, { status_now }) => (status_now === "CANCELLED" ? texts.called_off : texts.given_back);

function details(shown, order, acts, label) {
  const { texts, station } = shown;
  const lines = linesOf(order, station);
  const elsewhere = order.lines.length - lines.length;
  return html`
    ${order.refunded ? html`<p class="wrong">${icon("alert")} ${stopped(texts, order)}</p>` : nothing}
    <p class=${`dining ${order.dining}`}>${texts[order.dining]}</p>
    <ul class="lines" tabindex="0" aria-label=${texts.lines}>${lines.map((line) => item(shown, order, line, acts))}</ul>
    ${elsewhere ? html`<p class="hint">${texts.elsewhere(elsewhere)}</p>` : nothing}
    <div class="steps">${steps(shown, order, acts, label)}</div>
  `;
}

/** A line is ticked off while the order is prepared. */
function item(shown, order, line, { tick }) {
  const { texts, language } = shown;
  const text = `${line.quantity} × ${line.name[language]}`;
  const isTicked = order.status === "IN_PREPARATION" && !order.refunded;
  return html`
    <li class=${line.done ? "done" : ""}>
      <h3>${isTicked
        ? html`<button class="tick" type="button" aria-pressed=${line.done} @click=${() => tick(order, line)}>${text}</button>`
        : text}</h3>
      ${linePartsText(line, language)} ${starts(shown, order, line)}
      ${line.done ? html`<span class="mark">${icon("check")}<span class="for-ears">${texts.done}</span></span>` : nothing}
    </li>
  `;
}

/** When what is made sooner than the rest is begun. */
function starts({ texts, now }, order, line) {
  if (order.refunded) return nothing;
  const text = ({ station, seconds }) => {
    const begun = order.status === "IN_PREPARATION";
    const when = !begun ? texts.start_after(clock(seconds)) : seconds ? texts.start_in(clock(seconds)) : texts.start_now;
    return line.choices.length ? `${texts.categories[station]}: ${when}` : when;
  };
  return startsOf(order, line, now).map((each) => html`<p class=${each.seconds ? "starts" : "starts due"}>${icon("clock")} ${text(each)}</p>`);
}

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function steps({ texts, busy }, order, { advance, acknowledge }, label) {
  const step = ([name, act], place) => html`
    <button class=${place ? "" : "primary"} type="button" aria-disabled=${busy.has(order.order_id) || nothing}
            aria-keyshortcuts=${(place === 0 && label) || nothing} @click=${act}>${texts[name]}</button>
  `;
  if (order.refunded) return step(["acknowledge", () => acknowledge(order)], 0);
  return TRANSITIONS[order.status].map(([name, to], place) => step([name, () => advance(order, to)], place));
}
