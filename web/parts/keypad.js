// What is typed on the screen or on a keyboard until it is given. It is kept nowhere but here.
import { html } from "../vendor/lit-html/lit-html.js";

export class Keypad {
  typed = "";
  #isGiving = false;
  #wrong = () => "";
  #rules;
  #give;
  #changed;

  /** Of the `rules`, `letter` is what a key may type, `minLength` and `maxLength` are letters, `check(typed)` answers what is
   * wrong with it in words, by the page's texts, and `unanswered` names the text for an answer that did not come.
   * `give(typed)` takes it; what it throws is shown by its `detail`, and what was typed stays to be corrected. `changed()` is
   * called when there is something new to be shown. */
  constructor(rules, give, changed) {
    this.#rules = rules;
    this.#give = give;
    this.#changed = changed;
  }

  /** `shown` is what was typed for eyes, `spoken` for ears; `action` is what its last button says. */
  frame(texts, { name, kind = "", shown, spoken, keys, action }) {
    return html`
      <div class=${`keypad ${kind}`} role="group" aria-label=${name}>
        <p class="typed" aria-hidden="true">${shown}</p>
        <p class="for-ears" role="status">${spoken}</p>
        <p class="wrong" role="alert">${this.#wrong(texts)}</p>
        ${keys}
        <button class="primary" type="button" ?disabled=${this.#isGiving || this.typed.length < this.#rules.minLength} @click=${this.#finish}
          >${this.#isGiving ? texts.wait : action}</button>
      </div>
    `;
  }

  letter = (text) => this.#key(text, () => this.#type(this.typed + text));
  erase = (texts, width = "") => this.#key(texts.erase, () => this.#type(this.typed.slice(0, -1)), width);
  clear = (texts, width = "") => this.#key(texts.clear, () => this.#type(""), width);

  #key = (text, type, width = "") => html`<button class=${width} type="button" @click=${type}>${text}</button>`;

  /** What is pressed on a keyboard. */
  press({ key, target, ctrlKey, altKey, metaKey }) {
    if (ctrlKey || altKey || metaKey) return;
    if (key.length === 1 && this.#rules.letter.test(key)) this.#type(this.typed + key.toUpperCase());
    else if (key === "Backspace") this.#type(this.typed.slice(0, -1));
    else if (key === "Enter" && target.tagName !== "BUTTON") this.#finish();
  }

  #type(text) {
    if (this.#isGiving) return;
    const { maxLength, check } = this.#rules;
    this.typed = text.slice(0, maxLength);
    this.#show(this.typed.length < maxLength ? undefined : check(this.typed));
  }

  #finish = async () => {
    if (this.#isGiving) return;
    const { check, unanswered } = this.#rules;
    let wrong = check(this.typed);
    if (wrong) return this.#show(wrong);
    this.#isGiving = true;
    this.#show();
    try {
      await this.#give(this.typed);
      this.typed = "";
    } catch (problem) {
      wrong = (texts) => problem.detail || texts[problem.isUndecided ? unanswered : "refused"];
    }
    this.#isGiving = false;
    this.#show(wrong);
  };

  #show(wrong = () => "") {
    this.#wrong = wrong;
    this.#changed();
  }
}
