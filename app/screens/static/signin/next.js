// Where to go after signing in: ?next= is followed only within this site.

/**
 * The whole address rather than its path: a path may itself begin with "//" and lead elsewhere.
 * @param {string} search of the address
 * @param {string} origin of this page
 * @returns {string | null}
 */
export function nextAddress(search, origin) {
  const next = new URLSearchParams(search).get("next");
  if (!next?.startsWith("/") || !URL.canParse(next, origin)) return null;
  const url = new URL(next, origin);
  return url.origin === origin ? url.href : null;
}
