// The page's own part of keeping itself: see worker.js.

const LOOK_MS = 10 * 60_000;

/** Keep the page for a reload without a network. `renewed()` is called when a newer version is there. */
export async function keepShell(renewed) {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  workers.addEventListener("message", renewed);
  try {
    await workers.register("worker.js", { updateViaCache: "none" });
  } catch {
    return; // the page does without
  }
  const look = async () => (await workers.ready).active.postMessage("update");
  look();
  setInterval(look, LOOK_MS);
}
