// What the form needs to know of the conference; as it was last, while there is no line.

/** @import {Objects} from "../types.js" */
import { bySlug } from "../objects.js";

/** @typedef {{name: string, title: string, phase: string, zone: string, topics: {slug: string, name: string}[]}} Known */

/** @type {Known} */
const NOTHING = { name: "", title: "", phase: "live", zone: "", topics: [] };

/**
 * @param {Objects} objects
 * @param {string} site slug
 * @returns {Known}
 */
export function knownOf(objects, site) {
  const { title, phase, timezone } = objects.conference;
  const topics = [...objects.topics.values()].sort((a, b) => a.order - b.order || a.id - b.id);
  return {
    name: bySlug(objects.sites, site)?.name ?? "",
    title,
    phase,
    zone: timezone,
    topics: topics.map(({ slug, name }) => ({ slug, name })),
  };
}

/** @param {string} where conference and site @returns {Known} */
export function lastKnown(where) {
  try {
    return { ...NOTHING, ...JSON.parse(localStorage.getItem(`doithoai.known ${where}`) ?? "{}") };
  } catch {
    return NOTHING;
  }
}

/**
 * @param {string} where
 * @param {Known} known
 */
export function keepKnown(where, known) {
  try {
    localStorage.setItem(`doithoai.known ${where}`, JSON.stringify(known));
  } catch {
    // Full or forbidden: then a start without a line knows less.
  }
}
