// What can be done to a question in each state, and the key for it. How it is done is in deeds.js.

/** @import {Question, State} from "../types.js" */

/** @typedef {"approve" | "enqueue" | "edit" | "assign" | "return" | "merge" | "reject" | "dequeue" | "defer" | "recall" | "restore" | "withdraw"} CommandName */

/**
 * @typedef {object} Command
 * @property {CommandName} name
 * @property {string} key
 * @property {readonly State[]} from
 * @property {string} look class of its button
 */

/** In the order of their buttons. @type {readonly Command[]} */
export const COMMANDS = [
  { name: "approve", key: "d", from: ["submitted"], look: "primary" },
  { name: "enqueue", key: "h", from: ["submitted", "approved"], look: "" },
  { name: "restore", key: "u", from: ["rejected", "merged", "withdrawn"], look: "" },
  { name: "recall", key: "r", from: ["answered", "deferred"], look: "" },
  { name: "assign", key: "p", from: ["submitted", "returned", "approved", "queued", "answering"], look: "" },
  { name: "edit", key: "s", from: ["submitted", "returned"], look: "" },
  { name: "return", key: "t", from: ["submitted", "approved"], look: "" },
  { name: "merge", key: "g", from: ["submitted", "approved", "queued"], look: "" },
  { name: "dequeue", key: "b", from: ["queued"], look: "" },
  { name: "defer", key: "v", from: ["approved", "queued"], look: "" },
  { name: "reject", key: "x", from: ["submitted", "approved", "queued"], look: "danger" },
  { name: "withdraw", key: "", from: ["returned"], look: "danger" },
];

/** States of a question that others can be merged into. @type {readonly State[]} */
export const LEADING = ["submitted", "approved", "queued", "answering", "answered", "deferred"];

/** @param {Question} question */
export function commandsOf(question) {
  return COMMANDS.filter((command) => command.from.includes(question.state));
}

/**
 * @param {Question | undefined} question
 * @param {CommandName} name
 */
export function can(question, name) {
  return question !== undefined && commandsOf(question).some((command) => command.name === name);
}
