// When a store, or a product, sells: days with an opening and a closing time of the store's clock.
import { checksField, textField } from "../parts/field.js";
import { newHours } from "../rules/product.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";

export function hoursEditor(visit, { legend, none, hours, change }) {
  const { texts, errors } = visit;
  const set = (at, news) => change(hours.map((each, place) => (place === at ? { ...each, ...news } : each)));
  const item = ({ days, opens, closes }, at) => html`
    <li class="group">
      ${checksField({ id: `/hours/${at}/days`, label: texts.days_label, value: days, entries: Object.entries(texts.days), error: errors[`/hours/${at}/days`], change: (news) => set(at, { days: news }) })}
      <div class="row">
        ${textField({ id: `/hours/${at}/opens`, label: texts.opens, maxlength: 5, value: opens, error: errors[`/hours/${at}/opens`] && texts.errors.time, change: (news) => set(at, { opens: news }) })}
        ${textField({ id: `/hours/${at}/closes`, label: texts.closes, hint: texts.closes_hint, maxlength: 5, value: closes, error: errors[`/hours/${at}/closes`] && texts.errors.time, change: (news) => set(at, { closes: news }) })}
        <button class="small danger" type="button" aria-label=${texts.remove_hours(at + 1)} @click=${() => change(hours.filter((_, place) => place !== at))}>${texts.remove}</button>
      </div>
    </li>
  `;
  return html`
    <section class="panel"><fieldset class="stack"><legend>${legend}</legend>
      ${hours.length ? html`<ol class="stack">${hours.map(item)}</ol>` : html`<p class="hint">${none}</p>`}
      ${errors["/hours"] ? html`<p class="wrong">${errors["/hours"]}</p>` : nothing}
      <button class="small" type="button" @click=${() => change([...hours, newHours()])}>${texts.add_hours}</button>
    </fieldset></section>
  `;
}
