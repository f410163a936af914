// A campaign or a mailing gets another state: the buttons for it, and the question whether it shall.
import { html } from "../vendor/lit-html/lit-html.js";
import { dialog } from "./dialog.js";

/** A button for the state `to`; `words` are the page's, by state, `name` is what the thing is called. */
export const stateButton = (visit, { words, final, item, name }, to) => html`
  <button class=${to === final ? "small danger" : "small"} type="button" aria-label=${`${words[to]}: ${name}`} @click=${() => visit.openDialog({ turning: { item, name, to } })}>${words[to]}</button>
`;

/** Asks with `titles` and `hints`, by state; `put(item, to)` sends it. What the API says against it is shown beside what there is. */
export function stateDialog(visit, { titles, hints, words, final, put }) {
  const { turning } = visit.state;
  const close = () => visit.closeDialog({ turning: undefined });
  return dialog(visit, turning, {
    title: turning && titles[turning.to](turning.name),
    body: turning && html`<p>${hints[turning.to]}</p>`,
    done: turning && words[turning.to],
    isDangerous: turning?.to === final,
    close,
    async confirm() {
      let refusal = "";
      try {
        await put(turning.item, turning.to);
      } catch (problem) {
        if (![409, 412].includes(problem.status)) throw problem;
        refusal = problem.detail;
      }
      close();
      await visit.read();
      visit.tell(refusal); // beside what there is by now
    },
  });
}
