// Somebody of the staff signs in, before a page of theirs does anything else.
import { Client } from "./api.js";
import { language, loadConfig } from "./config.js";
import { signIn } from "./session.js";

/** `{ config, session, api }`. Meanwhile the page's `store` says what is out of reach, and at last that they were `refused`. */
export async function enter(store, refused) {
  const unreachable = () => store.change({ connection: { isLive: true, hasFailed: true } });
  const config = await loadConfig(unreachable);
  const session = await signIn(config.staff_sign_in, unreachable).catch((refusal) => {
    store.change({ notice: refused });
    throw refusal;
  });
  return { config, session, api: new Client(config.api_url, { language: () => language, authorize: session.token }) };
}
