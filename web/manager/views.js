// What a manager can look at, in the order of the menu. A view has a `name` (behind the # and in the texts), what it knows
// before it has read anything (`blank`), `read(visit)`, which answers what it knows then, every `poll` milliseconds if at
// all, and `template(visit)`.
import { orders } from "./orders.js";
import { today } from "./today.js";

export const VIEWS = [today, orders];
