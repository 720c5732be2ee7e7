// Registers the service worker that keeps the screens' files on this machine (sw.js).

/** Absent without HTTPS or localhost, and in private windows: the screen works either way. */
export async function keepFiles() {
  try {
    await navigator.serviceWorker?.register("/sw.js");
    const registration = await navigator.serviceWorker?.ready;
    registration?.active?.postMessage(loadedHere());
  } catch {
    // Refused: then every start needs the line.
  }
}

/** The paths of this page and of all its files: they came before the worker could keep them. */
function loadedHere() {
  const files = performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname);
  return [location.pathname, ...files.filter((path) => /^\/(static|vendor)\//.test(path))];
}
