// What a customer may agree to: customers/rules.py.

export const PURPOSES = ["marketing", "loyalty"];

/** Names the texts of texts/account.js; a text that means something else gets a new name. */
export const TEXT_VERSION = "2026-11";

/** The consents of a body: those `granted`, by purpose, of all that were asked for. */
export const consentsOf = (granted) =>
  PURPOSES.map((purpose) => ({ purpose, granted: granted.includes(purpose), text_version: TEXT_VERSION, channel: "web" }));
