// What the kiosk's views are put together from.
import { filled, made } from "../page.js";

export const button = (words, onclick, more = {}) => made("button", words, { type: "button", onclick, ...more });
export const box = (className, ...children) => filled(made("div", "", { className }), ...children);
export const text = (words, className = "") => made("p", words, { className });
