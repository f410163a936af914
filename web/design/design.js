// Every part of the pages in every state, light and dark: to choose from, to be tested and photographed.
import "../parts/bar-chart.js";
import { CodeKeypad } from "../parts/code-keypad.js";
import { CpfKeypad } from "../parts/cpf-keypad.js";
import { icon } from "../parts/icon.js";
import { stepper } from "../parts/stepper.js";
import { TEXTS } from "../texts/index.js";
import { html, render } from "../vendor/lit-html/lit-html.js";

const texts = TEXTS.kiosk["pt-BR"];
const THEMES = [["light", "Claro"], ["dark", "Escuro: cozinha e painel"]];
const COLOURS = [
  "ink", "ink-soft", "paper", "surface", "sunken", "line", "line-strong", "picture", "bar", "brand", "brand-deep", "brand-soft", "accent", "accent-deep",
  "accent-soft", "good", "good-soft", "warn", "warn-soft", "bad", "bad-soft", "info", "info-soft", "focus", "series-1", "series-2", "series-3",
  "series-4", "series-5",
];
const ICONS = [
  "alert", "back", "check", "clock", "close", "edit", "fire", "globe", "help", "minus", "person", "phone", "plus", "print", "search", "sound", "trash", "undo",
];
const SIZES = ["xs", "s", "m", "l", "xl", "xxl", "xxxl", "xxxxl"];
const SALES = { names: ["11 h", "12 h", "13 h", "14 h", "15 h"], values: [18, 42, 37, 15, 9], format: String };
const keypad = new CpfKeypad(() => {}, () => {});
const codeKeypad = new CodeKeypad(() => {}, () => {});
const none = () => {};

const part = (name, body, width = "") => html`<section class=${width}><h3>${name}</h3>${body}</section>`;
const row = (...items) => html`<div class="row">${items}</div>`;

const button = (label, kind = "", isOff = false) => html`<button type="button" class=${kind} ?disabled=${isOff}>${label}</button>`;

const buttons = () => [
  row(button("Pagar R$ 42,90", "primary large"), button("Desligado", "primary large", true)),
  row(button("Continuar", "primary"), button("Voltar"), button("Agora não", "ghost"), button("Desligado", "", true)),
  row(button([icon("trash"), "Remover"], "danger"), button("Cancelar pedido", "danger primary"), button("Pequeno", "small"), button("?", "round")),
  row(html`<button type="button" aria-pressed="true">${icon("sound")}Som ligado</button>`, html`<button type="button" aria-disabled="true">Enviando…</button>`),
];

const chips = (theme) => html`
  <fieldset><legend>Ponto da carne</legend><div class="chips">
    <label class="chip"><input type="radio" name=${`chip-${theme}`} checked><span>Ao ponto</span></label>
    <label class="chip"><input type="radio" name=${`chip-${theme}`}><span>Bem passada</span></label>
    <label class="chip"><input type="radio" name=${`chip-${theme}`} disabled><span>Mal passada</span></label>
  </div></fieldset>
`;

const choices = (theme) => html`
  <fieldset><legend>Adicionais</legend>
    <label class="choice"><input type="checkbox" checked><span>Bacon</span><span class="extra money">+ R$ 4,50</span></label>
    <label class="choice"><input type="checkbox"><span>Ovo</span><span class="extra money">+ R$ 3,00</span></label>
    <label class="choice"><input type="checkbox" disabled><span>Queijo extra</span><span class="extra">Esgotado</span></label>
  </fieldset>
  <fieldset><legend>Bebida</legend>
    <label class="choice"><input type="radio" name=${`choice-${theme}`} checked><span>Guaraná</span></label>
    <label class="choice"><input type="radio" name=${`choice-${theme}`}><span>Água mineral</span></label>
  </fieldset>
`;

const fields = () => html`
  <label class="field">Nome <input type="text" value="Ana"><small>Como aparece para a equipe.</small></label>
  <label class="field">Preço <input type="text" value="12,9O" aria-invalid="true"><span class="wrong">Escreva o valor em reais, como 12,90.</span></label>
  <label class="field">Desligado <input type="text" value="Centro" disabled></label>
  <label class="field">Loja <select><option>Centro</option></select></label>
`;

const cards = () => html`
  <div class="row">
    <article class="card"><img src="../kiosk/pictures/burger.svg" alt=""><h4>Byte Clássico</h4><p class="hint">160 g, queijo, maionese da casa</p><p class="money">R$ 28,90</p></article>
    <article class="card sold-out"><img src="../kiosk/pictures/drink.svg" alt=""><h4>Guaraná</h4><p>Esgotado</p></article>
  </div>
  <div class="panel"><h4>Painel</h4><p class="hint">O que se lê junto.</p></div>
`;

const sheet = () => html`
  <dialog class="sheet shown" open aria-label="Folha">
    <h2>Cancelar este pedido?</h2>
    <p class="hint">Nada foi cobrado.</p>
    ${row(button("Não, voltar"), button("Sim, cancelar", "danger primary"))}
  </dialog>
`;

const banners = () => html`
  <p class="toast">Batata Frita: adicionado.</p>
  <p class="banner">${icon("clock")}Atualizando a cada 5 segundos.</p>
  <p class="banner good">${icon("check")}Pagamento recebido.</p>
  <p class="banner warn">${icon("alert")}O cardápio é de 4 min atrás.</p>
  <p class="banner bad">${icon("alert")}Sem conexão. Tentando de novo…</p>
`;

const badges = () => row(
  html`<span class="badge">Novo</span>`, html`<span class="badge offer">Happy hour</span>`, html`<span class="badge info">Recebido</span>`, html`<span class="badge warn">${icon("fire")}Em preparo</span>`,
  html`<span class="badge good">${icon("check")}Pronto</span>`, html`<span class="badge bad">${icon("alert")}Cancelado</span>`,
);

const table = () => html`
  <div class="scroller"><table>
    <caption>Vendas de hoje</caption>
    <thead><tr><th scope="col">Produto</th><th scope="col" class="number">Unidades</th><th scope="col" class="number">Valor</th></tr></thead>
    <tbody>
      <tr><th scope="row">Byte Clássico</th><td class="number">112</td><td class="number">R$ 3.236,80</td></tr>
      <tr aria-selected="true"><th scope="row">Batata Frita</th><td class="number">98</td><td class="number">R$ 1.264,20</td></tr>
    </tbody>
  </table></div>
`;

const type = () => html`
  ${SIZES.map((size) => html`<p class=${`${size} ${size.endsWith("xl") ? "black" : ""}`}>Peça aqui: R$ 42,90</p>`)}
  <p>Dinheiro <span class="money">R$ 1.234,50</span> · tempo <span class="timer">14:59</span> · código <span class="code">K7X2J4</span></p>
  <p class="hint">O que ajuda. <span class="wrong">O que está errado.</span></p>
`;

const swatch = (name) => html`<div class=${`swatch of-${name}`}><svg aria-hidden="true"><rect width="100%" height="100%"></rect></svg><span>${name}</span></div>`;

const theme = ([name, title]) => html`
  <section class="theme" data-theme=${name} aria-label=${title}>
    <header><p class="brand">ByteMeBurger</p><h2>${title}</h2></header>
    <div class="parts">
      ${part("Cores", html`<div class="swatches">${COLOURS.map(swatch)}</div>`, "wide")}
      ${part("Letras", type())}
      ${part("Botões", buttons())}
      ${part("Opções", [chips(name), choices(name)])}
      ${part("Campos", fields())}
      ${part("Quantidade", [stepper({ texts, quantity: 2, max: 9 }, none), stepper({ texts, quantity: 1, max: 1, name: "no limite" }, none)])}
      ${part("Teclado", keypad.template(texts, texts.identify_done))}
      ${part("Teclado de códigos", codeKeypad.template(texts), "wide")}
      ${part("Cartões", cards())}
      ${part("Folha", sheet())}
      ${part("Avisos", banners())}
      ${part("Etiquetas", badges())}
      ${part("Ícones", row(...ICONS.map(icon)))}
      ${part("Código", html`<img class="qr" src="logo.svg" alt="QR Code">`)}
      ${part("Gráfico", html`<figure class="chart"><figcaption>Vendas por hora, sempre com a tabela ao lado</figcaption><bar-chart .data=${SALES}></bar-chart></figure>`)}
      ${part("Nada aqui", html`<div class="empty">${icon("search")}<p>Nenhum pedido encontrado.</p>${button("Limpar a busca")}</div>`)}
      ${part("Barra", html`<div class="bar"><p class="brand">ByteMeBurger</p>${button([icon("globe"), "English"], "small")}</div>`, "wide")}
      ${part("Tabela", table(), "wide")}
    </div>
  </section>
`;

render(html`<main><h1 class="for-ears">Design</h1>${THEMES.map(theme)}</main>`, document.body);
