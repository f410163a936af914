// What a customer has chosen, and what the menu says it costs. The price that counts is the order's.

export const MAX_UNITS = 100;
export const MAX_NOTE = 140;

const find = (menu, product_id) => menu.products.find((product) => product.product_id === product_id);
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const extras = (product, options) =>
  sum(product.option_groups.flatMap((group) => group.options).filter((each) => options.includes(each.option_id)).map((each) => each.price));

/** The choices of a combo's slot that are on the menu, each with its product. */
export function offered(menu, slot) {
  return slot.choices
    .map((choice) => ({ ...choice, product: find(menu, choice.product_id) }))
    .filter((choice) => choice.product);
}

/** Whether it can be ordered now: a combo only if each slot can be filled. */
export function isSold(menu, product) {
  return product.available && product.slots.every((slot) => offered(menu, slot).some((choice) => choice.product.available));
}

/** Whether it is offered to be chosen: a busy kitchen offers nothing that takes long, but makes what was chosen before. */
export const isOffered = (menu, product) => !product.slow && isSold(menu, product);

/** The products that a line names, its own first. */
export const productsOf = ({ product_id, choices }) => [product_id, ...Object.values(choices).map((choice) => choice.product_id)];

export const hasChoices = (product) => product.option_groups.length > 0 || product.slots.length > 0;

export function defaults(product) {
  return product.option_groups
    .flatMap((group) => group.options)
    .filter((option) => option.default && option.available)
    .map((option) => option.option_id);
}

/** One of a product, as it is when nobody chooses. */
export function newLine(menu, product) {
  const choices = product.slots.map((slot) => {
    const sold = offered(menu, slot).filter((choice) => choice.product.available);
    const first = (sold.find((choice) => !choice.product.slow) ?? sold[0])?.product;
    return [slot.slot_id, first && { product_id: first.product_id, options: defaults(first) }];
  });
  return {
    product_id: product.product_id,
    options: defaults(product),
    choices: Object.fromEntries(choices.filter(([, choice]) => choice)),
    quantity: 1,
    note: "",
  };
}

/** The options after one was tapped: the only one of a group replaces the one before, a full group takes no more. */
export function toggled(group, options, option_id) {
  if (options.includes(option_id)) return group.min === 1 && group.max === 1 ? options : options.filter((each) => each !== option_id);
  const ofGroup = group.options.map((option) => option.option_id).filter((each) => options.includes(each));
  if (group.max === 1) return [...options.filter((each) => !ofGroup.includes(each)), option_id];
  return ofGroup.length < group.max ? [...options, option_id] : options;
}

export const count = (group, options) => group.options.filter((option) => options.includes(option.option_id)).length;

/** Whether nothing that must be chosen is missing, and all of it can be had now. */
export function isComplete(menu, line) {
  const fits = (product, options) =>
    product.option_groups.every((group) => count(group, options) >= group.min && count(group, options) <= group.max) &&
    options.every((id) => product.option_groups.some((group) => group.options.some((option) => option.option_id === id && option.available)));
  const product = find(menu, line.product_id);
  if (!product?.available || !fits(product, line.options)) return false;
  return product.slots.every((slot) => {
    const chosen = line.choices[slot.slot_id];
    const choice = offered(menu, slot).find((each) => each.product_id === chosen?.product_id);
    return choice?.product.available && fits(choice.product, chosen.options);
  });
}

/** Centavos for one, before campaigns. */
export function unitPrice(menu, line) {
  const product = find(menu, line.product_id);
  if (!product) return 0;
  const ofSlots = product.slots.map((slot) => {
    const chosen = line.choices[slot.slot_id];
    const choice = offered(menu, slot).find((each) => each.product_id === chosen?.product_id);
    return choice ? choice.price + extras(choice.product, chosen.options) : 0;
  });
  return product.price + extras(product, line.options) + sum(ofSlots);
}

/** Centavos that one costs now, or less: the menu says what campaigns for everybody take off a product without extras. */
export function priceNow(menu, line) {
  const product = find(menu, line.product_id);
  return unitPrice(menu, line) - (product?.offer ? product.price - product.offer.price : 0);
}

/** Until the API has worked it out. */
export const total = (menu, lines) => sum(lines.map((line) => priceNow(menu, line) * line.quantity));
export const units = (lines) => sum(lines.map((line) => line.quantity));

/** What makes a line the same as another, but for how many. */
export const identity = ({ product_id, options, choices, note }) =>
  JSON.stringify([product_id, [...options].sort(), Object.entries(choices).map(([slot, choice]) => [slot, choice.product_id, [...choice.options].sort()]).sort(), note]);

/** The lines with this one in place of the `at`-th, or as a new one; what is the same is one line. Never beyond the limit. */
export function withLine(lines, line, at = -1) {
  const others = lines.filter((_, place) => place !== at);
  const quantity = Math.min(line.quantity, MAX_UNITS - units(others));
  if (quantity < 1) return others;
  const same = others.findIndex((other) => identity(other) === identity(line));
  if (same >= 0) return others.map((other, place) => (place === same ? { ...other, quantity: other.quantity + quantity } : other));
  return at < 0 ? [...others, { ...line, quantity }] : lines.map((other, place) => (place === at ? { ...line, quantity } : other));
}

const sent = ({ product_id, options, choices, quantity, note }) => ({
  product_id,
  options,
  choices,
  quantity,
  ...(note.trim() && { note: note.trim() }),
});

/** The body of POST /cart/discounts. */
export function cartBody({ store, dining, customerRef, coupon, lines }) {
  return { store, dining, ...(customerRef && { customer_ref: customerRef }), ...(coupon && { coupon }), lines: lines.map(sent) };
}

/** The body of POST /orders. */
export function orderBody({ receiptCpf, ...cart }) {
  return { ...cartBody(cart), ...(receiptCpf && { receipt_cpf: receiptCpf }) };
}

/** The name under which this body is sent, and its text: the same as the last while it asks for the same, whatever that now
 * seems to cost, so that asking again, whatever became of the answer, is the same order. */
export function attempt(last, { expected_total, ...body }, newKey) {
  const wanted = JSON.stringify(body);
  return last?.wanted === wanted ? last : { key: newKey(), wanted, text: JSON.stringify({ ...body, expected_total }) };
}
