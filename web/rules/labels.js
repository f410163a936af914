// The key that stands for each order: digits first, then letters as they lie on a keyboard.

const KEYS = [..."1234567890QWERTYUIOPASDFGHJKLZXCVBNM"];

/** By order, its key: it keeps the one that it has. At rest those of orders that have left are free again; until then nobody
 * else has them, so that a key that is pressed twice never means another order. There are orders without a key where there are
 * more than keys. */
export function labels(before, ids, isAtRest) {
  const found = new Map(isAtRest ? [...before].filter(([id]) => ids.includes(id)) : before);
  const free = KEYS.filter((key) => ![...found.values()].includes(key));
  for (const id of ids) if (!found.has(id) && free.length) found.set(id, free.shift());
  return found;
}
