// What happened to a question, when somebody asks for it.

/** @import {Objects, Question} from "../types.js" */
/** @import {DeskWord} from "../i18n/desk.js" */
/** @import {Desk} from "./state.js" */
/** @import {Happening} from "./fetched.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { knows, t } from "../i18n/desk.js";
import { history } from "./fetched.js";
import { nameOf } from "./find.js";
import { at } from "./parts.js";

/** The numbers whose history is unfolded. @type {Set<number>} */
const unfolded = new Set();

/** @param {Desk} desk @param {Question} question @param {Objects} objects */
export function happenings(desk, { number, version = 0 }, objects) {
  const toggle = (/** @type {Event} */ event) => {
    const { open } = /** @type {HTMLDetailsElement} */ (event.currentTarget);
    if (open === unfolded.has(number)) return;
    if (open) unfolded.add(number);
    else unfolded.delete(number);
    desk.work.redraw();
  };
  return html`<details class="history" ?open=${unfolded.has(number)} @toggle=${toggle}>
    <summary>${t("history")}</summary>
    ${unfolded.has(number) ? lines(desk, history(desk, number, version), objects) : nothing}
  </details>`;
}

/** @param {Desk} desk @param {Happening[] | null} items @param {Objects} objects */
function lines(desk, items, objects) {
  if (!items) return html`<p class="quiet-text">${t("loading")}</p>`;
  return html`<ol>
    ${repeat(items, (one) => one.seq, (one) => html`<li>
      <time datetime=${one.at}>${at(one.at, objects.conference.timezone, desk.work.now)}</time>
      <span><b>${eventWord(one.type)}</b> <bdi class="quiet-text">${one.actor}</bdi> <bdi class="words">${about(one, objects)}</bdi></span>
    </li>`)}
  </ol>`;
}

/** @param {string} type */
function eventWord(type) {
  const word = `event_${type.replace(".", "_")}`;
  return knows(word) ? t(/** @type {DeskWord} */ (word)) : type;
}

/** What else is worth reading of it. @param {Happening} happening @param {Objects} objects */
function about({ payload }, objects) {
  if (!payload) return "";
  const { into, note, lead, official, reason } = payload;
  const who = lead ?? official;
  return [into && t("question_number", { number: into }), who && nameOf(objects.officials, who), note ?? (payload.official && reason)]
    .filter(Boolean)
    .join(" – ");
}
