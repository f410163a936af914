// A coupon's code, typed on the screen or on a keyboard.
import { html } from "../vendor/lit-html/lit-html.js";

const ROWS = ["1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"];
const MIN_LENGTH = 4;
const MAX_LENGTH = 32;

export class CodeKeypad {
  #code = "";
  #isGiving = false;
  #wrong = () => "";
  #give;
  #changed;

  /** `give(code)` takes what was typed; what it throws is shown by its `detail`, and the code stays to be corrected.
   * `changed()` is called when there is something new to be shown. */
  constructor(give, changed) {
    this.#give = give;
    this.#changed = changed;
  }

  template(texts) {
    const key = (text, type, name) => html`<button class=${name ?? ""} type="button" @click=${type}>${text}</button>`;
    const letter = (text) => key(text, () => this.#type(this.#code + text));
    const erase = key(texts.erase, () => this.#type(this.#code.slice(0, -1)), "wide");
    const clear = key(texts.clear, () => this.#type(""), "wide");
    return html`
      <div class="keypad code-keypad" role="group" aria-label=${texts.coupon}>
        <p class="cpf" aria-hidden="true">${this.#code || "–"}</p>
        <p class="for-ears" role="status">${[...this.#code].join(" ")}</p>
        <p class="wrong" role="alert">${this.#wrong(texts)}</p>
        ${ROWS.map((row, at) => html`<div class="letters">${[...row].map(letter)}${at === ROWS.length - 1 ? [erase, clear] : ""}</div>`)}
        <button class="primary" type="button" ?disabled=${this.#isGiving || this.#code.length < MIN_LENGTH} @click=${this.#finish}
          >${this.#isGiving ? texts.wait : texts.coupon_use}</button>
      </div>
    `;
  }

  /** What is pressed on a keyboard. */
  press({ key, target, ctrlKey, altKey, metaKey }) {
    if (ctrlKey || altKey || metaKey) return;
    if (/^[a-z0-9]$/i.test(key)) this.#type(this.#code + key.toUpperCase());
    else if (key === "Backspace") this.#type(this.#code.slice(0, -1));
    else if (key === "Enter" && target.tagName !== "BUTTON") this.#finish();
  }

  #type(text) {
    if (this.#isGiving) return;
    this.#code = text.slice(0, MAX_LENGTH);
    this.#show();
  }

  #finish = async () => {
    if (this.#isGiving || this.#code.length < MIN_LENGTH) return;
    this.#isGiving = true;
    this.#show();
    let wrong;
    try {
      await this.#give(this.#code);
    } catch (problem) {
      wrong = (texts) => problem.detail || (problem.isUndecided ? texts.coupon_offline : texts.refused);
    }
    this.#isGiving = false;
    this.#show(wrong);
  };

  #show(wrong = () => "") {
    this.#wrong = wrong;
    this.#changed();
  }
}
