// What a product costs now: under a campaign that counts for everybody, beside what it usually costs.
import { html, nothing } from "../vendor/lit-html/lit-html.js";

export const productPrice = ({ texts, price }, { price: usual, offer }) =>
  html`<p class="price money">${offer ? html`<s><span class="for-ears">${texts.usually} </span>${price(usual)}</s> ${price(offer.price)}` : price(usual)}</p>`;

/** What that campaign is called. */
export const offerName = ({ language }, { offer }) => (offer ? html`<small class="badge offer">${offer.name[language]}</small>` : nothing);
