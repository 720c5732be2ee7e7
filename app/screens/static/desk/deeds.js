// Giving a question's commands, and going on with the next row once one is done.

/** @import {Question} from "../types.js" */
/** @import {CommandName} from "./commands.js" */
/** @import {Desk} from "./state.js" */
import { can } from "./commands.js";
import { t } from "../i18n/desk.js";
import { t as shared } from "../i18n/work.js";

/** What an undo gives back, where one command takes another back whole. @type {Partial<Record<CommandName, "dequeue" | "restore" | "enqueue">>} */
const UNDONE_BY = { enqueue: "dequeue", dequeue: "enqueue", reject: "restore", merge: "restore", withdraw: "restore" };

/**
 * Does it at once, or asks for what it needs first.
 * @param {Desk} desk
 * @param {CommandName} name
 */
export function begin(desk, name) {
  const { question } = desk;
  if (!question || !can(question, name)) return;
  switch (name) {
    case "approve":
    case "enqueue":
      // What is approved is what is on the screen: a text that changed meanwhile is not.
      return give(desk, question, name, {}, desk.versionOf(question));
    case "dequeue":
    case "restore":
      return give(desk, question, name, {});
    default:
      return desk.open({ name, number: question.number, problem: null, seen: question, isKept: desk.drafts.has(`${name} ${question.number}`) });
  }
}

/**
 * @param {Desk} desk
 * @param {Question} question
 * @param {CommandName} name
 * @param {unknown} body
 * @param {number} [ifMatch]
 */
export async function give(desk, question, name, body, ifMatch) {
  const { number } = question;
  const next = desk.after(number);
  // As it stands now: the live view may have moved on before the answer comes.
  const undoing = undo(desk, number, name);
  const path = `/questions/${number}/${name}`;
  const { answer, problem } = await desk.attempt(about(number), "POST", path, body, ifMatch === undefined ? {} : { ifMatch });
  if (problem) return refused(desk, problem);
  if (!answer) return;
  forget(desk, number);
  desk.tell(t(`done_${name}`, { number }), undoing);
  if (desk.dialog) desk.close();
  if (desk.chosen === number) desk.choose(next, whereTo(next));
}

/** Said in the dialog when one is open: what lies under it cannot be read. @param {Desk} desk @param {import("../api.js").Problem} problem */
export function refused(desk, problem) {
  if (desk.dialog) desk.open({ ...desk.dialog, problem });
  else desk.work.refuse(problem);
}

/** One command at a time for each question. @param {number} number */
export function about(number) {
  return `question ${number}`;
}

/**
 * What was typed for a question is of no more use. @param {Desk} desk @param {number} number
 * @param {string} [kind] only this
 */
export function forget(desk, number, kind) {
  for (const key of desk.drafts.keys()) if (key.endsWith(` ${number}`) && (!kind || key.startsWith(kind))) desk.drafts.delete(key);
}

/**
 * Nobody is taken out of a field they are writing in. @param {number | null} next
 * @returns {"row" | "tab" | null}
 */
function whereTo(next) {
  const active = document.activeElement;
  if (active?.matches("input, textarea, select") && !active.closest("dialog")) return null;
  return next === null ? "tab" : "row";
}

/**
 * @param {Desk} desk
 * @param {number} number
 * @param {CommandName} name
 */
function undo(desk, number, name) {
  const by = UNDONE_BY[name];
  if (!by) return null;
  const before = name === "dequeue" ? desk.order[desk.order.indexOf(number) + 1] : undefined;
  const body = by === "enqueue" && before !== undefined ? { before } : {};
  const act = async () => {
    const { answer, problem } = await desk.attempt(about(number), "POST", `/questions/${number}/${by}`, body);
    if (problem) desk.work.refuse(problem);
    if (answer) desk.goToOnceShown(answer);
  };
  return { label: shared("undo"), act };
}
