// What concerns one official, taken out of the objects. Pure: no page, no clock.

/** @import {Objects, Official, Question} from "../types.js" */
import { byRank } from "../fold.js";
import { bySlug } from "../objects.js";
import { dueOf, ENDED, isAsked } from "../office/handed.js";

/**
 * @typedef {object} Mine
 * @property {Official | null} me
 * @property {Question | null} current whoever answers it
 * @property {Question[]} queue all of it, in its order
 * @property {Question[]} open mine that are still to come: in the order in which they will, then by due date
 * @property {Question[]} ended mine that are over, the latest first
 */

/**
 * @param {Objects} objects
 * @param {string | null} slug of the official
 * @returns {Mine}
 */
export function mineOf(objects, slug) {
  const all = [...objects.questions.values()];
  const me = bySlug(objects.officials, slug) ?? null;
  const mine = all.filter((one) => partOf(one, slug) !== null || isAsked(one, me));
  return {
    me,
    current: all.find((one) => one.state === "answering") ?? null,
    queue: all.filter((one) => one.state === "queued").sort(byRank),
    open: mine.filter(({ state }) => !ENDED.includes(state)).sort(soonest),
    ended: mine.filter(({ state }) => ENDED.includes(state)).sort((a, b) => b.state_since.localeCompare(a.state_since)),
  };
}

/**
 * What the official is to the question.
 * @param {Question} question
 * @param {string | null | undefined} slug
 * @returns {"lead" | "supporting" | null}
 */
export function partOf({ assignment }, slug) {
  if (!assignment || !slug) return null;
  if (assignment.lead === slug) return "lead";
  return assignment.supporting.includes(slug) ? "supporting" : null;
}

/**
 * Why the official said no, if so.
 * @param {Question} question
 * @param {string} slug
 */
export function declinedBy({ assignment }, slug) {
  return assignment?.declined?.find(({ official }) => official === slug) ?? null;
}

/**
 * The lead writes, and the agency asked; one who supports does unless another agency already has.
 * @param {Question} question
 * @param {Official} me
 */
export function mayPrepare(question, me) {
  if (ENDED.includes(question.state)) return false;
  const prepared = question.prepared_answer;
  return partOf(question, me.slug) === "lead" || isAsked(question, me) || !prepared || prepared.agency === me.agency;
}

const ORDER = ["answering", "queued"];

/** @param {Question} a @param {Question} b */
function soonest(a, b) {
  const place = (/** @type {Question} */ one) => (ORDER.indexOf(one.state) + ORDER.length + 1) % (ORDER.length + 1);
  return place(a) - place(b) || (a.rank ? byRank(a, b) : dueOf(a).localeCompare(dueOf(b)) || byRank(a, b));
}
