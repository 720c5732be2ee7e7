// What the chair's tablet shows, taken out of the objects: the floor, the queue, what has ended.
// Pure: no page, no clock.

/** @import {Objects, Question, Site} from "../types.js" */
import { byRank } from "../fold.js";
import { bySlug } from "../objects.js";

/**
 * @typedef {object} Picture
 * @property {Question | null} current
 * @property {Question | null} next the first of the queue
 * @property {Question[]} queue in its order
 * @property {Question[]} ended answered and deferred, the latest first
 * @property {number} approved how many are approved and not in the queue
 */

/**
 * @param {Objects} objects
 * @returns {Picture}
 */
export function pictureOf({ questions }) {
  const all = [...questions.values()];
  const queue = all.filter((one) => one.state === "queued").sort(byRank);
  return {
    current: all.find((one) => one.state === "answering") ?? null,
    next: queue[0] ?? null,
    queue,
    ended: all.filter((one) => one.state === "answered" || one.state === "deferred").sort(latestFirst),
    approved: all.filter((one) => one.state === "approved").length,
  };
}

/**
 * The question that left the floor last.
 * @param {Picture} picture
 */
export function justFinished({ ended }) {
  return ended.find((one) => one.answer?.ended_at) ?? null;
}

/**
 * Questions that have had a turn: their answer can be summed up.
 * @param {Objects} objects
 * @param {Iterable<number>} numbers
 */
export function withTurns({ questions }, numbers) {
  const wanted = new Set(numbers);
  return [...questions.values()].filter((one) => wanted.has(one.number) && one.answer);
}

/**
 * Who reports for the site: a site that shares another's room reports through it.
 * @param {Question} question
 * @param {Objects} objects
 * @returns {{own: Site | undefined, seat: Site | undefined}}
 */
export function roomOf(question, objects) {
  const own = bySlug(objects.sites, question.site);
  return { own, seat: bySlug(objects.sites, own?.seated_at) };
}

/** @param {Objects} objects @param {number} number */
export function byNumber({ questions }, number) {
  for (const question of questions.values()) if (question.number === number) return question;
  return null;
}

/** @param {Question} a @param {Question} b */
function latestFirst(a, b) {
  return (b.answer?.ended_at ?? b.state_since).localeCompare(a.answer?.ended_at ?? a.state_since);
}
