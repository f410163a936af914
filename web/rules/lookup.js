// What somebody types to find an order.

const REFERENCE = /^[2345789FJKMRTWXY]{6}$/; // before a number: none of a day has six digits
const NUMBER = /^0*[1-9]\d{0,5}$/;
const PIX_TXID = /^[0-9A-Z]{25}$/; // as the account's statement shows it

/** The parameter that the API looks it up by, and its value; undefined where no order is named like that. */
export function lookup(typed) {
  const name = typed.replace(/[\s#.-]/g, "").toUpperCase();
  if (REFERENCE.test(name)) return { reference: name };
  if (NUMBER.test(name)) return { number: String(Number(name)) };
  if (PIX_TXID.test(name)) return { pix_txid: name };
  return undefined;
}
