// What is asked for over HTTP because the live view does not hold it: agencies, history, screens.

/** @import {Agency, Time} from "../types.js" */
/** @import {Desk} from "./state.js" */
import { ask, Problem } from "../api.js";

/** @typedef {{seq: number, type: string, at: Time, actor: string, payload?: Record<string, any> | null}} Happening */
/** @typedef {{id: number, username: string, name: string, approved_by: string, approved_at: Time, signed_in_at?: Time | null, last_seen_at?: Time | null}} HallScreen */

/** @type {Map<string, any>} answers by path; a path without an answer yet has null */
const answers = new Map();

/**
 * The answer, once it is there; asking for it redraws when it comes.
 * @param {Desk} desk
 * @param {string} path below the conference
 * @param {string} [fresh] a new value asks anew, and shows the old answer until the new one is there
 * @returns {any} null until then
 */
export function fetched(desk, path, fresh = "") {
  const kept = answers.get(path);
  if (!kept || kept.fresh !== fresh) {
    answers.set(path, { fresh, body: kept?.body ?? null });
    get(desk, path, fresh);
  }
  return answers.get(path).body;
}

/** @param {Desk} desk @param {string} path @param {string} fresh */
async function get(desk, path, fresh) {
  try {
    const body = await ask(desk.work.path(path));
    if (answers.get(path)?.fresh === fresh) answers.set(path, { fresh, body });
    desk.work.redraw();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // What would help is missing, nothing is wrong: asked anew with the next drawing.
    answers.set(path, { fresh: "refused", body: answers.get(path)?.body ?? null });
  }
}

/** The next drawing asks anew. @param {string} path */
export function outdated(path) {
  const kept = answers.get(path);
  if (kept) kept.fresh = "outdated";
}

/** @param {Desk} desk @returns {Agency[]} */
export function agencies(desk) {
  return fetched(desk, "/agencies?limit=200")?.items ?? [];
}

/** @param {Desk} desk @param {string} slug */
export function agencyName(desk, slug) {
  return agencies(desk).find((one) => one.slug === slug)?.name ?? slug;
}

/** @param {Desk} desk @param {number} number @param {number} version @returns {Happening[] | null} */
export function history(desk, number, version) {
  return fetched(desk, `/questions/${number}/history`, String(version))?.items ?? null;
}

/** @param {Desk} desk @returns {HallScreen[] | null} */
export function hallScreens(desk) {
  return fetched(desk, "/screens?limit=200")?.items ?? null;
}
