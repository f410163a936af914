// What is to be filled in and confirmed before something is done with an order.
import { centavos, likelyCash } from "../rules/cash.js";
import { lateMoney } from "../rules/till.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { live } from "../vendor/lit-html/directives/live.js";
import { REASONS, isConfirmable, codeState } from "./acts.js";

const MAX_NOTE = 200;

/** By act: its title, what is to be filled in, and what the button says. */
const FORMS = {
  cash: (shown, acts) => ({ title: shown.texts.cash_title(due(shown)), body: cash(shown, acts), done: shown.texts.take_cash, isFilledIn: true }),
  card: ({ texts, ...shown }) => ({ title: texts.card_title(due(shown)), body: hint(texts.card_hint) }),
  qr: ({ texts, act, order, ...shown }) => {
    const byState = {
      payable: ({ qr_svg }) => [html`<img class="qr" alt=${texts.qr_alt} src=${`data:image/svg+xml,${encodeURIComponent(qr_svg)}`}>`, hint(texts.qr_hint)],
      checking: () => html`<p role="status">${texts.qr_checking}</p>`,
      lapsed: () => html`<p role="status">${texts.qr_lapsed}</p>`,
    };
    return {
      title: texts.qr_title(due({ order, ...shown })),
      body: act.code ? byState[codeState(act.code, order)](act.code) : html`<p role="status">${act.error ? nothing : texts.wait}</p>`,
      done: texts.qr_renew,
    };
  },
  pix: ({ texts, ...shown }) => ({ title: texts.pix_title(due(shown)), body: [hint(texts.pix_hint), txid(shown)] }),
  record_late: ({ texts, ...shown }) => ({
    title: texts.late_title(due(shown)),
    body: [hint(texts.pix_hint), txid(shown), hint(texts.late_hint)],
  }),
  accept_late: ({ texts }) => ({ title: texts.accept_title, body: hint(texts.accept_hint), done: texts.accept_late }),
  return_late: (shown, acts) => ({
    title: shown.texts.return_title(shown.price(lateMoney(shown.order).amount)),
    body: [hint(shown.texts.return_hint), methods(shown, acts)],
    done: shown.texts.return_late,
    isFilledIn: true,
  }),
  cancel: (shown, acts) => {
    const { texts, order } = shown;
    const isPaid = order.status !== "AWAITING_PAYMENT";
    return {
      title: texts.cancel_title,
      body: [hint(isPaid ? texts.cancel_paid_hint(due(shown)) : texts.cancel_hint), isPaid ? handBack(shown) : nothing, why(shown, acts)],
      done: texts.cancel,
      isFilledIn: true,
      isDangerous: true,
    };
  },
  refund: (shown, acts) => {
    const { texts } = shown;
    return {
      title: texts.refund_title(due(shown)),
      body: [hint(texts.refund_hint), handBack(shown), why(shown, acts)],
      done: texts.refund,
      isFilledIn: true,
      isDangerous: true,
    };
  },
};

export function actView(shown, acts) {
  const { texts, act, order, isBusy } = shown;
  const { title, body, done = texts.sure, isFilledIn, isDangerous } = FORMS[act.name](shown, acts);
  const submit = (event) => {
    event.preventDefault();
    acts.confirm();
  };
  return html`
    <form novalidate @submit=${submit}>
      <h2 id="act-title">${title}</h2>
      ${body}
      <p class="wrong" role="alert">${act.error}</p>
      <div class="together">
        <button type="button" @click=${acts.leave}>${texts.back} <kbd>Esc</kbd></button>
        ${isConfirmable(act, order) ? html`<button class=${isDangerous ? "danger primary" : "primary"} type="submit" ?autofocus=${!isFilledIn} aria-disabled=${isBusy || nothing}
          >${isBusy ? texts.wait : done} <kbd>Enter</kbd></button>` : nothing}
      </div>
    </form>
  `;
}

const due = ({ order, price }) => price(order.total);
const hint = (text) => html`<p>${text}</p>`;
const txid = ({ order }) => html`<p class="code">${order.pix_txid}</p>`;

/** Money that a person took is given back by a person. */
function handBack({ texts, order }) {
  const { provider } = order.payment;
  return provider === "mercadopago" ? nothing : html`<p class="panel attention">${texts.hand_back(texts.providers[provider] ?? provider)}</p>`;
}

function cash({ texts, act, order, price }, { fill }) {
  const received = centavos(act.typed);
  const change = received - order.total;
  const shownChange = change > 0 ? price(change) : change === 0 ? texts.no_change : change < 0 ? texts.missing(price(-change)) : "–";
  const likely = (amount) => html`<button type="button" @click=${() => fill({ typed: plain(amount) })}>${price(amount)}</button>`;
  return html`
    <label for="given">${texts.given}</label>
    <input id="given" class="large" type="text" inputmode="decimal" autocomplete="off" maxlength="12" autofocus
           .value=${live(act.typed)} @input=${({ target }) => fill({ typed: target.value })}>
    <div class="likely">${likelyCash(order.total).map(likely)}</div>
    <p class="change"><span>${texts.change}</span> <output for="given" class=${change < 0 ? "wrong" : ""}>${shownChange}</output></p>
  `;
}

/** An amount as it is typed. */
const plain = (amount) => `${Math.floor(amount / 100)},${String(amount % 100).padStart(2, "0")}`;

function choices(legend, name, entries, chosen, choose) {
  const choice = ([value, label]) => html`
    <label class="chip"><input type="radio" name=${name} value=${value} .checked=${live(value === chosen)} @change=${() => choose(value)}><span>${label}</span></label>
  `;
  return html`<fieldset><legend>${legend}</legend>${entries.map(choice)}</fieldset>`;
}

function methods({ texts, act }, { fill }) {
  const entries = ["cash", "pix"].map((method) => [method, texts.providers[method]]);
  return choices(texts.returned_by, "method", entries, act.method, (method) => fill({ method }));
}

function why({ texts, act }, { fill }) {
  const entries = REASONS.map((reason) => [reason, texts.reasons[reason]]);
  return html`
    ${choices(texts.reason, "reason", entries, act.reason, (reason) => fill({ reason }))}
    <label for="note">${texts.note}</label>
    <input id="note" type="text" autocomplete="off" maxlength=${MAX_NOTE} .value=${live(act.note)} @input=${({ target }) => fill({ note: target.value })}>
    <p class="hint">${texts.note_hint}</p>
  `;
}
