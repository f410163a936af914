// All that a page says, in its two languages.
import { BOARD } from "./board.js";
import { COMMON } from "./common.js";
import { COUNTER } from "./counter.js";
import { KIOSK } from "./kiosk.js";
import { KITCHEN } from "./kitchen.js";

const both = (page) => Object.fromEntries(Object.entries(page).map(([language, texts]) => [language, { ...COMMON[language], ...texts }]));

/** By page and language. */
export const TEXTS = { board: both(BOARD), counter: both(COUNTER), kiosk: both(KIOSK), kitchen: both(KITCHEN) };
