// Where a page is, and for whom it speaks.

const RETRY_MS = 3_000;

const LANGUAGES = ["pt-BR", "en"];
const LANGUAGE = "language";

const requested = new URLSearchParams(location.search).get(LANGUAGE);
if (LANGUAGES.includes(requested)) localStorage.setItem(LANGUAGE, requested);

/** The store's language, whatever the browser's is, unless this screen was set to another: `?language=en`. */
export const language = LANGUAGES.find((each) => each === localStorage.getItem(LANGUAGE)) ?? LANGUAGES[0];

/** Where this system is, and whose store the screen stands in: `?store=`, or the one it names. Asked for until it is
 * answered; `failed()` is called each time that it is not. */
export async function loadConfig(failed = () => {}) {
  for (;;) {
    try {
      const config = await (await fetch(new URL("../config.json", import.meta.url))).json();
      return { ...config, store: new URLSearchParams(location.search).get("store") ?? config.store };
    } catch {
      failed();
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
