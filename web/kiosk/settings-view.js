// The PIN, and the screen's settings behind it.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { live } from "../vendor/lit-html/directives/live.js";
import { MAX_PIN_LENGTH, MIN_PIN_LENGTH } from "./settings.js";

const LANGUAGES = { "pt-BR": "Português", en: "English" };

/** `sheet` is `{ isOpen, digits, wrong }`, with the `draft` of the settings once it is open. `typePin(digits)`, `enterPin()`,
 * `drawSettings(draft)`, `changePin()` and `saveSettings()` are called for what is touched. */
export function settingsForm(shown, acts) {
  return shown.sheet.isOpen ? form(shown, acts) : pinPad(shown, acts);
}

function pinPad({ sheet, texts }, { typePin, enterPin }) {
  const { digits, wrong, isNew } = sheet;
  const key = (label, typed) => html`<button type="button" @click=${() => typePin(typed.slice(0, MAX_PIN_LENGTH))}>${label}</button>`;
  return html`
    <h2 id="sheet-title" tabindex="-1" autofocus>${texts.settings}</h2>
    <div class="keypad" role="group" aria-label=${texts.pin}>
      <p class="hint">${isNew ? texts.pin_new : texts.pin_ask}</p>
      <p class="typed" aria-hidden="true">${"•".repeat(digits.length) || "–"}</p>
      <p class="for-ears" role="status">${texts.pin_digits(digits.length)}</p>
      <p class="wrong" role="alert">${wrong ? texts[wrong] : ""}</p>
      <div class="keys">
        ${[..."123456789"].map((each) => key(each, digits + each))}
        ${key(texts.clear, "")} ${key("0", `${digits}0`)} ${key(texts.erase, digits.slice(0, -1))}
      </div>
      <button class="primary" type="button" ?disabled=${digits.length < MIN_PIN_LENGTH} @click=${enterPin}>${texts.pin_done}</button>
    </div>
  `;
}

function form({ sheet, texts }, { drawSettings, changePin, saveSettings }) {
  const { draft } = sheet;
  const draw = (news) => drawSettings({ ...draft, ...news });
  const chip = ([language, label]) => html`
    <label class="chip"><input type="radio" name="language" .checked=${live(draft.language === language)} @change=${() => draw({ language })}><span>${label}</span></label>
  `;
  const choice = (name) => html`
    <label class="choice"><input type="checkbox" .checked=${live(draft[name])} @change=${({ target }) => draw({ [name]: target.checked })}><span>${texts[name]}</span></label>
  `;
  const submit = (event) => {
    event.preventDefault();
    saveSettings();
  };
  return html`
    <form @submit=${submit}>
      <h2 id="sheet-title" tabindex="-1" autofocus>${texts.settings}</h2>
      <label class="field">${texts.store}
        <input type="text" name="store" autocomplete="off" autocapitalize="off" maxlength="64" pattern="[A-Za-z0-9_\\-]+" .value=${live(draft.store)} @input=${({ target }) => draw({ store: target.value })}>
      </label>
      <fieldset><legend>${texts.default_language}</legend><div class="chips">${Object.entries(LANGUAGES).map(chip)}</div></fieldset>
      <div class="choices">${choice("sound")}${choice("printer")}</div>
      <button class="primary large">${texts.settings_save}</button>
      <button type="button" @click=${changePin}>${texts.pin_change}</button>
    </form>
  `;
}

/** What the printer gives with the number; only paper shows it. */
export function ticket({ session, menu, texts }) {
  if (!session.number) return nothing;
  return html`
    <section id="ticket" aria-hidden="true">
      <p>${menu?.name ?? "ByteMeBurger"}</p>
      <p>${texts.your_number}</p>
      <p class="ticket-number">${session.number}</p>
      <p>${session.order?.reference}</p>
    </section>
  `;
}
