// A CPF, typed on the screen or on a keyboard. It is kept nowhere but here, and goes with the keypad.
import { isCpf, masked } from "../rules/cpf.js";
import { html } from "../vendor/lit-html/lit-html.js";

const LENGTH = 11;

export class Keypad {
  #digits = "";
  #isGiving = false;
  #wrong = () => "";
  #give;
  #changed;

  /** `give(digits)` takes a CPF that may be one; what it throws is shown by its `detail`. `changed()` is called when there is
   * something new to be shown. */
  constructor(give, changed) {
    this.#give = give;
    this.#changed = changed;
  }

  /** What the keypad shows; `label` is what its last button says. */
  template(texts, label) {
    const key = (text, type) => html`<button type="button" @click=${type}>${text}</button>`;
    const digit = (text) => key(text, () => this.#type(this.#digits + text));
    return html`
      <div class="keypad" role="group" aria-label=${texts.cpf}>
        <p class="cpf" aria-hidden="true">${masked(this.#digits)}</p>
        <p class="for-ears" role="status">${texts.digits(this.#digits.length)}</p>
        <p class="wrong" role="alert">${this.#wrong(texts)}</p>
        <div class="keys">
          ${[..."123456789"].map(digit)}
          ${key(texts.clear, () => this.#type(""))} ${digit("0")} ${key(texts.erase, () => this.#type(this.#digits.slice(0, -1)))}
        </div>
        <button class="primary" type="button" ?disabled=${this.#isGiving || this.#digits.length < LENGTH} @click=${this.#finish}
          >${this.#isGiving ? texts.wait : label}</button>
      </div>
    `;
  }

  /** What is pressed on a keyboard. */
  press({ key, target }) {
    if (/^[0-9]$/.test(key)) this.#type(this.#digits + key);
    else if (key === "Backspace") this.#type(this.#digits.slice(0, -1));
    else if (key === "Enter" && target.tagName !== "BUTTON") this.#finish();
  }

  #type(text) {
    if (this.#isGiving) return;
    this.#digits = text.slice(0, LENGTH);
    this.#show(this.#digits.length < LENGTH || isCpf(this.#digits) ? undefined : (texts) => texts.cpf_wrong);
  }

  #finish = async () => {
    if (this.#isGiving) return;
    if (!isCpf(this.#digits)) return this.#show((texts) => texts.cpf_wrong);
    this.#isGiving = true;
    this.#show();
    try {
      await this.#give(this.#digits);
      this.#digits = "";
    } catch (problem) {
      this.#isGiving = false;
      this.#show((texts) => problem.detail || texts.refused);
    }
  };

  #show(wrong = () => "") {
    this.#wrong = wrong;
    this.#changed();
  }
}
