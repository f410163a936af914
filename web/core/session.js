// Somebody's session. They sign in on Cognito's own page (authorization code with PKCE, RFC 7636): no password passes
// through ours.

const SPARE_MS = 60_000;
const RETRY_MS = 3_000;
const ATTEMPT = "sign-in"; // outlives the way to Cognito's page and back, in this tab alone

const encoded = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const random = () => encoded(crypto.getRandomValues(new Uint8Array(32)));
const here = () => location.origin + location.pathname;

/** Whom an ID token is about: their `subject`, their `name` as a colleague would say it, and the `groups` they are in. The
 * API looks at its signature, this page need not. */
function personOf(token) {
  const bytes = atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"));
  const claims = JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (each) => each.charCodeAt(0))));
  return {
    subject: claims.sub,
    name: claims.name ?? claims.email ?? claims["cognito:username"],
    groups: claims["cognito:groups"] ?? [],
  };
}

/**
 * Make sure that somebody is signed in, by leaving for Cognito's page if need be.
 *
 * Answers the session as `resume` does. Throws when Cognito refuses altogether.
 */
export async function signIn(client, failed) {
  return (await resume(client, failed)) ?? leave(client);
}

/** Go to Cognito's page, and never come back: this page ends here. */
export async function leave({ authorize_url, client_id, scope }) {
  const verifier = random();
  const state = random();
  sessionStorage.setItem(ATTEMPT, JSON.stringify({ verifier, state }));
  const challenge = encoded(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
  const parameters = { response_type: "code", client_id, redirect_uri: here(), scope, state };
  location.assign(`${authorize_url}?${new URLSearchParams({ ...parameters, code_challenge: challenge, code_challenge_method: "S256" })}`);
  return new Promise(() => {});
}

/**
 * The session of somebody who comes from Cognito's page; undefined for everybody else.
 *
 * `token(isRefused)` is the ID token, renewed before it ends or where it `isRefused`, and where it can be renewed no more it
 * leaves for that page; `person` is who signed in; `signOut()` ends Cognito's session too, so that the next person is asked
 * who they are. `failed()` is called while Cognito is out of reach. Throws when Cognito refuses altogether.
 */
export async function resume(client, failed = () => {}) {
  const { token_url, logout_url, client_id } = client;
  let tokens;

  /** Whether Cognito gave tokens for what it was shown. */
  async function exchange(shown) {
    const answer = await fetch(token_url, { method: "POST", body: new URLSearchParams({ client_id, ...shown }) });
    if (answer.status >= 500) throw new Error(answer.status);
    if (!answer.ok) return false;
    const { id_token, refresh_token, expires_in } = await answer.json();
    tokens = { refresh_token, ...tokens, id_token, endsAt: Date.now() + expires_in * 1_000 };
    return true;
  }

  async function patiently(shown) {
    for (;;) {
      try {
        return await exchange(shown);
      } catch {
        failed();
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  const back = new URLSearchParams(location.search);
  const attempt = JSON.parse(sessionStorage.getItem(ATTEMPT) ?? "{}");
  sessionStorage.removeItem(ATTEMPT);
  history.replaceState(null, "", here());
  const isOurs = back.has("code") && back.get("state") === attempt.state;
  const shown = { grant_type: "authorization_code", code: back.get("code"), redirect_uri: here(), code_verifier: attempt.verifier };
  if (back.has("error")) throw new Error(back.get("error"));
  if (!isOurs || !(await patiently(shown))) return undefined;

  async function token(isRefused = false) {
    const isFresh = !isRefused && tokens.endsAt - SPARE_MS > Date.now();
    if (!isFresh && !(await exchange({ grant_type: "refresh_token", refresh_token: tokens.refresh_token }))) await leave(client);
    return tokens.id_token;
  }

  /** In the place of this page, so that the way back does not lead to it. */
  function signOut() {
    location.replace(`${logout_url}?${new URLSearchParams({ client_id, logout_uri: here() })}`);
  }

  // A page that the browser had kept is another person's by now.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  return { token, person: personOf(tokens.id_token), signOut };
}
