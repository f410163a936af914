// Where each order stands on the kitchen's screen: three lanes of cells, each filled from its top, column by column.

export const LANES = ["RECEIVED", "IN_PREPARATION", "READY"];

/** The cards, the largest first, by the least pixels that a cell of each takes: all of an order, its components in a few
 * words, or nothing but its number and age, beside each other or one below the other. */
const CARDS = [
  { card: "full", width: 280, height: 640 },
  { card: "full", width: 280, height: 420 },
  { card: "full", width: 260, height: 250 },
  { card: "brief", width: 250, height: 134 },
  { card: "line", width: 186, height: 64 },
  { card: "tight", width: 112, height: 64 },
];
const GAP = 6;
const SPARE = 1;
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** How many cells of a size stand side by side in so many pixels. */
const fitting = (pixels, size) => Math.max(1, Math.floor((pixels + GAP) / (size + GAP)));

/** `{ size, card, rows, columns }`: the largest cards of which all can be seen at once, and how many columns each lane takes.
 * Where not even the smallest fit, there are more columns than the screen is wide. Cards of the `size` that they have do not
 * grow for one order less. */
export function grid(counts, width, height, has = 0) {
  const options = CARDS.map(({ card, ...least }, size) => {
    const rows = fitting(height, least.height);
    const spare = size < has ? SPARE : 0;
    const wanted = counts.map((count) => Math.max(1, Math.ceil((count + spare) / rows)));
    const columns = counts.map((count) => Math.max(1, Math.ceil(count / rows)));
    return { size, card, rows, columns, fits: sum(wanted) <= fitting(width, least.width) };
  });
  const { fits, ...found } = options.find((each) => each.fits) ?? options.at(-1);
  return found;
}

/** Who was paid first is prepared first; of two at one moment, the lower number. */
const byPayment = (a, b) => a.paid_at.localeCompare(b.paid_at) || a.number - b.number;

/**
 * The cells of a lane: the ids of its orders, `undefined` for a cell that is empty.
 *
 * Nothing moves while somebody works on the screen: who leaves leaves a hole, and who comes stands behind the last. At rest
 * the holes close, and the oldest is the first again.
 */
export function cells(before, orders, isAtRest) {
  const sorted = [...orders].sort(byPayment).map(({ order_id }) => order_id);
  if (isAtRest) return sorted;
  const unmoved = before.map((id) => (sorted.includes(id) ? id : undefined));
  return [...unmoved, ...sorted.filter((id) => !unmoved.includes(id))];
}

/** Where a cell is on the screen, counted from 1: `{ column, row }`. */
export function place(lane, cell, { rows, columns }) {
  const before = sum(columns.slice(0, lane));
  return { column: before + Math.floor(cell / rows) + 1, row: (cell % rows) + 1 };
}
