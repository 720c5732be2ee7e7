// Signing in and out, and what this account may choose from.

/** @import {Membership} from "./screens.js" */
import { ask, Problem } from "../api.js";

/**
 * @typedef {object} Account
 * @property {string} name
 * @property {Membership[]} memberships
 * @property {boolean} isAdmin
 * @property {Map<string, Named>} conferences by slug
 */

/** @typedef {{slug: string, title: string, rehearsal: boolean}} Named a conference */

/** @param {FormData} form with username and password */
export async function signIn(form) {
  const body = new URLSearchParams();
  for (const name of ["username", "password"]) body.set(name, String(form.get(name)));
  await ask("/auth/session", { method: "POST", body });
}

/** A session that has ended by itself is as good. */
export async function signOut() {
  await ask("/auth/session", { method: "DELETE" }).catch(unlessSignedOut);
}

/** @returns {Promise<Account | null>} null when nobody is signed in */
export async function account() {
  const me = await ask("/me").catch(unlessSignedOut);
  if (!me) return null;
  const conferences = await conferencesBySlug();
  return {
    name: me.name || me.username,
    memberships: me.is_admin ? everywhere(conferences) : me.memberships,
    isAdmin: me.is_admin,
    conferences,
  };
}

/**
 * @param {unknown} error
 * @returns {null}
 */
function unlessSignedOut(error) {
  if (error instanceof Problem && error.status === 401) return null;
  throw error;
}

/** @returns {Promise<Map<string, Named>>} */
async function conferencesBySlug() {
  const { items } = await ask("/conferences?limit=200");
  return new Map(items.map((/** @type {Named} */ one) => [one.slug, one]));
}

/**
 * An admin may open every conference without belonging to any.
 * @param {Map<string, Named>} conferences
 * @returns {Membership[]}
 */
function everywhere(conferences) {
  return [...conferences.keys()].map((conference) => ({ conference, role: "admin", site: null, official: null }));
}
