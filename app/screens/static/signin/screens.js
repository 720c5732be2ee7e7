// Which screens there are and whom each is for. The server decides who may; this only keeps
// links that would be refused off the page.

/** @typedef {"admin" | "moderator" | "chair" | "site_moderator" | "official" | "screen" | "integration"} Role */
/** @typedef {{conference: string, role: Role, site: string | null, official: string | null}} Membership */

/** @type {{path: string, word: "screen_hall" | "screen_desk" | "screen_chair" | "screen_site" | "screen_official" | "screen_follow_ups" | "screen_setup", roles: Role[]}[]} */
const SCREENS = [
  { path: "/chair", word: "screen_chair", roles: ["admin", "chair", "moderator"] },
  { path: "/desk", word: "screen_desk", roles: ["admin", "moderator"] },
  { path: "/site", word: "screen_site", roles: ["site_moderator"] },
  { path: "/official", word: "screen_official", roles: ["official"] },
  { path: "/follow-ups", word: "screen_follow_ups", roles: ["admin", "moderator", "chair", "official", "site_moderator"] },
  { path: "/setup", word: "screen_setup", roles: ["admin"] },
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
  const there = new URLSearchParams({ conference });
  for (const [name, value] of carried(search)) there.set(name, value);
  return `${path}?${there}`;
}

/** What of an address goes along to the next. @param {string} search */
export function carried(search) {
  return new URLSearchParams([...new URLSearchParams(search)].filter(([name]) => CARRIED.includes(name)));
}
