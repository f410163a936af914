// All that a line of an order holds, part by part.
import { lineParts } from "../rules/lines.js";
import { html } from "../vendor/lit-html/lit-html.js";

export const linePartsText = (line, language) => lineParts(line, language).map(({ kind, text }) => html`<p class=${kind}>${text}</p>`);
