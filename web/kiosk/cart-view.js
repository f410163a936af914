// The order as it would be placed, line by line.
import { filled, made } from "../page.js";
import { MOST_UNITS, isComplete, unitPrice, units } from "../rules/cart.js";
import { box, button, text } from "./parts.js";

/** `change(at, line)`, `edit(at, line)` and `remove(at, name)` are called for what is touched. */
export function cartView(shown, acts) {
  return filled(made("ul", "", { className: "lines" }), ...shown.lines.map((line, at) => row(shown, line, at, acts)));
}

function row(shown, line, at, { change, edit, remove }) {
  const { menu, lines, texts, language, price } = shown;
  const product = productOf(menu, line);
  const name = product?.name[language] ?? line.product_id;
  const key = (act, words, onclick, more = {}) => {
    const made = button(words, onclick, more);
    made.dataset.key = `${at}-${act}`;
    return made;
  };
  const by = (more) => () => change(at, { ...line, quantity: line.quantity + more });
  return filled(
    made("li", "", { className: "line" }),
    made("h2", name),
    text(details(shown, line), "details"),
    line.note && text(`“${line.note}”`, "details"),
    !isComplete(menu, line) && text(texts.gone, "wrong"),
    box(
      "stepper",
      key("less", "−", by(-1), { ariaLabel: `${texts.less}: ${name}`, disabled: line.quantity <= 1 }),
      made("output", line.quantity, { ariaLabel: texts.quantity }),
      key("more", "+", by(+1), { ariaLabel: `${texts.more}: ${name}`, disabled: units(lines) >= MOST_UNITS }),
    ),
    text(price(unitPrice(menu, line) * line.quantity), "price"),
    box(
      "edits",
      product && key("edit", texts.edit, () => edit(at, line), { ariaLabel: `${texts.edit}: ${name}` }),
      key("remove", texts.remove, () => remove(at, name), { ariaLabel: `${texts.remove}: ${name}` }),
    ),
  );
}

const productOf = (menu, { product_id }) => menu.products.find((product) => product.product_id === product_id);

/** What was chosen of it, in words. */
function details({ menu, language }, line) {
  const named = (product, options) =>
    (product?.option_groups ?? []).flatMap((group) => group.options).filter((each) => options.includes(each.option_id)).map((each) => each.name[language]);
  const parts = Object.values(line.choices).flatMap((choice) => {
    const part = productOf(menu, choice);
    return [part?.name[language], ...named(part, choice.options)];
  });
  return [...parts, ...named(productOf(menu, line), line.options)].filter(Boolean).join(", ");
}
