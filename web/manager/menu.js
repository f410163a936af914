// The menu: every product with its price, stock and availability, to be found, called off, counted and opened.
import { textField, selectField } from "../parts/field.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { dialog } from "./dialog.js";
import { editor, blankEditor, readEditor } from "./product.js";

export const menu = {
  name: "menu",
  kept: ["draft", "product"],
  blank: ([productId], visit) => ({ productId, products: undefined, typed: "", category: "", counting: undefined, removing: undefined, ...blankEditor(productId, visit) }),

  async read(visit) {
    const { products } = (await visit.api.get("/products")).body;
    return { products, ...(visit.state.productId && readEditor(visit, products)) };
  },

  template(visit) {
    const { state, texts } = visit;
    if (!state.products) return html`<p class="hint">${texts.loading}</p>`;
    return state.productId ? editor(visit) : [filters(visit), table(visit), state.removing ? removeDialog(visit) : stockDialog(visit)];
  },
};

/** As people type it: without accents, in lower case. */
const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

function filters(visit) {
  const { texts, state } = visit;
  return html`
    <div class="filters" role="search">
      ${textField({ id: "product-search", label: texts.product_search, type: "search", value: state.typed, maxlength: 60, change: (typed) => visit.change({ typed }) })}
      ${selectField({ id: "product-category", label: texts.category, value: state.category, entries: [["", texts.all], ...Object.entries(texts.categories)], change: (category) => visit.change({ category }) })}
      <a class="button primary small new" href="#menu/+">${texts.new_product}</a>
    </div>
  `;
}

function table(visit) {
  const { texts, state, language } = visit;
  const wanted = plain(state.typed);
  const found = state.products.filter(
    (each) => !each.removed && (!state.category || each.category === state.category) && plain(`${each.name[language]} ${each.product_id}`).includes(wanted),
  );
  if (!found.length) return html`<p class="empty">${texts.no_products}</p>`;
  return html`
    <div class="panel scroller" tabindex="0" role="group" aria-labelledby="view-title"><table id="products">
      <thead><tr><th scope="col"><span class="for-ears">${texts.picture}</span></th><th scope="col">${texts.product}</th><th scope="col">${texts.category}</th><th scope="col" class="number">${texts.price}</th><th scope="col" class="number">${texts.stock}</th><th scope="col">${texts.availability}</th><th scope="col">${texts.menu_order}</th><th scope="col"><span class="for-ears">${texts.what_to_do}</span></th></tr></thead>
      <tbody>${repeat(found, (each) => each.product_id, (each) => row(visit, each))}</tbody>
    </table></div>
  `;
}

/** Show it one place earlier or later within its category, and say so to the API. */
function move(visit, product, by) {
  const { products } = visit.state;
  const shown = products.filter(({ removed }) => !removed);
  const peers = shown.filter(({ category }) => category === product.category);
  const other = peers[peers.indexOf(product) + by];
  if (!other) return;
  const places = { [product.product_id]: other, [other.product_id]: product };
  const arranged = shown.map((each) => places[each.product_id] ?? each);
  return visit.act(async () => {
    await visit.api.put("/menu/arrangement", { body: { product_ids: arranged.map(({ product_id }) => product_id) } });
    visit.change({ products: [...arranged, ...products.filter(({ removed }) => removed)] });
  });
}

function row(visit, product) {
  const { texts, language, price, api } = visit;
  const { product_id, name, available, stock } = product;
  const counted = stock ? String(stock.units) : texts.not_counted;
  const sold = available ? texts.on_sale : texts.called_off;
  const switchIt = () =>
    visit.act(async () => {
      await api.put(`/products/${product_id}/availability`, { body: { available: !available } });
      await visit.read();
    });
  return html`
    <tr>
      <td>${product.image_url ? html`<img class="thumb" src=${product.image_url} alt="">` : nothing}</td>
      <th scope="row"><a href=${`#menu/${product_id}`}>${name[language]}</a></th>
      <td>${texts.categories[product.category]}</td>
      <td class="number money">${price(product.price)}</td>
      <td class="number"><button class="small" type="button" aria-label=${texts.count_stock(name[language], counted)} @click=${() => visit.openDialog({ counting: { product, units: stock ? String(stock.units) : "", low_at: String(stock?.low_at ?? 0) } })}>${counted}</button></td>
      <td><button class=${available ? "small" : "small danger"} type="button" aria-label=${texts.call_off(name[language], sold)} @click=${switchIt}>${sold}</button></td>
      <td class="order"><button class="small" type="button" aria-label=${texts.move_up(name[language])} @click=${() => move(visit, product, -1)}>↑</button> <button class="small" type="button" aria-label=${texts.move_down(name[language])} @click=${() => move(visit, product, +1)}>↓</button></td>
      <td><button class="small danger" type="button" aria-label=${texts.remove_product(name[language])} @click=${() => visit.openDialog({ removing: product })}>${texts.remove}</button></td>
    </tr>
  `;
}

function stockDialog(visit) {
  const { texts, state, api, language } = visit;
  const { counting } = state;
  const fill = (news) => visit.change({ counting: { ...counting, ...news } });
  const close = () => visit.closeDialog({ counting: undefined });
  return dialog(visit, counting, {
    title: counting && texts.stock_title(counting.product.name[language]),
    body: counting && [
      textField({ id: "/units", label: texts.shelf_units, hint: texts.shelf_hint, inputmode: "numeric", maxlength: 7, value: counting.units, error: visit.errors["/units"], change: (units) => fill({ units }) }),
      textField({ id: "/low_at", label: texts.low_at, inputmode: "numeric", maxlength: 7, value: counting.low_at, error: visit.errors["/low_at"], change: (low_at) => fill({ low_at }) }),
    ],
    done: texts.save,
    close,
    async confirm() {
      const wholeNumber = (typed) => (/^\d{1,7}$/.test(typed.trim()) ? Number(typed) : undefined);
      const [units, low_at] = [counting.units.trim() === "" ? null : wholeNumber(counting.units), wholeNumber(counting.low_at)];
      const wrong = Object.entries({ "/units": units, "/low_at": low_at }).filter(([, value]) => value === undefined);
      if (wrong.length) return visit.mark(Object.fromEntries(wrong.map(([at]) => [at, texts.errors.integer])));
      await api.put(`/products/${counting.product.product_id}/stock`, { body: { units, low_at } });
      close();
      await visit.read();
    },
  });
}

function removeDialog(visit) {
  const { texts, state, api, language } = visit;
  const { removing } = state;
  const close = () => visit.closeDialog({ removing: undefined });
  return dialog(visit, removing, {
    title: removing && texts.remove_title(removing.name[language]),
    body: html`<p>${texts.remove_hint}</p>`,
    done: texts.remove,
    isDangerous: true,
    close,
    async confirm() {
      await api.delete(`/products/${removing.product_id}`, { headers: { "If-Match": `"${removing.version}"` } });
      close();
      await visit.read();
    },
  });
}
