// How many numbers a place on the screen takes, and how large.

const MAX_SIZE = 96; // pixels of a figure's height
const MIN_SIZE = 40; // what somebody reads across the room
const LINE = 1.3; // of a figure's height
const FIGURE = 0.62; // of its width
const GAP = 0.7;

/** How `count` numbers of so many `figures` fit into `width` by `height` pixels: as large as they can be, on one page if
 * they can be read there. `{ size, perPage, pages }`. */
export function fit(count, figures, width, height) {
  const takes = (size) =>
    Math.max(1, Math.floor(width / (size * (figures * FIGURE + GAP)))) * Math.max(1, Math.floor(height / (size * LINE)));
  let size = MAX_SIZE;
  while (size > MIN_SIZE && takes(size) < count) size -= 2;
  const perPage = takes(size);
  return { size, perPage, pages: Math.max(1, Math.ceil(count / perPage)) };
}
