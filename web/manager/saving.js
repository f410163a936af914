// What was edited is saved; and what to do where somebody else has changed it meanwhile.
import { merge } from "../rules/merge.js";
import { idOf } from "../rules/product.js";

/** The body of a draft, or else what is wrong with it beside the fields. */
export function sendable(visit, { bodyOf }, draft) {
  const { body, errors } = bodyOf(draft);
  if (!Object.keys(errors).length) return body;
  return visit.mark(Object.fromEntries(Object.entries(errors).map(([at, kind]) => [at, visit.texts.errors[kind]])));
}

/**
 * Save it; where somebody has changed it meanwhile, what nobody disputes is put together and the rest asked about.
 *
 * Of the `kind`, `one` and `all` are what it is called in the state and in the API's paths, `view` is where it is edited;
 * `bodyOf` and `draftOf` lead from a draft and back, and `isGone(saved)` tells whether it can be saved no more, which the
 * text `gone` says.
 */
export async function save(visit, kind, draft = visit.state.draft) {
  const { one, all, view, draftOf } = kind;
  const { api, state } = visit;
  const body = sendable(visit, kind, draft);
  if (!body) return;
  const known = state[one];
  const id = known ? known[`${one}_id`] : idOf(draft.name["pt-BR"], state[all].map((each) => each[`${one}_id`]));
  const headers = known ? { "If-Match": `"${known.version}"` } : { "If-None-Match": "*" };
  try {
    const { body: saved } = await api.put(`/${all}/${id}`, { body, headers });
    visit.change({ [one]: saved, draft: draftOf(saved), isEdited: false, isSaved: true });
    if (!known) location.hash = `#${view}/${id}`;
  } catch (problem) {
    if (!known || ![409, 412].includes(problem.status)) throw problem;
    await compare(visit, kind, draft);
  }
}

async function compare(visit, { one, all, draftOf, isGone, gone }, mine) {
  const known = visit.state[one];
  const saved = (await visit.api.get(`/${all}`)).body[all];
  const theirs = saved.find((each) => each[`${one}_id`] === known[`${one}_id`]);
  if (!theirs || isGone(theirs)) return visit.change({ isGone: true, goneText: visit.texts[gone] });
  const merged = merge(draftOf(known), mine, draftOf(theirs));
  visit.openDialog({ [all]: saved, [one]: theirs, conflict: { ...merged, chosen: {} } });
}
