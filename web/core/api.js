// The API, as every page asks it.
import { GATEWAY } from "../texts/gateway.js";

const ANSWER_MS = 20_000;
const RETRIES_MS = [500, 1_500]; // only of what may be asked twice
const PASSING = new Set([0, 502, 503, 504]);
const REFUSALS = new Set(["kitchen-full", "test-mail-unavailable"]); // of 503: nothing was done, and the text says why

/** Anything but the answer that was hoped for. `status` 0: no answer at all, so nobody knows whether it was done. `about`
 * holds all that the problem says (RFC 9457); `texts`, by code, are said instead of its detail. */
export class Problem extends Error {
  constructor(status, about = {}, texts = {}) {
    super(`${status} ${about.type ?? ""}`);
    this.status = status;
    this.code = (about.type ?? "").split(":").at(-1);
    this.detail = texts[this.code] ?? about.detail ?? "";
    this.about = about;
  }

  get isUndecided() {
    return this.status === 0 || (this.status >= 500 && !REFUSALS.has(this.code));
  }
}

export class Client {
  #url;
  #language;
  #authorize;
  #onReach;

  /** `language()` is that of the problems' texts. `authorize(isRefused)` answers the token, a new one if the last was
   * refused. `onReach(isAnswered)` learns of each request whether it was answered. */
  constructor(url, { language = () => "pt-BR", authorize = async () => undefined, onReach = () => {} } = {}) {
    this.#url = url;
    this.#language = language;
    this.#authorize = authorize;
    this.#onReach = onReach;
  }

  /** `{ body, etag }`. What passes is waited for, `retries` times. `known`, an earlier answer, is answered again while it is
   * still the same. Raises Problem. */
  async get(path, { retries = 0, ...options } = {}) {
    for (const delay of RETRIES_MS.slice(0, retries)) {
      try {
        return await this.#ask("GET", path, options);
      } catch (problem) {
        if (!PASSING.has(problem.status)) throw problem;
        await new Promise((resolve) => setTimeout(resolve, delay));
      }
    }
    return this.#ask("GET", path, options);
  }

  /** `body` is sent as JSON, or as it is where it is a text. Raises Problem. */
  post(path, { body, ...options } = {}) {
    const text = typeof body === "object" ? JSON.stringify(body) : body;
    return this.#ask("POST", path, { ...options, text });
  }

  /** As `post`. */
  put(path, { body, ...options }) {
    return this.#ask("PUT", path, { ...options, text: JSON.stringify(body) });
  }

  delete(path, options = {}) {
    return this.#ask("DELETE", path, options);
  }

  async #ask(method, path, { isOpen = false, ...options }) {
    if (isOpen) return this.#send(method, path, options);
    try {
      return await this.#send(method, path, options, await this.#authorize(false));
    } catch (problem) {
      if (problem.status !== 401) throw problem;
      return this.#send(method, path, options, await this.#authorize(true));
    }
  }

  async #send(method, path, { text, headers = {}, known, cache }, token) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), ANSWER_MS);
    let answer, bodyText;
    try {
      answer = await fetch(this.#url + path, {
        method,
        body: text,
        cache: cache ?? (token ? "no-store" : "no-cache"), // what is one person's own is kept by no browser
        headers: {
          "Accept-Language": this.#language(),
          ...(text && { "Content-Type": "application/json" }),
          ...(token && { Authorization: token }),
          ...(known?.etag && { "If-None-Match": known.etag }),
          ...headers,
        },
        signal: patience.signal,
      });
      bodyText = await answer.text();
    } catch {
      this.#onReach(false);
      throw new Problem(0);
    } finally {
      clearTimeout(timer);
    }
    this.#onReach(true);
    if (answer.status === 304) return known;
    let body = {};
    try {
      body = JSON.parse(bodyText);
    } catch {
      if (answer.ok && answer.status !== 204) throw new Problem(0); // cut off on the way
    }
    if (!answer.ok) throw new Problem(answer.status, body, GATEWAY[this.#language()]);
    return { body, etag: answer.headers.get("ETag") };
  }
}
