// What was edited is saved; and what to do where somebody else has changed it meanwhile.
import { merge } from "../rules/merge.js";
import { idOf } from "../rules/product.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";

/** Stands at the end of a form. */
export const saveBar = ({ texts, state, isBusy }) => html`
  <div class="sticky">
    <button class="primary" type="submit" aria-disabled=${isBusy ? "true" : nothing}>${isBusy ? texts.wait : texts.save}</button>
    ${state.isSaved ? html`<p role="status" class="badge good">${texts.saved}</p>` : nothing}
  </div>
`;

/** The body of a draft, or else what is wrong with it beside the fields. */
export function sendable(visit, { bodyOf }, draft) {
  const { body, errors } = bodyOf(draft);
  if (!Object.keys(errors).length) return body;
  return visit.mark(Object.fromEntries(Object.entries(errors).map(([at, kind]) => [at, visit.texts.errors[kind]])));
}

/**
 * Save it; where somebody has changed it meanwhile, what nobody disputes is put together and the rest asked about.
 *
 * Of the `kind`, `singular` and `plural` are its names in the state and in the API's paths, `view` is where it is edited;
 * `bodyOf` and `draftOf` lead from a draft and back; `isGone(saved)` tells whether it can be saved no more, which the text of
 * the name `goneText` says.
 */
export async function save(visit, kind, draft = visit.state.draft) {
  const { singular, plural, view, draftOf } = kind;
  const { api, state } = visit;
  const body = sendable(visit, kind, draft);
  if (!body) return;
  const known = state[singular];
  const id = known ? known[`${singular}_id`] : idOf(draft.name["pt-BR"], state[plural].map((each) => each[`${singular}_id`]));
  const headers = known ? { "If-Match": `"${known.version}"` } : { "If-None-Match": "*" };
  try {
    const { body: saved } = await api.put(`/${plural}/${id}`, { body, headers });
    visit.change({ [singular]: saved, draft: draftOf(saved), isEdited: false, isSaved: true });
    if (!known) location.hash = `#${view}/${id}`;
  } catch (problem) {
    if (!known || ![409, 412].includes(problem.status)) throw problem;
    await compare(visit, kind, draft);
  }
}

async function compare(visit, { singular, plural, draftOf, isGone, goneText }, mine) {
  const known = visit.state[singular];
  const saved = (await visit.api.get(`/${plural}`)).body[plural];
  const theirs = saved.find((each) => each[`${singular}_id`] === known[`${singular}_id`]);
  if (!theirs || isGone(theirs)) return visit.change({ isGone: true, goneText: visit.texts[goneText] });
  const merged = merge(draftOf(known), mine, draftOf(theirs));
  visit.openDialog({ [plural]: saved, [singular]: theirs, conflict: { ...merged, chosen: {} } });
}
