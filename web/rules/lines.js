// What somebody has to make of an order's line.

const REMOVAL = { "pt-BR": /^sem\s/i, en: /^(no|without)\s/i };

/** Whether an option takes something away. */
export const isRemoval = ({ name }) => Object.entries(REMOVAL).some(([language, pattern]) => pattern.test(name[language] ?? ""));

/** All that the line holds, part by part: each a `kind`, "part", "option", "removal" or "note", and its `text`. What belongs
 * to a part of a combo comes right after it. */
export function lineParts({ options = [], choices = [], note }, language) {
  const noteParts = (text) => (text ? [{ kind: "note", text }] : []);
  const chosen = (some = []) => some.map((each) => ({ kind: isRemoval(each) ? "removal" : "option", text: each.name[language] }));
  return [
    ...choices.flatMap((choice) => [{ kind: "part", text: choice.name[language] }, ...chosen(choice.options), ...noteParts(choice.note)]),
    ...chosen(options),
    ...noteParts(note),
  ];
}
