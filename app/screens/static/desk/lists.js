// Which questions stand in which list, and in what order: from the objects of a state to lists.
// No markup here. What is expensive is kept until the questions or the filters change.

/** @import {Objects, Question, State} from "../types.js" */
import { byRank } from "../fold.js";
import { searchKey } from "../order.js";
import { indexed } from "./find.js";

/** @typedef {"incoming" | "approved" | "queue" | "answered" | "aside"} TabName */
/** Empty: no filter. `topic` and `official` may be `NONE`. @typedef {{site: string, topic: string, official: string, q: string}} Filters */
/** @typedef {Record<TabName, Question[]>} Lists */

export const NONE = "-";

/** @type {Readonly<Record<TabName, readonly State[]>>} */
export const TABS = {
  incoming: ["submitted"],
  approved: ["approved"],
  queue: ["answering", "queued"],
  answered: ["answered", "deferred"],
  aside: ["returned", "rejected", "merged", "withdrawn"],
};
export const TAB_NAMES = /** @type {TabName[]} */ (Object.keys(TABS));

/** @type {Filters} */
export const NO_FILTERS = { site: "", topic: "", official: "", q: "" };

/** @type {WeakMap<Question, string>} */
const keys = new WeakMap();
/** @type {{objects: Objects, filters: Filters, lists: Lists} | null} */
let kept = null;

/**
 * Every list, filtered and in its order.
 * @param {Objects} objects
 * @param {Filters} filters a new object for every change
 */
export function listsOf(objects, filters) {
  if (kept?.filters === filters && kept.objects.questions === objects.questions && kept.objects.sites === objects.sites) {
    return kept.lists;
  }
  kept = { objects, filters, lists: made(objects, filters) };
  return kept.lists;
}

/** @param {State} state */
export function tabOf(state) {
  return TAB_NAMES.find((name) => TABS[name].includes(state)) ?? "aside";
}

/**
 * The one who reads a question keeps its row where it was, whatever others do to it meanwhile.
 * @param {Question[]} list
 * @param {readonly number[]} before the numbers of the list as it was drawn last
 * @param {Question | undefined} chosen
 */
export function withChosen(list, before, chosen) {
  if (!chosen || list.includes(chosen)) return list;
  const place = before.indexOf(chosen.number);
  if (place < 0) return list;
  const above = new Set(before.slice(0, place));
  let after = list.length;
  while (after > 0 && !above.has(list[after - 1]?.number ?? 0)) after -= 1;
  return [...list.slice(0, after), chosen, ...list.slice(after)];
}

/**
 * @param {Objects} objects
 * @param {Filters} filters
 */
function made(objects, filters) {
  /** @type {Lists} */
  const lists = { incoming: [], approved: [], queue: [], answered: [], aside: [] };
  const words = searchKey(filters.q);
  for (const question of objects.questions.values()) {
    if (passes(question, filters) && (!words || found(question, words, objects))) lists[tabOf(question.state)].push(question);
  }
  for (const name of TAB_NAMES) lists[name].sort(ORDERS[name]);
  return lists;
}

/** The longest wait first; the queue as it will be called; what is over, the latest first. @type {Record<TabName, (a: Question, b: Question) => number>} */
const ORDERS = {
  incoming: (a, b) => compare(a.submitted_at ?? "", b.submitted_at ?? "") || a.id - b.id,
  approved: (a, b) => compare(a.state_since, b.state_since) || a.id - b.id,
  queue: (a, b) => Number(b.state === "answering") - Number(a.state === "answering") || byRank(a, b),
  answered: latestFirst,
  aside: latestFirst,
};

/**
 * @param {Question} a
 * @param {Question} b
 */
function latestFirst(a, b) {
  return compare(b.state_since, a.state_since) || b.id - a.id;
}

/**
 * @param {string} a
 * @param {string} b
 */
function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}

/**
 * @param {Question} question
 * @param {Filters} filters
 */
function passes(question, { site, topic, official }) {
  if (site && question.site !== site && !question.origins.some((origin) => origin.site === site)) return false;
  if (topic && (question.topic ?? NONE) !== topic) return false;
  if (!official) return true;
  const { assignment } = question;
  if (official === NONE) return !assignment;
  return assignment?.lead === official || Boolean(assignment?.supporting.includes(official));
}

/**
 * Each word has to be somewhere: "17", or "duong cho don".
 * @param {Question} question
 * @param {string} words
 * @param {Objects} objects
 */
function found(question, words, objects) {
  let key = keys.get(question);
  if (key === undefined) {
    const site = indexed(objects.sites).get(question.site)?.name ?? "";
    const { number, text, original_text = "", asker } = question;
    key = searchKey([number, text, original_text, asker?.name, asker?.organisation, site].filter(Boolean).join(" "));
    keys.set(question, key);
  }
  return words.split(" ").every((word) => key.includes(word));
}
