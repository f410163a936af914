// What somebody with an allergy has to know of a line.

/** The allergens of the line's components so far: the product, the choices for its slots, and every chosen option. */
export function allergens(menu, line) {
  const of = ({ product_id, options }) => {
    const product = menu.products.find((each) => each.product_id === product_id);
    const chosen = (product?.option_groups ?? []).flatMap((group) => group.options).filter((each) => options.includes(each.option_id));
    return [product, ...chosen].flatMap((each) => each?.allergens ?? []);
  };
  return [...new Set([line, ...Object.values(line.choices)].flatMap(of))];
}
