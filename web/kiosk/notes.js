// What a customer asks of the kitchen, chosen and never typed. The kitchen reads it in the store's language.
import { KIOSK } from "../texts/kiosk.js";

const KITCHENS = "pt-BR";
const SEPARATOR = ", ";
const SOURCES = { combo: ["burger", "side", "drink"] };

const kitchens = KIOSK[KITCHENS].notes;

/** The wishes that fit a product, `{ note, label }`: what the kitchen reads, and the customer. */
export function wishes({ category }, texts) {
  const found = (SOURCES[category] ?? [category]).flatMap((source) => kitchens[source].map((note, at) => ({ note, label: texts.notes[source][at] })));
  return found.filter((wish, at) => found.findIndex((each) => each.note === wish.note) === at);
}

export const notesOf = ({ note }) => (note ? note.split(SEPARATOR) : []);

/** The note after one wish was touched. */
export function toggledNote(line, note) {
  const notes = notesOf(line);
  return (notes.includes(note) ? notes.filter((each) => each !== note) : [...notes, note]).join(SEPARATOR);
}

/** In the customer's words. */
export function noteText(line, product, texts) {
  const known = product ? wishes(product, texts) : [];
  return notesOf(line).map((note) => known.find((wish) => wish.note === note)?.label ?? note).join(SEPARATOR);
}
