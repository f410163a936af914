// A CPF, typed on the screen or on a keyboard.
import { isCpf, masked } from "../rules/cpf.js";
import { html } from "../vendor/lit-html/lit-html.js";
import { Keypad } from "./keypad.js";

const RULES = {
  letter: /[0-9]/,
  minLength: 11,
  maxLength: 11,
  check: (digits) => (isCpf(digits) ? undefined : (texts) => texts.cpf_wrong),
  unanswered: "refused",
};

export class CpfKeypad extends Keypad {
  constructor(give, changed) {
    super(RULES, give, changed);
  }

  template(texts, action) {
    const keys = html`<div class="keys">${[..."123456789"].map(this.letter)} ${this.clear(texts)} ${this.letter("0")} ${this.erase(texts)}</div>`;
    return this.frame(texts, { name: texts.cpf, shown: masked(this.typed), spoken: texts.digits(this.typed.length), keys, action });
  }
}
