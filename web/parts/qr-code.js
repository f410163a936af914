// A QR code of a text, as large as its style says.
import { generate } from "../vendor/lean-qr/nano.mjs";
import { html } from "../vendor/lit-html/lit-html.js";

const QUIET = 4; // modules around it, as ISO/IEC 18004 asks

/** `label` is what it is, for who does not see it. */
export function qrCode(text, label) {
  const code = generate(text);
  const size = code.size + 2 * QUIET;
  let path = "";
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) if (code.get(x, y)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
  }
  return html`<svg class="qr drawn" viewBox=${`0 0 ${size} ${size}`} role="img" aria-label=${label} shape-rendering="crispEdges"><path d=${path}></path></svg>`;
}
