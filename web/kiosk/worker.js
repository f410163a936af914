// Keeps the complete page for a reload without a network: one version, all of its files or none. It never sees the API.
// docs/decisions/pages.md tells how it is switched off.

const PREFIX = "kiosk-";
const ROOT = new URL("../", location.href);
const SHELL = new URL("shell.json", location.href);

const cacheNames = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));
/** The versions that are there with all their files. */
async function completeVersions() {
  const names = await cacheNames();
  const marks = await Promise.all(names.map(async (name) => (await caches.open(name)).match(SHELL)));
  return names.filter((_, at) => marks[at]);
}

const hex = (bytes) => [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, "0")).join("");

async function download(path, hash) {
  const answer = await fetch(new URL(path, ROOT), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.status} ${path}`);
  if (hex(await crypto.subtle.digest("SHA-256", await answer.clone().arrayBuffer())) !== hash) throw new Error(`changed: ${path}`);
  return answer;
}

/** Give up all that is kept, and the worker with it. */
async function retire() {
  for (const name of await cacheNames()) await caches.delete(name);
  await registration.unregister();
}

/** Have the newest version, complete; whoever shows an older one is notified. */
async function update() {
  const answer = await fetch(SHELL, { cache: "no-cache" });
  if (answer.status >= 500) throw new Error(answer.status);
  const { version, files } = answer.ok ? await answer.json() : { files: {} };
  if (!Object.keys(files).length) return retire();
  const name = PREFIX + version;
  const before = await completeVersions();
  if (before.includes(name)) return undefined;
  const answers = await Promise.all(Object.entries(files).map(async ([path, hash]) => [path, await download(path, hash)]));
  const cache = await caches.open(name);
  await Promise.all(answers.map(([path, each]) => cache.put(new URL(path, ROOT), each)));
  await cache.put(SHELL, new Response(version)); // the last: with it the version is complete
  for (const old of await cacheNames()) if (old !== name) await caches.delete(old);
  if (before.length) for (const client of await clients.matchAll()) client.postMessage({ version });
  return undefined;
}

let last = Promise.resolve();
/** One after the other: what an earlier one still fetches must not be kept after a later one has given all up. */
function updateInTurn() {
  last = last.catch(() => {}).then(update);
  return last;
}

/** A folder is its index.html; what stands behind the ? is for the page. */
function plain(url) {
  const address = new URL(url);
  address.search = "";
  if (address.pathname.endsWith("/")) address.pathname += "index.html";
  return address;
}

async function answerFor(request) {
  for (const name of await completeVersions()) {
    const found = await (await caches.open(name)).match(plain(request.url));
    if (found) return found;
  }
  return fetch(request);
}

addEventListener("install", (event) => event.waitUntil(updateInTurn().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => event.waitUntil(updateInTurn().catch(() => {}))); // it is asked again
addEventListener("fetch", (event) => {
  const { request } = event;
  const isOurs = request.method === "GET" && request.url.startsWith(ROOT.href) && request.url !== SHELL.href;
  if (isOurs) event.respondWith(answerFor(request));
});
