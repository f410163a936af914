// A product of the menu while a manager works on it: amounts as they are typed, and what is sent of it.
import { centavos } from "./cash.js";

const TEXTS = { "pt-BR": "", en: "" };

/** An amount in centavos as it is typed: `12,90`. */
export const typedMoney = (amount) => `${Math.floor(amount / 100)},${String(amount % 100).padStart(2, "0")}`;

/** One that nobody has filled in yet. */
export const newProduct = () => ({
  category: "burger", name: { ...TEXTS }, description: { ...TEXTS }, price: "", allergens: [], image: null, make_seconds: "",
  option_groups: [], slots: [], hours: [], available: true,
});
export const newGroup = (id) => ({ group_id: id, name: { ...TEXTS }, min: "0", max: "1", options: [] });
export const newOption = (id) => ({ option_id: id, name: { ...TEXTS }, price: "0,00", default: false, available: true, allergens: [], make_seconds: "" });
export const newSlot = (id) => ({ slot_id: id, name: { ...TEXTS }, choices: [] });
export const newHours = () => ({ days: [], opens: "11:00", closes: "15:00" });

/** What can be changed of a product as the API tells it. */
export function draftOf(product) {
  const { category, name, description, price, allergens, image, option_groups, slots, hours, available, make_seconds } = product;
  return {
    category, name, description, price: typedMoney(price), allergens, image, hours, available, make_seconds: String(make_seconds ?? ""),
    option_groups: option_groups.map((group) => ({
      ...group, min: String(group.min), max: String(group.max),
      options: group.options.map((option) => ({ ...option, price: typedMoney(option.price), make_seconds: String(option.make_seconds ?? "") })),
    })),
    slots: slots.map((slot) => ({ ...slot, choices: slot.choices.map((choice) => ({ ...choice, price: typedMoney(choice.price) })) })),
  };
}

/** `{ body, errors }`: what is sent of it, and what was typed that cannot be sent: the kind of error by JSON Pointer. */
export function bodyOf(draft) {
  const errors = {};
  const read = (kind, value, at) => {
    const found = kind === "money" ? centavos(value) : /^\d{1,6}$/.test(value.trim()) ? Number(value) : undefined;
    if (found === undefined) errors[at] = kind;
    return found;
  };
  const seconds = (value, at) => (draft.category !== "combo" && value.trim() ? read("integer", value, at) : null);
  const body = {
    ...draft,
    price: read("money", draft.price, "/price"),
    make_seconds: seconds(draft.make_seconds, "/make_seconds"),
    option_groups: draft.option_groups.map((group, at) => ({
      ...group,
      min: read("integer", group.min, `/option_groups/${at}/min`),
      max: read("integer", group.max, `/option_groups/${at}/max`),
      options: group.options.map((option, each) => {
        const place = `/option_groups/${at}/options/${each}`;
        return { ...option, price: read("money", option.price, `${place}/price`), make_seconds: seconds(option.make_seconds, `${place}/make_seconds`) };
      }),
    })),
    slots: draft.slots.map((slot, at) => ({
      ...slot,
      choices: slot.choices.map((choice, each) => ({ ...choice, price: read("money", choice.price, `/slots/${at}/choices/${each}/price`) })),
    })),
  };
  return { body, errors };
}

/** An id that follows from a name, and is not among those in use: `x-burger`, `x-burger-2`. */
export function idOf(name, used) {
  const plain = name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const id = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 48) || "item";
  const next = (at) => (used.includes(at === 1 ? id : `${id}-${at}`) ? next(at + 1) : at === 1 ? id : `${id}-${at}`);
  return next(1);
}
