// One of the site's questions, unfolded: why it came back, its words, what became of it, what can be done.

/** @import {Objects, Question} from "../types.js" */
/** @import {SiteDesk} from "./desk.js" */
/** @import {Around} from "./own.js" */
/** @import {Revisions} from "./revisions.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/site.js";
import { t as tw } from "../i18n/work.js";
import { answererOf, askerDetails, firstWords } from "../objects.js";
import { clock } from "../time.js";
import { sizeOf } from "./files.js";
import { revising } from "./revising.js";

const REVISABLE = ["submitted", "returned"];
const WITHDRAWABLE = ["submitted", "returned", "approved", "queued"];
const REASONS = /** @type {const} */ (["duplicate", "off_topic", "personal", "unclear", "answered_before", "other"]);

/**
 * @param {Question} question
 * @param {Around} around
 */
export function whole(question, { desk, revisions, objects }) {
  const { number, text, original_text: original } = question;
  const revision = revisions.of(number);
  return html`
    <div class="whole">
      ${reasonOf(question)}
      ${revision ? revising(desk, revisions, number) : nothing}
      ${firstWords(text) === text || revision ? nothing : html`<p class="words" dir="auto">${text}</p>`}
      ${original && original !== text ? html`<div class="original"><p class="hint">${t("original")}</p><p class="words" dir="auto">${original}</p></div>` : nothing}
      ${facts(question, objects)} ${attachments(question, desk)} ${revision ? nothing : actions(question, desk, revisions)}
    </div>
  `;
}

/** @param {Question} question */
function reasonOf({ reason, state }) {
  if (!reason || !["returned", "rejected"].includes(state)) return nothing;
  const { code, note } = reason;
  const known = REASONS.find((one) => one === code);
  return html`
    <div class="private">
      <p class="private-mark">${tw("private")}</p>
      ${code ? html`<p><b>${t("reason_label", { reason: known ? tw(`reason_${known}`) : code })}</b></p>` : nothing}
      ${note ? html`<p class="hint">${t("note_label")}</p><p class="words" dir="auto">${note}</p>` : nothing}
    </div>
  `;
}

/**
 * @param {Question} question
 * @param {Objects} objects
 */
function facts(question, objects) {
  const { asker, answer, merged_into: lead } = question;
  const zone = objects.conference.timezone;
  const answerer = answererOf(question, objects);
  const turn = answer && clock(Date.parse(answer.ended_at ?? answer.started_at), zone);
  return html`
    <ul class="facts">
      ${asker ? html`<li><bdi>${tw("asked_by", { name: asker.name })}</bdi> <bdi class="hint">${askerDetails(asker)}</bdi></li>` : nothing}
      ${asker && !asker.may_show_name ? html`<li class="hint">${tw("name_hidden")}</li>` : nothing}
      ${lead ? html`<li>${t("merged_into", { number: lead })}</li>` : nothing}
      ${answerer ? html`<li><bdi>${t("answered_by", { name: answerer.name })}</bdi></li>` : nothing}
      ${turn ? html`<li>${t(answer?.ended_at ? "answered_at" : "answering_since", { time: turn })}</li>` : nothing}
    </ul>
  `;
}

/**
 * @param {Question} question
 * @param {SiteDesk} desk
 */
function attachments({ number, attachments: files }, desk) {
  if (!files?.length) return nothing;
  const address = (/** @type {number} */ id) => `/api/v1${desk.work.path(`/questions/${number}/attachments/${id}`)}`;
  return html`
    <ul class="facts" aria-label=${t("files")}>
      ${files.map((file) => html`<li><a href=${address(file.id)} target="_blank" rel="noopener"><bdi>${file.name}</bdi></a> <span class="hint">${sizeOf(file.size)}</span></li>`)}
    </ul>
  `;
}

/**
 * @param {Question} question
 * @param {SiteDesk} desk
 * @param {Revisions} revisions
 */
function actions(question, desk, revisions) {
  const { number, state } = question;
  if (!WITHDRAWABLE.includes(state)) return nothing;
  const isReturned = state === "returned";
  return html`
    <div class="actions">
      ${REVISABLE.includes(state)
        ? html`<button class=${isReturned ? "primary" : ""} @click=${() => revisions.begin(question)}>${t(isReturned ? "revise_returned" : "revise")}</button>`
        : nothing}
      <button class="danger" ?disabled=${desk.work.busy.has(`withdraw ${number}`)} @click=${() => revisions.withdraw(question)}>${t("withdraw")}</button>
    </div>
  `;
}
