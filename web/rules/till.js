// What somebody at the counter may do with an order, as the API would let them.

const NOT_YET = ["UNCLOSED", "UNDECIDED"]; // no refunds, though they stand among them

/** The money that came when the order waited for none; undefined where none did. */
export const lateMoney = ({ order_id, refunds }) => refunds.find((each) => each.provider_order_id === `counter-late-${order_id}`);

/** The refund of what paid the order; undefined while that is kept. */
const refundOf = ({ payment, refunds }) =>
  refunds.find((each) => each.provider_order_id === payment.provider_order_id && !NOT_YET.includes(each.status));

/** By act, whether it is possible for a person of these groups. */
export function permitted(order, groups) {
  const { status, payment, total, paid_at } = order;
  const isManager = groups.includes("manager");
  const isTill = isManager || groups.includes("counter");
  const isUnpaid = status === "AWAITING_PAYMENT";
  const isUndecided = lateMoney(order)?.status === "UNDECIDED";
  const isKept = payment?.status === "PAID" && [undefined, "REFUSED"].includes(refundOf(order)?.status);
  return {
    pay: isTill && isUnpaid,
    recordLate: isTill && !isUnpaid && total > 0 && payment?.provider !== "pix" && !lateMoney(order),
    acceptLate: isTill && isUndecided && status === "EXPIRED",
    returnLate: isTill && isUndecided,
    cancel: isTill && (isUnpaid || status === "RECEIVED"),
    refund: isManager && isKept,
    print: isTill && paid_at !== null,
  };
}
