// Two people changed the same thing: what each of them did, member by member.

const isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Of plain values, as both have read them (`base`), as it is here (`mine`) and as it was saved meanwhile (`theirs`):
 * `merged` is what nobody disputes, with mine where both changed a member; `conflicts` tells those (`path`, `mine`, `theirs`);
 * `news` what they alone changed (`path`, `theirs`). Maps are gone into, lists are compared as a whole. */
export function merge(base, mine, theirs) {
  const conflicts = [];
  const news = [];
  function go(was, here, there, path) {
    if (isSame(here, there) || isSame(was, there)) return here;
    if (isMap(was) && isMap(here) && isMap(there)) {
      const names = Object.keys({ ...was, ...here, ...there });
      return Object.fromEntries(names.map((name) => [name, go(was[name], here[name], there[name], `${path}/${name}`)]));
    }
    if (isSame(was, here)) {
      news.push({ path, theirs: there });
      return there;
    }
    conflicts.push({ path, mine: here, theirs: there });
    return here;
  }
  return { merged: go(base, mine, theirs, ""), conflicts, news };
}

/** It, with another value at a path. */
export function withValue(tree, path, value) {
  const [name, ...rest] = path.split("/").slice(1);
  const below = rest.length ? withValue(tree[name], `/${rest.join("/")}`, value) : value;
  return Array.isArray(tree) ? tree.map((each, at) => (String(at) === name ? below : each)) : { ...tree, [name]: below };
}
