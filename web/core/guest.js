// The session of somebody without an account: everybody's, for an hour. The token lives here, in memory, and nowhere else.

const RENEW_MS = 60_000; // before it ends

/** What core/api.js takes as `authorize`; `identify()` answers POST /identify. */
export function guest(identify) {
  let token;
  let endsAt = 0;
  return async (isRefused) => {
    if (isRefused || Date.now() > endsAt - RENEW_MS) {
      const requestedAt = Date.now();
      const { id_token, expires_in } = await identify();
      token = id_token;
      endsAt = requestedAt + expires_in * 1_000;
    }
    return token;
  };
}
