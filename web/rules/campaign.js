// A campaign while a manager works on it: amounts, shares and numbers as they are typed, and what is sent of them.
import { centavos } from "./cash.js";
import { typedMoney } from "./product.js";

/** By kind of offer, its members: what of an `offer` is shown and sent. */
export const MEMBERS = {
  percent: ["basis_points", "most_units", "target"],
  fixed: ["amount", "most_units", "target"],
  unit_price: ["price", "most_units", "target"],
  buy_get: ["buy", "get", "basis_points", "target", "reward"],
  cheapest_free: ["take", "free", "target"],
  free_item: ["units", "target"],
  combo_price: ["price", "parts"],
  order_percent: ["basis_points"],
  order_fixed: ["amount"],
};

/** How a member is typed. What is optional is null where it is empty; the rest has to be there. */
const TYPED = {
  price: "money", amount: "money", minimum: "money", most_amount: "money", budget: "money",
  basis_points: "share", hold_out: "share",
  most_units: "integer", buy: "integer", get: "integer", take: "integer", free: "integer", units: "integer", uses: "integer", uses_per_day: "integer", uses_per_person: "integer", priority: "integer",
};
const OPTIONAL = ["most_units", "most_amount", "budget", "uses", "uses_per_day", "uses_per_person"];
const LIMITS = ["uses", "uses_per_day", "uses_per_person", "budget"];

export const newTarget = () => ({ products: [], categories: [], options: [] });
export const newPart = () => ({ target: newTarget(), units: "1" });

const blankOffer = () => ({
  kind: "percent", basis_points: "10", amount: "", price: "", most_units: "", buy: "1", get: "1", take: "2", free: "1", units: "1",
  target: newTarget(), reward: newTarget(), parts: [newPart()],
});

export const newCampaign = () => ({
  name: { "pt-BR": "", en: "" }, offer: blankOffer(), starts: "", ends: "", hours: [], dining: "", minimum: "0,00", most_amount: "", hold_out: "",
  first_order: false, with_coupon: false, stackable: false, group: "", priority: "100",
  limits: { uses: "", uses_per_day: "", uses_per_person: "", budget: "" },
});

function typed(name, value) {
  if (value === null || value === undefined) return "";
  if (TYPED[name] === "money") return typedMoney(value);
  return TYPED[name] === "share" ? typedMoney(value).replace(/,?0+$/, "") : String(value);
}

const typedAll = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, name in TYPED ? typed(name, value) : value]));

/** What can be changed of a campaign as the API tells it. */
export function draftOf({ name, offer, starts, ends, hours, dining, minimum, most_amount, first_order, with_coupon, stackable, group, priority, hold_out, limits }) {
  const parts = offer.parts?.map((part) => ({ ...part, units: String(part.units) }));
  return {
    ...typedAll({ minimum, most_amount, priority }),
    hold_out: hold_out ? typed("hold_out", hold_out) : "",
    name, hours, first_order, with_coupon, stackable, starts: starts ?? "", ends: ends ?? "", dining: dining ?? "", group: group ?? "",
    offer: { ...blankOffer(), ...typedAll(offer), ...(parts && { parts }) },
    limits: typedAll(limits),
  };
}

/** `{ body, errors }`: what is sent of it, and what was typed that cannot be sent: the kind of error by JSON Pointer. */
export function bodyOf(draft) {
  const errors = {};
  function read(name, value, at) {
    if (value.trim() === "" && OPTIONAL.includes(name)) return null;
    const isInteger = TYPED[name] === "integer";
    const found = !isInteger ? centavos(value) : /^\d{1,7}$/.test(value.trim()) ? Number(value) : undefined;
    if (found === undefined) errors[at] = TYPED[name];
    return found;
  }
  const member = (name) => {
    const value = draft.offer[name];
    if (name === "parts") return value.map((part, at) => ({ ...part, units: read("units", part.units, `/offer/parts/${at}/units`) }));
    return name in TYPED ? read(name, value, `/offer/${name}`) : value;
  };
  const body = {
    name: draft.name,
    offer: { kind: draft.offer.kind, ...Object.fromEntries(MEMBERS[draft.offer.kind].map((name) => [name, member(name)])) },
    starts: draft.starts || null,
    ends: draft.ends || null,
    hours: draft.hours,
    dining: draft.dining || null,
    minimum: read("minimum", draft.minimum, "/minimum"),
    most_amount: read("most_amount", draft.most_amount, "/most_amount"),
    first_order: draft.first_order,
    with_coupon: draft.with_coupon,
    stackable: draft.stackable,
    group: draft.group.trim() || null,
    priority: read("priority", draft.priority, "/priority"),
    hold_out: draft.hold_out.trim() ? read("hold_out", draft.hold_out, "/hold_out") : 0,
    limits: Object.fromEntries(LIMITS.map((name) => [name, read(name, draft.limits[name], `/limits/${name}`)])),
  };
  if (body.starts && body.ends && body.starts >= body.ends) errors["/ends"] = "before_start";
  if (body.hold_out && body.with_coupon) errors["/hold_out"] = "with_coupon";
  return { body, errors };
}
