// Where a working screen works: who is signed in, in which conference, and as what.
// What is found is remembered, so that a screen also opens while the line is down.

/** @import {Membership, Role} from "../signin/screens.js" */
import { ask, Problem } from "../api.js";

/**
 * @typedef {object} Me
 * @property {string} username
 * @property {string} name
 * @property {boolean} is_admin
 * @property {Membership[]} memberships
 */

/**
 * @typedef {object} Place
 * @property {Me} me
 * @property {string} conference slug
 * @property {Role} role
 * @property {string | null} site slug
 * @property {string | null} official slug
 */

const KEPT = "doithoai.me";
const PATIENCE_MS = 5000;

/**
 * @returns {Promise<Me>} as the server says, or as it said last when it cannot be reached
 * @throws {Problem} 401 when nobody is signed in
 */
export async function whoIsHere() {
  const kept = localStorage.getItem(KEPT);
  try {
    // A dead line may take half a minute to say so: whoever is remembered does not wait for that.
    const me = await ask("/me", kept ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {});
    localStorage.setItem(KEPT, JSON.stringify(me));
    return me;
  } catch (error) {
    if (kept && error instanceof Problem && isAway(error)) return JSON.parse(kept);
    throw error;
  }
}

/** Signing out also forgets who was here. */
export function forgetWhoWasHere() {
  localStorage.removeItem(KEPT);
}

/**
 * The conference of the address, else the first in which this account has one of the roles. An
 * administrator may work anywhere, but has to say where.
 * @param {Me} me
 * @param {readonly Role[]} roles that this screen is for
 * @param {string} search of the address: conference, site, official
 * @returns {Place | null}
 */
export function placeOf(me, roles, search) {
  const wanted = new URLSearchParams(search);
  const named = wanted.get("conference");
  const site = wanted.get("site");
  const own = me.memberships.find(
    (one) =>
      roles.includes(one.role) &&
      (!named || one.conference === named) &&
      (!site || !one.site || one.site === site),
  );
  if (own) {
    return {
      me,
      conference: own.conference,
      role: own.role,
      site: own.site ?? site,
      official: own.official ?? wanted.get("official"),
    };
  }
  if (!me.is_admin || !named || !roles.includes("admin")) return null;
  return { me, conference: named, role: "admin", site, official: wanted.get("official") };
}

/** The server cannot be reached, or says so itself. @param {Problem} problem */
export function isAway({ status }) {
  return status === 0 || status >= 500;
}
