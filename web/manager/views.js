// What a manager can look at, in the order of the menu. A view has a `name` (behind the # and in the texts), what it knows
// before it has read anything (`blank`), `read(visit)`, which answers what it knows then, every `poll` milliseconds if at
// all, and `template(visit)`. Where something is edited (`isEdited`), `kept` names what of it goes on after a reload.
import { campaigns } from "./campaigns.js";
import { customers } from "./customers.js";
import { menu } from "./menu.js";
import { orders } from "./orders.js";
import { reconciliation } from "./reconciliation.js";
import { sales } from "./sales.js";
import { settings } from "./settings.js";
import { staff } from "./staff.js";
import { today } from "./today.js";
import { trail } from "./trail.js";

export const VIEWS = [today, orders, menu, campaigns, sales, reconciliation, customers, staff, trail, settings];
