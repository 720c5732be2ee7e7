// Which screens there are and whom each is for. The server decides who may; this only keeps
// links that would be refused off the page.

/** @typedef {"admin" | "moderator" | "chair" | "site_moderator" | "official" | "screen" | "integration"} Role */
/** @typedef {{conference: string, role: Role, site: string | null, official: string | null}} Membership */

/** @type {{path: string, word: "screen_hall", roles: Role[]}[]} */
const SCREENS = [
  {
    path: "/hall",
    word: "screen_hall",
    roles: ["admin", "moderator", "chair", "site_moderator", "official", "screen"],
  },
];

/** Kept from page to page, so that a screen opens as this one was. */
const CARRIED = ["lang", "theme"];

/** @param {Role} role */
export function screensOf(role) {
  return SCREENS.filter((screen) => screen.roles.includes(role));
}

/**
 * @param {string} path
 * @param {string} conference slug
 * @param {string} search of this page's address
 */
export function screenAddress(path, conference, search) {
  const here = new URLSearchParams(search);
  const there = new URLSearchParams({ conference });
  for (const name of CARRIED) {
    const value = here.get(name);
    if (value) there.set(name, value);
  }
  return `${path}?${there}`;
}
