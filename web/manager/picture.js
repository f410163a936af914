// A product's picture: chosen, cut to a square, and put into storage as WebP.
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { live } from "../vendor/lit-html/directives/live.js";

const EDGE = 640;
const QUALITY = 0.85;
const MAX_ZOOM = 4;

/** `use(image)` is called with the name that storage has the picture under. */
export function pictureEditor(visit, use) {
  const { texts, state, isBusy } = visit;
  const { picture, product, draft } = state;
  const shown = draft.image === product.image ? product.image_url : undefined;
  const adjust = (news) => show(visit, { ...picture, ...news });
  const range = (name, label, min, max, step) => html`
    <label>${label} <input type="range" min=${min} max=${max} step=${step} .value=${live(String(picture[name]))} @input=${({ target }) => adjust({ [name]: Number(target.value) })}></label>
  `;
  return html`
    <section class="panel"><h3>${texts.picture}</h3>
      <div class="picture">
        <canvas id="crop" width=${EDGE} height=${EDGE} role="img" aria-label=${texts.cut_picture} ?hidden=${!picture}></canvas>
        ${!picture && shown ? html`<img src=${shown} alt=${texts.current_picture}>` : nothing}
        <div class="stack">
          <label class="field">${texts.choose_picture} <input id="picture-file" type="file" accept="image/*" @change=${({ target }) => load(visit, target)}></label>
          ${picture
            ? html`
                ${range("zoom", texts.zoom, 1, MAX_ZOOM, 0.05)} ${range("x", texts.left_right, 0, 1, 0.01)} ${range("y", texts.up_down, 0, 1, 0.01)}
                <button class="small primary" type="button" aria-disabled=${isBusy ? "true" : nothing} @click=${() => visit.act(() => upload(visit, use))}>${texts.use_picture}</button>
              `
            : nothing}
          ${draft.image !== product.image ? html`<p role="status" class="badge good">${texts.picture_taken}</p>` : nothing}
          ${draft.image ? html`<button class="small" type="button" @click=${() => use(null)}>${texts.no_picture}</button>` : nothing}
        </div>
      </div>
    </section>
  `;
}

async function load(visit, input) {
  const [file] = input.files;
  if (!file) return;
  try {
    show(visit, { bitmap: await createImageBitmap(file), zoom: 1, x: 0.5, y: 0.5 });
  } catch {
    visit.tell(visit.texts.not_a_picture);
  }
}

function show(visit, picture) {
  visit.change({ picture });
  const { bitmap, zoom, x, y } = picture;
  const edge = Math.min(bitmap.width, bitmap.height) / zoom;
  const canvas = document.getElementById("crop").getContext("2d");
  canvas.clearRect(0, 0, EDGE, EDGE);
  canvas.drawImage(bitmap, (bitmap.width - edge) * x, (bitmap.height - edge) * y, edge, edge, 0, 0, EDGE, EDGE);
}

/** A browser that knows no WebP makes a PNG, which the API takes too. */
async function upload(visit, use) {
  const { api, state } = visit;
  const blob = await new Promise((resolve) => document.getElementById("crop").toBlob(resolve, "image/webp", QUALITY));
  const { body: form } = await api.post(`/products/${state.productId}/image`, { body: { content_type: blob.type, bytes: blob.size } });
  const data = new FormData();
  for (const [name, value] of Object.entries(form.fields)) data.append(name, value);
  data.append("file", blob);
  const answer = await fetch(form.url, { method: "POST", body: data }).catch(() => undefined);
  if (!answer?.ok) return visit.tell(visit.texts.picture_refused);
  use(form.image);
  visit.change({ picture: undefined });
}
