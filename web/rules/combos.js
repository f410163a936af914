// Combos: what a product can become, what a cart could have cost, and which steps they have covered.
import { isOffered, newLine, offered, priceNow } from "./cart.js";

const combos = (menu) => menu.products.filter((product) => product.category === "combo" && isOffered(menu, product));
const categoryOf = (menu, { product_id }) => menu.products.find((product) => product.product_id === product_id)?.category;
const takes = (menu, slot, { product_id }) => offered(menu, slot).some((choice) => choice.product_id === product_id && choice.product.available);

/** By how many centavos the combo is cheaper than its parts one by one. */
export function saving(menu, line) {
  const parts = Object.values(line.choices).map((choice) => priceNow(menu, { ...choice, choices: {} }));
  return parts.reduce((total, price) => total + price, 0) - priceNow(menu, line);
}

/** The cheapest combo with what the line is, its other parts as they are when nobody chooses; undefined where there is none
 * or it saves nothing. */
export function comboOf(menu, line) {
  const found = combos(menu).flatMap((combo) => {
    const slot = combo.slots.find((each) => takes(menu, each, line));
    if (!slot) return [];
    const plain = newLine(menu, combo);
    const choices = { ...plain.choices, [slot.slot_id]: { product_id: line.product_id, options: line.options } };
    return [{ ...plain, choices, quantity: line.quantity, note: line.note }];
  });
  const [best] = found.sort((a, b) => priceNow(menu, a) - priceNow(menu, b));
  return best && saving(menu, best) > 0 ? best : undefined;
}

/** One of each line that fills a slot of the combo, by slot; undefined where one stays empty. */
function partsOf(menu, combo, lines) {
  const quantities = lines.map((line) => line.quantity);
  const parts = {};
  for (const slot of combo.slots) {
    const at = lines.findIndex((line, place) => quantities[place] > 0 && !Object.keys(line.choices).length && takes(menu, slot, line));
    if (at < 0) return undefined;
    quantities[at] -= 1;
    parts[slot.slot_id] = at;
  }
  return parts;
}

/** What lies in the cart one by one as the combo that saves most: `{ product_id, saving, lines }` with the cart as it would
 * be; undefined where nothing is saved. */
export function combined(menu, lines) {
  const found = combos(menu).flatMap((combo) => {
    const parts = partsOf(menu, combo, lines);
    if (!parts) return [];
    const choices = Object.fromEntries(
      Object.entries(parts).map(([slot_id, at]) => [slot_id, { product_id: lines[at].product_id, options: lines[at].options }]),
    );
    const positions = Object.values(parts);
    const note = [...new Set(positions.map((at) => lines[at].note).filter(Boolean))].join(", ");
    const line = { product_id: combo.product_id, options: [], choices, quantity: 1, note };
    const rest = lines
      .map((each, at) => ({ ...each, quantity: each.quantity - positions.filter((place) => place === at).length }))
      .filter((each) => each.quantity > 0);
    return [{ product_id: combo.product_id, saving: saving(menu, line), lines: [...rest, line] }];
  });
  const [best] = found.sort((a, b) => b.saving - a.saving);
  return best?.saving > 0 ? best : undefined;
}

/** Whether the combos in the cart bring what the step of this category asks for, so that nobody is asked again. */
export function isCovered(menu, lines, category) {
  const chosen = lines.filter((line) => ["combo", "burger"].includes(categoryOf(menu, line)));
  const brings = (line) => Object.values(line.choices).some((choice) => categoryOf(menu, choice) === category);
  return chosen.length > 0 && chosen.every(brings);
}
