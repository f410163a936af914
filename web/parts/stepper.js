// How many of something.
import { html } from "../vendor/lit-html/lit-html.js";
import { icon } from "./icon.js";

/** `change(quantity)` is called for what is touched; `name` is whose quantity it is, where several are on the page. */
export function stepper({ texts, quantity, max, name = "" }, change) {
  const label = (text) => (name ? `${text}: ${name}` : text);
  const button = (text, sign, to, isOff) =>
    html`<button type="button" aria-label=${label(text)} ?disabled=${isOff} @click=${() => change(to)}>${icon(sign)}</button>`;
  return html`
    <div class="stepper">
      ${button(texts.less, "minus", quantity - 1, quantity <= 1)}
      <output aria-label=${texts.quantity}>${quantity}</output>
      ${button(texts.more, "plus", quantity + 1, quantity >= max)}
    </div>
  `;
}
