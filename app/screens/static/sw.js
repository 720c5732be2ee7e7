// The service worker: keeps the screens' files on this machine, so that they open at once on a poor
// line and open at all without one. Data is not kept here: the API and the socket pass untouched.

const worker = /** @type {ServiceWorkerGlobalScope & {VERSION?: string}} */ (/** @type {unknown} */ (self));
/** The server puts its version before this script, so a new version is a new worker with a new cache. */
const CACHE = `screens ${worker.VERSION}`;
const FILES = /^\/(static|vendor)\//;
const PAGES = ["/", "/chair", "/desk", "/device", "/follow-ups", "/hall", "/official", "/setup", "/site", "/manifest.webmanifest"];

worker.addEventListener("install", (event) => event.waitUntil(renew().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (event) => event.waitUntil(forgetOthers().then(() => worker.clients.claim())));
worker.addEventListener("message", (event) => event.waitUntil(keepAll(event.data)));
worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (FILES.test(url.pathname) || PAGES.includes(url.pathname)) event.respondWith(kept(event.request, url.pathname));
});

/**
 * From the cache, else from the server, and then kept. Kept by path alone: what a page's address
 * says after ? is for its script.
 * @param {Request} request
 * @param {string} path
 */
async function kept(request, path) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(path);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(path, answer.clone());
  return answer;
}

/**
 * What an older version kept here was needed here: have all of it in the new one before it is used.
 * If the line breaks meanwhile this version is not installed, and the older one goes on, whole.
 */
async function renew() {
  const paths = new Set();
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) paths.add(new URL(request.url).pathname);
  }
  await keepAll([...paths]);
}

/**
 * The page that registers this worker was loaded without it and names what it loaded.
 * @param {string[]} paths
 */
async function keepAll(paths) {
  const cache = await caches.open(CACHE);
  const met = new Set(paths);
  await Promise.all(paths.map((path) => keep(cache, path, met)));
}

/**
 * Keeps a file and every file that it names: a new version of a page may need what the old one did not.
 * @param {Cache} cache
 * @param {string} path
 * @param {Set<string>} met so far, this one included
 */
async function keep(cache, path, met) {
  const text = await textOf(cache, path);
  const named = text === null ? [] : namedIn(path, text).filter((one) => !met.has(one));
  for (const one of named) met.add(one);
  await Promise.all(named.map((one) => keep(cache, one, met)));
}

/**
 * @param {Cache} cache
 * @param {string} path
 * @returns {Promise<string | null>} null when there is no such file any more
 */
async function textOf(cache, path) {
  const found = await cache.match(path);
  if (found) return found.text();
  // Past the browser's own cache, which might still have the file of the version before.
  const answer = await fetch(path, { cache: "no-cache" });
  if (!answer.ok) return null;
  await cache.put(path, answer.clone());
  return answer.text();
}

/**
 * @param {string} path of a page or a module; other files name none
 * @param {string} text
 * @returns {string[]} paths
 */
function namedIn(path, text) {
  const pattern = PAGES.includes(path)
    ? /(?:href|src)="(\/(?:static|vendor)\/[^"]+)"/g
    : /(?:(?:^|;)(?:import|export)\b[^"';]*|\bimport\()["'](\.{1,2}\/[^"']+)["']/gm;
  if (!PAGES.includes(path) && !path.endsWith(".js")) return [];
  return [...text.matchAll(pattern)].map(([, name]) => new URL(name ?? "", location.origin + path).pathname);
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}
