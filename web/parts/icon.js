// Drawings of one stroke, beside words and never in their place.
import { html } from "../vendor/lit-html/lit-html.js";

const PATHS = {
  alert: "M12 4 2.500 20h19zM12 10v4M12 17v.1",
  back: "M15 5l-7 7 7 7",
  check: "M4 12.500l5.500 5.500L20 7",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.500V12l3 2",
  close: "M6 6l12 12M18 6L6 18",
  edit: "M4 20l1-4L16 5l3 3L8 19z",
  fire: "M12 3c1 4 6 6 6 11a6 6 0 0 1-12 0c0-2 1-3.500 2-4.500.500 1.500 1 2 2 2.500 0-3 .500-6 2-9z",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
  help: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.500 9.500c0-3.500 5-3.500 5 0 0 2-2.500 2-2.500 4M12 16.800v.1",
  minus: "M5 12h14",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.500 20c1-5 14-5 15 0",
  phone: "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2",
  plus: "M12 5v14M5 12h14",
  print: "M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z",
  search: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.500 15.500L20 20",
  sound: "M4 9v6h4l5 4V5L8 9zM16.500 8.500c2 2 2 5 0 7M19 6c3.500 3.500 3.500 8.500 0 12",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  undo: "M8 5L4 9l4 4M4 9h10a5.500 5.500 0 0 1 0 11h-3",
};

/** Of one of these names, as large as the text that it stands with. */
export const icon = (name) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]}></path></svg>`;
