// All that a page says, in its two languages.
import { ACCOUNT_TEXTS } from "./account.js";
import { BOARD } from "./board.js";
import { withCommon } from "./common.js";
import { COUNTER } from "./counter.js";
import { KIOSK } from "./kiosk.js";
import { KITCHEN } from "./kitchen.js";
import { MANAGER } from "./manager.js";
import { MENU_BOARD } from "./menu-board.js";
import { ORDER_TEXTS } from "./order.js";
import { START } from "./start.js";
import { UNSUBSCRIBE_TEXTS } from "./unsubscribe.js";

/** By page and language. What a phone loads is little, so its pages ask for their own alone. */
export const TEXTS = {
  account: ACCOUNT_TEXTS,
  board: withCommon(BOARD),
  counter: withCommon(COUNTER),
  kiosk: withCommon(KIOSK),
  kitchen: withCommon(KITCHEN),
  manager: withCommon(MANAGER),
  "menu-board": withCommon(MENU_BOARD),
  order: ORDER_TEXTS,
  start: START,
  unsubscribe: UNSUBSCRIBE_TEXTS,
};
