// What a site is shown of the questions: its own in order, places in the queue, whether it is next.
// Pure: from the objects of the live view to lists.

/** @import {Objects, Question} from "../types.js" */
import { byRank } from "../fold.js";

/** @typedef {{now: Question | null, next: Question | null}} Calls questions of this site at the floor, and first in the queue */

/** What needs something from the site first; what is over last. @type {Question["state"][]} */
const OVER = ["answered", "deferred", "rejected", "merged", "withdrawn"];

/** @param {Objects} objects */
export function queueOf(objects) {
  return [...objects.questions.values()].filter((one) => one.state === "queued").sort(byRank);
}

/**
 * @param {Objects} objects
 * @param {string} site slug
 * @returns {{returned: Question[], open: Question[], over: Question[]}}
 */
export function ownQuestions(objects, site) {
  const own = [...objects.questions.values()].filter((one) => one.site === site);
  const newest = (/** @type {Question} */ a, /** @type {Question} */ b) => b.number - a.number;
  return {
    returned: own.filter((one) => one.state === "returned").sort(newest),
    open: own.filter((one) => one.state !== "returned" && !OVER.includes(one.state)).sort(byUrgency),
    over: own.filter((one) => OVER.includes(one.state)).sort(newest),
  };
}

/**
 * At the floor, then as the queue goes, then the newest first.
 * @param {Question} a
 * @param {Question} b
 */
function byUrgency(a, b) {
  const step = (/** @type {Question} */ { state }) => (state === "answering" ? 0 : state === "queued" ? 1 : 2);
  if (step(a) !== step(b)) return step(a) - step(b);
  return step(a) === 1 ? byRank(a, b) : b.number - a.number;
}

/**
 * The places in the queue, from 1, by question id.
 * @param {Objects} objects
 * @returns {Map<number, number>}
 */
export function placesInQueue(objects) {
  return new Map(queueOf(objects).map((one, index) => [one.id, index + 1]));
}

/** @param {Objects} objects */
export function atTheFloor(objects) {
  for (const one of objects.questions.values()) if (one.state === "answering") return one;
  return null;
}

/**
 * Collected questions may queue for days: nobody is called before the dialogue goes on.
 * @param {Objects} objects
 * @param {string} site slug
 * @returns {Calls}
 */
export function callsOf(objects, site) {
  if (objects.conference.phase !== "live") return { now: null, next: null };
  const now = atTheFloor(objects);
  const next = queueOf(objects)[0] ?? null;
  return { now: now && concerns(now, site) ? now : null, next: next && concerns(next, site) ? next : null };
}

/**
 * After a merge a question is also that of the sites whose questions it stands for.
 * @param {Question} question
 * @param {string} site slug
 */
function concerns(question, site) {
  return question.site === site || question.origins.some((origin) => origin.site === site);
}
