// What this screen is set to by whoever runs the store: kept in this browser, behind a PIN of the screen's own.

const SETTINGS = "kiosk";
const PIN = "kiosk-pin";
const LANGUAGE = "language"; // as core/config.js reads it
const ROUNDS = 200_000; // of PBKDF2, so that who reads the browser's files does not read the PIN
const MAX_TRIES = 5;
const LOCKED_MS = 60_000;
const DEFAULTS = { sound: true, printer: false };

export const MAX_PIN_LENGTH = 8;
export const MIN_PIN_LENGTH = 4;

/** `store` where it is another than the page's address or the system names, `sound` and `printer`. */
export const readSettings = () => ({ ...DEFAULTS, ...JSON.parse(localStorage.getItem(SETTINGS) ?? "{}") });

export function saveSettings({ language, store, ...others }) {
  localStorage.setItem(LANGUAGE, language);
  localStorage.setItem(SETTINGS, JSON.stringify({ ...others, ...(store && { store }) }));
}

const hex = (bytes) => [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, "0")).join("");

async function digest(pin, salt) {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", encoder.encode(pin), "PBKDF2", false, ["deriveBits"]);
  const derivation = { name: "PBKDF2", hash: "SHA-256", salt: encoder.encode(salt), iterations: ROUNDS };
  return hex(await crypto.subtle.deriveBits(derivation, key, 256));
}

export class PinLock {
  #tries = 0;
  #lockedAt = -Infinity;

  /** Before whoever sets the screen up has chosen one there is none. */
  get isSet() {
    return localStorage.getItem(PIN) !== null;
  }

  /** After too many wrong ones, for a minute. */
  get isLocked() {
    return performance.now() - this.#lockedAt < LOCKED_MS;
  }

  async set(pin) {
    const salt = crypto.randomUUID();
    localStorage.setItem(PIN, JSON.stringify({ salt, hash: await digest(pin, salt) }));
  }

  /** Whether it is the one. */
  async opens(pin) {
    if (this.isLocked) return false;
    const { salt, hash } = JSON.parse(localStorage.getItem(PIN));
    const isRight = (await digest(pin, salt)) === hash;
    this.#tries = isRight ? 0 : this.#tries + 1;
    if (this.#tries >= MAX_TRIES) {
      this.#tries = 0;
      this.#lockedAt = performance.now();
    }
    return isRight;
  }
}
