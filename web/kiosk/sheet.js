// One product being put together: what it comes with, how many, and a note.
import { filled, made } from "../page.js";
import { MOST_NOTE, count, defaults, isComplete, offered, toggled, unitPrice } from "../rules/cart.js";

/** Open it in `dialog`; `done(line)` is called if the customer wants the line as it is then. `most` is how many of it the
 * order may still take, `action` what the button says. */
export function openSheet(dialog, { menu, line, most, action, texts, language, price, done }) {
  const draft = structuredClone(line);
  const product = menu.products.find((each) => each.product_id === line.product_id);
  const controls = new Set(); // each brings its input in step with the draft

  const submit = made("button", "", { className: "primary" });
  const quantity = made("output", "", { ariaLabel: texts.quantity });
  const less = made("button", "−", { type: "button", ariaLabel: texts.less, onclick: () => step(-1) });
  const more = made("button", "+", { type: "button", ariaLabel: texts.more, onclick: () => step(+1) });
  const note = made("textarea", "", { value: draft.note, maxLength: MOST_NOTE, rows: 2, oninput: () => (draft.note = note.value) });

  function sync() {
    for (const control of controls) control();
    quantity.textContent = draft.quantity;
    less.disabled = draft.quantity <= 1;
    more.disabled = draft.quantity >= most;
    submit.disabled = !isComplete(menu, draft);
    submit.textContent = `${action} · ${price(unitPrice(menu, draft) * draft.quantity)}`;
  }

  function step(by) {
    draft.quantity += by;
    sync();
  }

  function choice(input, text, extra, isOffered) {
    return filled(
      made("label", "", { className: "choice" }),
      input,
      made("span", text),
      !isOffered && made("span", texts.sold_out, { className: "extra" }),
      isOffered && extra > 0 && made("span", `+ ${price(extra)}`, { className: "extra" }),
    );
  }

  /** `chosen` holds `options`: the line, or the choice for a slot, whose product the title names. */
  function optionGroup(group, chosen, name, title = group.name[language]) {
    const limits = group.min === 1 && group.max === 1 ? texts.pick_one : texts.pick(group.min, group.max);
    const type = group.min === 1 && group.max === 1 ? "radio" : "checkbox";
    const choices = group.options.map((option) => {
      const input = made("input", "", { type, name: `${name}.${group.group_id}` });
      input.onchange = () => {
        chosen.options = toggled(group, chosen.options, option.option_id);
        sync();
      };
      controls.add(() => {
        input.checked = chosen.options.includes(option.option_id);
        const isFull = group.max > 1 && count(group, chosen.options) >= group.max;
        input.disabled = !input.checked && (!option.available || isFull);
      });
      return choice(input, option.name[language], option.price, option.available);
    });
    return filled(made("fieldset", ""), made("legend", `${title} · ${limits}`), ...choices);
  }

  function slotGroup(slot) {
    const inner = made("div", "", { className: "inner" });
    let own = []; // the controls of the chosen product's options
    function showInner() {
      own.forEach((control) => controls.delete(control));
      const before = new Set(controls);
      const chosen = draft.choices[slot.slot_id];
      const part = menu.products.find((each) => each.product_id === chosen?.product_id);
      const title = (group) => `${part.name[language]}: ${group.name[language]}`;
      const groups = part?.option_groups ?? [];
      inner.replaceChildren(...groups.map((group) => optionGroup(group, chosen, slot.slot_id, title(group))));
      own = [...controls].filter((control) => !before.has(control));
    }
    const choices = offered(menu, slot).map(({ product: part, price: extra }) => {
      const input = made("input", "", { type: "radio", name: slot.slot_id });
      input.onchange = () => {
        draft.choices[slot.slot_id] = { product_id: part.product_id, options: defaults(part) };
        showInner();
        sync();
      };
      controls.add(() => {
        input.checked = draft.choices[slot.slot_id]?.product_id === part.product_id;
        input.disabled = !input.checked && !part.available;
      });
      return choice(input, part.name[language], extra, part.available);
    });
    showInner();
    return filled(made("fieldset", ""), made("legend", `${slot.name[language]} · ${texts.pick_one}`), ...choices, inner);
  }

  const form = filled(
    made("form", "", { onsubmit: finish }),
    made("h2", product.name[language], { id: "sheet-title", tabIndex: -1, autofocus: true }),
    made("p", product.description[language]),
    ...product.slots.map(slotGroup),
    ...product.option_groups.map((group) => optionGroup(group, draft, product.product_id)),
    filled(made("label", "", { className: "note" }), made("span", texts.note), note, made("small", texts.note_hint)),
    filled(
      made("div", "", { className: "actions" }),
      made("button", texts.back, { type: "button", onclick: () => dialog.close() }),
      filled(made("div", "", { className: "stepper" }), less, quantity, more),
      submit,
    ),
  );

  function finish(event) {
    event.preventDefault();
    dialog.close();
    done({ ...draft, note: draft.note.trim() });
  }

  sync();
  dialog.setAttribute("aria-labelledby", "sheet-title");
  dialog.replaceChildren(form);
  dialog.showModal();
}
