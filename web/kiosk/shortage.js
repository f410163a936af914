// What a refused order says of a product.

/** The product that a problem is about, and in words what is wrong with it. */
export function shortageOf({ code, detail, about: { product_id, name, units_left } }, menu, language, texts) {
  if (!product_id) return undefined;
  const known = menu.products.find((product) => product.product_id === product_id);
  const productName = (name ?? known?.name)?.[language] ?? product_id;
  const isShort = code === "product-unavailable" && Number.isInteger(units_left);
  if (!isShort) return { product_id, text: detail || texts.not_offered(productName) };
  return { product_id, text: units_left > 0 ? texts.few_left(productName, units_left) : texts.none_left(productName) };
}
