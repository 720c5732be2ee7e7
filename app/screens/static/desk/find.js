// Finding objects by slug or number without walking through all of them for each of 500 rows.

/** @import {Objects, Presence, Question} from "../types.js" */
import { byRank } from "../fold.js";

/** @typedef {{current: Question | undefined, queue: Question[]}} Floor `queue` in the order in which it will be called */

/** @type {WeakMap<object, Floor>} */
const floors = new WeakMap();
/** @type {WeakMap<object, Map<string, any>>} */
const slugs = new WeakMap();
/** @type {WeakMap<object, Map<number, Question>>} */
const numbers = new WeakMap();

/**
 * @template {{slug: string}} T
 * @param {ReadonlyMap<number, T>} things
 * @returns {ReadonlyMap<string, T>}
 */
export function indexed(things) {
  let index = slugs.get(things);
  if (!index) {
    index = new Map([...things.values()].map((thing) => [thing.slug, thing]));
    slugs.set(things, index);
  }
  return index;
}

/**
 * @param {Objects | null} objects
 * @param {number | null} number
 */
export function numbered(objects, number) {
  if (!objects || number === null) return undefined;
  let index = numbers.get(objects.questions);
  if (!index) {
    index = new Map([...objects.questions.values()].map((question) => [question.number, question]));
    numbers.set(objects.questions, index);
  }
  return index.get(number);
}

/** @param {Objects} objects */
export function floorOf({ questions }) {
  let floor = floors.get(questions);
  if (!floor) {
    const all = [...questions.values()];
    const current = all.find((question) => question.state === "answering");
    floor = { current, queue: all.filter((question) => question.state === "queued").sort(byRank) };
    floors.set(questions, floor);
  }
  return floor;
}

/**
 * @template {{slug: string, name: string}} T
 * @param {ReadonlyMap<number, T>} things
 * @param {string | null | undefined} slug
 */
export function nameOf(things, slug) {
  return indexed(things).get(slug ?? "")?.name ?? slug ?? "";
}

/**
 * Who else has a question open, by its number.
 * @param {Presence | null} presence
 * @param {string} username of the one who asks
 * @returns {Map<number, string>} names
 */
export function handledByOthers(presence, username) {
  /** @type {Map<number, string>} */
  const names = new Map();
  for (const one of presence?.handling ?? []) {
    if (one.username === username) continue;
    const before = names.get(one.question);
    names.set(one.question, before ? `${before}, ${one.name}` : one.name);
  }
  return names;
}
