// A screen that nobody touches for an hour stays on while its page is seen. Not every browser can do that.

async function hold() {
  if (document.visibilityState !== "visible") return;
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // the battery is low: it is asked for again when the page is next seen
  }
}

export function keepAwake() {
  document.addEventListener("visibilitychange", hold);
  return hold();
}
