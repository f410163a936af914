// Two people changed the same thing: what each of them wrote, member by member, and whose is kept.
import { withValue } from "../rules/merge.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { dialog } from "./dialog.js";
import { memberName, shownValue } from "./members.js";

/** `save(draft)` is called with what was decided; the state's `conflict` is what rules/merge.js answered, with the `chosen` by path. */
export function conflictDialog(visit, save) {
  const { texts, state } = visit;
  const { conflict } = state;
  const close = () => visit.closeDialog({ conflict: undefined });
  return dialog(visit, conflict, {
    title: texts.conflict_title,
    body: conflict && [html`<p>${texts.conflict_hint}</p>`, conflict.conflicts.map((each) => choice(visit, each)), news(visit)],
    done: texts.save_so,
    close,
    async confirm() {
      const undecided = conflict.conflicts.filter(({ path }) => !conflict.chosen[path]);
      if (undecided.length) return visit.mark(Object.fromEntries(undecided.map(({ path }) => [path, texts.choose_one])));
      const draft = conflict.conflicts.reduce((all, { path, theirs }) => (conflict.chosen[path] === "theirs" ? withValue(all, path, theirs) : all), conflict.merged);
      close();
      visit.change({ draft });
      await save(draft);
    },
  });
}

function choice(visit, { path, mine, theirs }) {
  const { texts, state, errors } = visit;
  const { chosen } = state.conflict;
  const choose = (whose) => visit.change({ conflict: { ...state.conflict, chosen: { ...chosen, [path]: whose } } });
  const option = (whose, label, value) => html`
    <label class="choice"><input type="radio" name=${path} .checked=${chosen[path] === whose} aria-invalid=${errors[path] ? "true" : nothing} @change=${() => choose(whose)}>
      <span><b>${label}</b><br>${shownValue(visit, path, value)}</span></label>
  `;
  return html`
    <fieldset><legend>${memberName(visit, path)}</legend>
      <div class="both">${option("mine", texts.mine, mine)}${option("theirs", texts.theirs, theirs)}</div>
      ${errors[path] ? html`<p class="wrong">${errors[path]}</p>` : nothing}
    </fieldset>
  `;
}

function news(visit) {
  const { texts, state } = visit;
  const { news: all } = state.conflict;
  if (!all.length) return nothing;
  const item = ({ path, theirs }) => html`<li><b>${memberName(visit, path)}</b>: ${shownValue(visit, path, theirs)}</li>`;
  return html`<div><p>${texts.theirs_alone}</p><ul>${all.map(item)}</ul></div>`;
}
