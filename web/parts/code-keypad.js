// A coupon's code, typed on the screen or on a keyboard.
import { html } from "../vendor/lit-html/lit-html.js";
import { Keypad } from "./keypad.js";

const ROWS = ["1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"];
const RULES = {
  letter: /[a-z0-9]/i,
  minLength: 4,
  maxLength: 32,
  check: ({ length }) => (length < RULES.minLength ? () => "" : undefined),
  unanswered: "coupon_offline",
};

export class CodeKeypad extends Keypad {
  constructor(give, changed) {
    super(RULES, give, changed);
  }

  template(texts) {
    const others = [this.erase(texts, "wide"), this.clear(texts, "wide")];
    const keys = ROWS.map((row, at) => html`<div class="letters">${[...row].map(this.letter)}${at === ROWS.length - 1 ? others : ""}</div>`);
    const spoken = [...this.typed].join(" ");
    return this.frame(texts, { name: texts.coupon, kind: "code-keypad", shown: this.typed || "–", spoken, keys, action: texts.coupon_use });
  }
}
