// A station of the kitchen makes what is of its categories; a combo's parts are of theirs.

const parts = (line) => line.choices ?? [];

/** Whether the station, a set of categories, makes it; a station without categories makes all. What is of no category that is
 * known is prepared everywhere. */
const makes = (station, category) => station.size === 0 || !category || station.has(category);

const withParts = (line, station) =>
  parts(line).length ? parts(line).some(({ category }) => makes(station, category)) : makes(station, line.category);

/** The lines of an order that the station has to do with, each with its `place` in the order; of a combo, its own parts. */
export const linesOf = (order, station) =>
  order.lines
    .map((line, place) => ({ ...line, place }))
    .filter((line) => withParts(line, station))
    .map((line) => ({ ...line, choices: parts(line).filter(({ category }) => makes(station, category)) }));

/** Of each product how many the station still has to make for all orders, the most first: `{ product_id, name, units }`. What a
 * combo consists of counts, the combo does not. */
export function totals(orders, station) {
  const found = new Map();
  const add = ({ product_id, name }, units) =>
    found.set(product_id, { product_id, name, units: (found.get(product_id)?.units ?? 0) + units });
  for (const order of orders) {
    if (order.refunded || order.status === "READY") continue;
    for (const line of linesOf(order, station)) {
      if (line.done) continue;
      if (order.lines[line.place].choices?.length) for (const part of line.choices) add(part, line.quantity);
      else add(line, line.quantity);
    }
  }
  return [...found.values()].sort((a, b) => b.units - a.units || a.product_id.localeCompare(b.product_id));
}
