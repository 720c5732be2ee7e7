// Which screens there are and whom each is for. The server decides who may; this only keeps
// links that would be refused off the page.

/** @typedef {"admin" | "moderator" | "chair" | "site_moderator" | "official" | "screen" | "integration"} Role */
/** @typedef {{conference: string, role: Role, site: string | null, official: string | null}} Membership */

/** Their paths, and with `screen_` before them their words. @typedef {"hall" | "desk" | "chair" | "site" | "official" | "follow_ups" | "imports" | "setup"} Name */
/** @type {{path: string, roles: Role[]}[]} */
const SCREENS = [
  { path: "/chair", roles: ["admin", "chair", "moderator"] },
  { path: "/desk", roles: ["admin", "moderator"] },
  { path: "/site", roles: ["site_moderator"] },
  { path: "/official", roles: ["official"] },
  { path: "/follow-ups", roles: ["admin", "moderator", "chair", "official", "site_moderator"] },
  { path: "/imports", roles: ["admin", "moderator", "site_moderator"] },
  { path: "/setup", roles: ["admin"] },
  { path: "/hall", roles: ["admin", "moderator", "chair", "site_moderator", "official", "screen"] },
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
  const there = new URLSearchParams({ conference });
  for (const [name, value] of carried(search)) there.set(name, value);
  return `${path}?${there}`;
}

/** What of an address goes along to the next. @param {string} search */
export function carried(search) {
  return new URLSearchParams([...new URLSearchParams(search)].filter(([name]) => CARRIED.includes(name)));
}
