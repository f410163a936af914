// What is typed or chosen, with its label, a hint and what is wrong with it, tied together for those who hear the page.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { live } from "../vendor/lit-html/directives/live.js";

const about = ({ id, hint, error }) => [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || nothing;

function labelled(field, control) {
  const { id, label, hint, error } = field;
  return html`
    <div class="field">
      <label for=${id}>${label}</label>
      ${control}
      ${hint ? html`<small id=${`${id}-hint`}>${hint}</small>` : nothing}
      ${error ? html`<p class="wrong" id=${`${id}-error`}>${error}</p>` : nothing}
    </div>
  `;
}

/** A line of text. `change(text)` is called with each letter. */
export function textField(field) {
  const { id, value, change, error, type = "text", inputmode, maxlength, min, max, disabled = false } = field;
  return labelled(
    field,
    html`<input id=${id} type=${type} inputmode=${inputmode ?? nothing} maxlength=${maxlength ?? nothing} min=${min ?? nothing} max=${max ?? nothing}
      autocomplete="off" ?disabled=${disabled} .value=${live(value)} @input=${({ target }) => change(target.value)}
      aria-invalid=${error ? "true" : nothing} aria-describedby=${about(field)}>`,
  );
}

/** Several lines of text. */
export function proseField(field) {
  const { id, value, change, error, maxlength, rows = 2 } = field;
  return labelled(
    field,
    html`<textarea id=${id} rows=${rows} maxlength=${maxlength ?? nothing} .value=${live(value)} @input=${({ target }) => change(target.value)}
      aria-invalid=${error ? "true" : nothing} aria-describedby=${about(field)}></textarea>`,
  );
}

/** One of some `entries` (value and words). */
export function selectField(field) {
  const { id, value, change, error, entries } = field;
  const option = ([each, text]) => html`<option value=${each} ?selected=${each === value}>${text}</option>`;
  return labelled(
    field,
    html`<select id=${id} .value=${live(value)} @change=${({ target }) => change(target.value)}
      aria-invalid=${error ? "true" : nothing} aria-describedby=${about(field)}>${entries.map(option)}</select>`,
  );
}

/** Yes or no. */
export function checkField({ id, label, value, change }) {
  return html`<label class="check"><input id=${id} type="checkbox" .checked=${live(value)} @change=${({ target }) => change(target.checked)}> ${label}</label>`;
}

/** Some of a few `entries`. */
export function checksField({ id, label, value, change, entries, error }) {
  const toggled = (each, isOn) => entries.map(([other]) => other).filter((other) => (other === each ? isOn : value.includes(other)));
  const chip = ([each, text]) => html`
    <label class="chip"><input type="checkbox" .checked=${live(value.includes(each))} @change=${({ target }) => change(toggled(each, target.checked))}><span>${text}</span></label>
  `;
  return html`
    <fieldset id=${id} class="checks" aria-invalid=${error ? "true" : nothing} tabindex=${error ? "-1" : nothing} aria-describedby=${error ? `${id}-error` : nothing}>
      <legend>${label}</legend>
      <div class="chips">${entries.map(chip)}</div>
      ${error ? html`<p class="wrong" id=${`${id}-error`}>${error}</p>` : nothing}
    </fieldset>
  `;
}
