// How far the agencies have come with what was handed to them. Pure: no page, no clock.

/** @import {Official, Question} from "../types.js" */
import { dayWords } from "../time.js";
import { t } from "../i18n/office-preparation.js";

/** @typedef {"asked" | "draft" | "returned" | "submitted" | "cleared"} Progress */
/** @typedef {{agency: string, questions: Question[], counts: Record<Progress, number>, late: number, due: string | null}} OfAgency */

export const ENDED = ["answered", "deferred", "rejected", "merged", "withdrawn"];
const GONE = ["rejected", "merged", "withdrawn"];
const AWAITED = ["asked", "draft", "returned"];
const NEVER = "9";

/** Whether the official's agency is to prepare the answer. @param {Question} question @param {Official | null} me */
export function isAsked({ preparation }, me) {
  return Boolean(preparation && me && preparation.agency === me.agency);
}

/** @param {Question} question @returns {Progress} */
export function progressOf({ prepared_answer: prepared }) {
  if (!prepared) return "asked";
  return prepared.state === "draft" && prepared.note ? "returned" : prepared.state;
}

/** Whether it is the agency's turn. @param {Question} question */
function isAwaited(question) {
  return AWAITED.includes(progressOf(question)) && !ENDED.includes(question.state);
}

/** @param {Question} question @param {string} today "YYYY-MM-DD" */
export function isLate(question, today) {
  return isAwaited(question) && dueOf(question) < today;
}

/** @param {Question} question */
export function dueWords({ preparation }) {
  return preparation?.due ? t("due", { day: dayWords(preparation.due) }) : t("no_due");
}

/**
 * Each agency with its questions, the overdue ones first, then by due date.
 * @param {Iterable<Question>} questions
 * @param {string} today "YYYY-MM-DD"
 * @returns {Map<string, OfAgency>}
 */
export function byAgency(questions, today) {
  /** @type {Map<string, OfAgency>} */
  const found = new Map();
  for (const question of questions) {
    if (!question.preparation || GONE.includes(question.state)) continue;
    const { agency, due } = question.preparation;
    const one = found.get(agency) ?? { agency, questions: [], counts: { asked: 0, draft: 0, returned: 0, submitted: 0, cleared: 0 }, late: 0, due: null };
    found.set(agency, one);
    one.questions.push(question);
    one.counts[progressOf(question)] += 1;
    one.late += Number(isLate(question, today));
    if (due && isAwaited(question) && due < (one.due ?? NEVER)) one.due = due;
  }
  for (const { questions: all } of found.values()) {
    all.sort((a, b) => Number(isLate(b, today)) - Number(isLate(a, today)) || dueOf(a).localeCompare(dueOf(b)) || a.number - b.number);
  }
  return found;
}

/** @param {Question} question */
export function dueOf({ preparation }) {
  return preparation?.due ?? NEVER;
}
