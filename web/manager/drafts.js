// What somebody is editing, kept in this tab until it is saved or they sign out: the page may have to leave for the
// sign-in in the middle of it, or be closed by mistake.

const PREFIX = "manager-draft ";

/** `place` is where it is edited, `by` the person's id. Another person's draft is nobody's. */
export function keptDraft(place, by) {
  const found = JSON.parse(sessionStorage.getItem(PREFIX + place));
  return found?.by === by ? found.draft : undefined;
}

export const keepDraft = (place, by, draft) => sessionStorage.setItem(PREFIX + place, JSON.stringify({ by, draft }));

export const forgetDraft = (place) => sessionStorage.removeItem(PREFIX + place);

export function forgetDrafts() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}
