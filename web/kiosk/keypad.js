// A CPF, typed on the screen or on a keyboard. It is kept nowhere but here, and goes with the keypad.
import { filled, made } from "../page.js";
import { isCpf, masked } from "../rules/cpf.js";

const LENGTH = 11;

/** `give(digits)` takes a CPF that may be one; what it throws is shown by its `detail`. */
export function keypad(texts, label, give) {
  let digits = "";
  let isGiving = false;
  const shown = made("p", masked(digits), { className: "cpf", ariaHidden: "true" });
  const count = made("p", texts.digits(0), { className: "for-ears", role: "status" });
  const wrong = made("p", "", { className: "wrong", role: "alert" });
  const done = key(label, finish, "primary");

  function key(text, onclick, className = "") {
    return made("button", text, { type: "button", className, onclick });
  }

  function show(message = "") {
    shown.textContent = masked(digits);
    count.textContent = texts.digits(digits.length);
    wrong.textContent = message;
    done.disabled = isGiving || digits.length < LENGTH;
    done.textContent = isGiving ? texts.wait : label;
  }

  function type(text) {
    if (isGiving) return;
    digits = text.slice(0, LENGTH);
    show(digits.length < LENGTH || isCpf(digits) ? "" : texts.cpf_wrong);
  }

  async function finish() {
    if (isGiving || !isCpf(digits)) return show(texts.cpf_wrong);
    isGiving = true;
    show();
    try {
      await give(digits);
      digits = "";
    } catch (problem) {
      isGiving = false;
      show(problem.detail || texts.refused);
    }
  }

  function pressed(event) {
    if (!pad.isConnected) return document.removeEventListener("keydown", pressed);
    if (/^[0-9]$/.test(event.key)) type(digits + event.key);
    else if (event.key === "Backspace") type(digits.slice(0, -1));
    else if (event.key === "Enter" && event.target.tagName !== "BUTTON") finish();
  }

  const keys = [..."123456789"].map((digit) => key(digit, () => type(digits + digit)));
  const last = [key(texts.clear, () => type("")), key("0", () => type(`${digits}0`)), key(texts.erase, () => type(digits.slice(0, -1)))];
  const pad = filled(
    made("div", "", { className: "keypad", role: "group", ariaLabel: texts.cpf }),
    shown,
    count,
    wrong,
    filled(made("div", "", { className: "keys" }), ...keys, ...last),
    done,
  );
  show();
  document.addEventListener("keydown", pressed);
  return pad;
}
