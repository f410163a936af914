// The dialog in which something is filled in and confirmed.
import { onClosed } from "../parts/closed.js";
import { html, nothing } from "../vendor/lit-html/lit-html.js";

/** Shown while `isOpen`. `confirm()` does it, and what the API says against it is shown; `close()` is called when they leave. */
export function dialog(visit, isOpen, { title, body, done, isDangerous = false, close, confirm }) {
  const { texts, isBusy, notice } = visit;
  return html`
    <dialog id="dialog" aria-labelledby="dialog-title" @close=${onClosed(() => isOpen && close())}>
      ${isOpen
        ? html`
            <form novalidate @submit=${visit.submit(confirm)}>
              <h3 id="dialog-title">${title}</h3>
              ${body}
              <p class="wrong" role="alert">${notice}</p>
              <div class="together">
                <button type="button" @click=${close}>${texts.back}</button>
                <button class=${isDangerous ? "danger primary" : "primary"} type="submit" aria-disabled=${isBusy ? "true" : nothing}>${isBusy ? texts.wait : done}</button>
              </div>
            </form>
          `
        : nothing}
    </dialog>
  `;
}
