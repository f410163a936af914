// What is done with an order here, act by act, and what each is asked of the API with.
import { centavos } from "../rules/cash.js";

const why = ({ reason, note }) => ({ reason, ...(note.trim() && { note: note.trim() }) });

/** `may`: what of rules/till.js allows it. `key`: what opens it on a keyboard. `body` comes of what was filled in. */
export const ACTS = {
  cash: { may: "pay", key: "F4", path: "payment", body: () => ({ method: "cash" }) },
  card: { may: "pay", key: "F7", path: "payment", body: () => ({ method: "card" }) },
  qr: { may: "pay", key: "F6", path: "checkout", body: () => undefined },
  pix: { may: "pay", key: "F8", path: "payment", body: () => ({ method: "pix" }) },
  cancel: { may: "cancel", key: "F10", path: "cancel", body: why },
  refund: { may: "refund", path: "refund", body: why },
  record_late: { may: "recordLate", path: "payment", body: () => ({ method: "pix" }) },
  accept_late: { may: "acceptLate", path: "late-payment/accept", body: () => undefined },
  return_late: { may: "returnLate", path: "late-payment/return", body: ({ method }) => ({ method }) },
};

export const NEW_KEY = "F3";
export const PRINT_KEY = "F9";
export const SEARCH_KEY = "F2";

export const REASONS = [
  "out-of-stock", "cannot-be-made", "ordered-twice", "customer-wish", "not-as-ordered", "poor-quality", "waited-too-long", "other",
];

/** An act as nobody has filled it in yet. */
export const blank = (name) => ({ name, typed: "", reason: "", note: "", method: "cash", error: "" });

/** How a code stands that the counter shows: "payable"; "lapsed", and another may be had; "checking", its time is over and
 * nobody knows yet. `code.version` is the order's from before it was asked for: what is known from then is about an earlier code. */
export function codeState(code, { payment, version }) {
  if (payment?.status === "LAPSED" && version > code.version) return "lapsed";
  return performance.now() < code.endsAt ? "payable" : "checking";
}

/** Whether something is left to be confirmed: a code that may be paid waits for the customer. */
export const isConfirmable = ({ name, code }, order) => name !== "qr" || (code !== undefined && codeState(code, order) === "lapsed");

/** In words, what is still missing before it can be done; nothing where it can. */
export function validationError({ name, typed, reason }, { total }, { texts, price }) {
  if (name === "cash") {
    const received = centavos(typed);
    if (received === undefined) return texts.given_wrong;
    return received < total ? texts.missing(price(total - received)) : "";
  }
  return (name === "cancel" || name === "refund") && !reason ? texts.reason_missing : "";
}
