// What the hall shows for a state: which scene, and what is in it. Pure; how it looks is in the other files.

/** @import {Objects, Question, AgendaItem} from "../types.js" */
import { byRank } from "../fold.js";

const SHOWN_NEXT = 3;

/**
 * `key` changes when the room should notice a change of scene, and only then.
 * @typedef {object} Scene
 * @property {"opening" | "question" | "waiting" | "pause" | "closing"} name
 * @property {string} key
 * @property {Question | null} current
 * @property {Question[]} next
 * @property {{queued: number, answered: number, deferred: number}} counts
 */

/**
 * @param {Objects} objects
 * @returns {Scene}
 */
export function sceneOf(objects) {
  const questions = [...objects.questions.values()];
  const queue = inState(questions, "queued").sort(byRank);
  const current = inState(questions, "answering")[0] ?? null;
  const name = nameOf(objects.conference.phase, current, queue);
  return {
    name,
    key: name === "question" ? `question ${current?.id}` : name,
    current,
    next: queue.slice(0, SHOWN_NEXT),
    counts: {
      queued: queue.length,
      answered: inState(questions, "answered").length,
      deferred: inState(questions, "deferred").length,
    },
  };
}

/**
 * @param {Objects["conference"]["phase"]} phase
 * @param {Question | null} current
 * @param {Question[]} queue
 * @returns {Scene["name"]}
 */
function nameOf(phase, current, queue) {
  if (phase === "closed" || phase === "archived") return "closing";
  if (phase !== "live") return "opening";
  if (current) return "question";
  return queue.length > 0 ? "waiting" : "pause";
}

/**
 * @param {Question[]} questions
 * @param {string} state
 */
function inState(questions, state) {
  return questions.filter((question) => question.state === state);
}

/**
 * The programme in its order.
 * @param {Objects} objects
 */
export function programme(objects) {
  return [...objects.agenda.values()].sort((a, b) => a.order - b.order || a.id - b.id);
}

/** @param {AgendaItem} item */
export function progress(item) {
  if (item.ended_at) return "done";
  return item.started_at ? "under-way" : "to-come";
}
