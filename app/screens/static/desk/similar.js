// Probable duplicates of the open question: asked for once it has been open for a moment, shown beside it.

/** @import {Objects, Question} from "../types.js" */
/** @import {Desk} from "./state.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { ask, Problem } from "../api.js";
import { t } from "../i18n/desk.js";
import { siteOf } from "../objects.js";
import { can } from "./commands.js";
import { dialog } from "./dialogs.js";
import { give } from "./deeds.js";
import { numbered } from "./find.js";
import { stateChip } from "./parts.js";
import { canLead } from "./vetting.js";
import { marked } from "./differences.js";

/** @typedef {{number: number, score: number, question: Question}} Similar */

const PATIENCE_MS = 250;
const ASKED_FOR = ["submitted", "approved"];

/** @type {Map<number, {version: number, items: Similar[]}>} */
const found = new Map();
let timer = 0;

/** Whoever only passes over a question with the keys asks for nothing. @param {Desk} desk */
export function askForSimilar(desk) {
  clearTimeout(timer);
  timer = setTimeout(() => load(desk), PATIENCE_MS);
}

/** @param {Desk} desk */
async function load(desk) {
  const { question } = desk;
  if (!question || !ASKED_FOR.includes(question.state)) return;
  const { number, version = 0 } = question;
  try {
    const { items } = await ask(desk.work.path(`/questions/${number}/similar`));
    found.set(number, { version, items });
    desk.work.redraw();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // No suggestions then; merging by number works without them.
    found.set(number, { version, items: [] });
    desk.work.redraw();
  }
}

/** Those that are still questions of their own. @param {Desk} desk @param {Question} question */
export function similarTo({ work }, { number }) {
  const items = found.get(number)?.items ?? [];
  return items.flatMap((one) => {
    const now = numbered(work.objects, one.number);
    return now && !["rejected", "withdrawn", "merged"].includes(now.state) ? [{ ...one, question: now }] : [];
  });
}

/** @param {Desk} desk @param {Question} question @param {Objects} objects */
export function similarPart(desk, question, objects) {
  if (!ASKED_FOR.includes(question.state)) return nothing;
  const items = similarTo(desk, question);
  // Its column is there before anything is found: what is being read must not be laid out anew.
  return html`<section class="similar" aria-labelledby="similar-title">
    <h3 id="similar-title">${t("similar")}</h3>
    ${items.length === 0 ? html`<p class="quiet-text">${t(found.has(question.number) ? "similar_none" : "similar_looking")}</p>` : nothing}
    <ul>
      ${repeat(items, (one) => one.number, (one) => similarCard(desk, question, one, objects))}
    </ul>
  </section>`;
}

/** @param {Desk} desk @param {Question} question @param {Similar} similar @param {Objects} objects */
function similarCard(desk, question, { number, score, question: other }, objects) {
  const isAble = can(question, "merge") && canLead(question, other);
  const name = t("question_number", { number });
  return html`<li class="card">
    <p class="whence"><b>${name}</b> <bdi>${siteOf(other, objects)}</bdi> ${stateChip(other)} <span class="quiet-text">${t("likeness", { score: Math.round(score) })}</span></p>
    <p class="words clamped" dir="auto">${other.text}</p>
    <div class="actions">
      <button aria-label=${t("compare_with", { number })} @click=${() => compare(desk, question, number)}>${t("compare")}</button>
      ${isAble ? html`<button @click=${() => give(desk, question, "merge", { into: number })}>${t("merge_into_number", { number })}</button>` : nothing}
    </div>
  </li>`;
}

/** The open question beside the likeliest of its duplicates. @param {Desk} desk */
export function compareFirst(desk) {
  const { question } = desk;
  const first = question && similarTo(desk, question)[0];
  if (question && first) compare(desk, question, first.number);
}

/** @param {Desk} desk @param {Question} question @param {number} other */
function compare(desk, question, other) {
  desk.open({ name: "compare", number: question.number, problem: null, other });
}

/** Both in full, side by side. @param {Desk} desk @param {Question} question */
export function comparing(desk, question) {
  const { objects } = desk.work;
  const other = numbered(objects, desk.dialog?.other ?? null);
  if (!objects || !other) return nothing;
  const content = html`
    <div class="beside">${side(desk, question, other, objects)} ${side(desk, other, question, objects)}</div>
    <p class="hint">${t("compare_hint")}</p>
    <div class="actions end"><button autofocus @click=${() => desk.close()}>${t("keep_both")}</button></div>
  `;
  const title = t("title_compare", { number: question.number, other: other.number });
  return dialog(desk, { title, content, wide: true });
}

/** One of the two, and the way to let the other stand for it. @param {Desk} desk @param {Question} question @param {Question} other @param {Objects} objects */
function side(desk, question, other, objects) {
  const isAble = can(question, "merge") && canLead(question, other);
  const label = t("merge_one_into", { number: question.number, into: other.number });
  return html`<section class="side" aria-labelledby="side-${question.number}">
    <h3 id="side-${question.number}">${t("question_number", { number: question.number })}</h3>
    <p class="whence"><bdi>${siteOf(question, objects)}</bdi> ${stateChip(question)}</p>
    <p class="words" dir="auto">${marked(question.text, other.text)}</p>
    <p class="quiet-text"><bdi>${question.asker?.name ?? ""}</bdi></p>
    ${isAble ? html`<button class="primary" @click=${() => give(desk, question, "merge", { into: other.number })}>${label}</button>` : nothing}
  </section>`;
}
