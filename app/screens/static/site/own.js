// This site's questions: what has to be done first, then what is under way, then what is over.

/** @import {Objects, Question} from "../types.js" */
/** @import {SiteDesk} from "./desk.js" */
/** @import {Revisions} from "./revisions.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../i18n/site.js";
import { t as tw } from "../i18n/work.js";
import { answererOf, askerDetails, firstWords } from "../objects.js";
import { clock } from "../time.js";
import { sizeOf } from "./files.js";
import { ownQuestions, placesInQueue } from "./lists.js";
import { revising } from "./revising.js";

/** What one card needs to know besides its question. @typedef {{desk: SiteDesk, revisions: Revisions, objects: Objects, places: Map<number, number>}} Around */

const REVISABLE = ["submitted", "returned"];
const WITHDRAWABLE = ["submitted", "returned", "approved", "queued"];
const TONES = new Map([
  ["returned", "warn"],
  ["rejected", "bad"],
  ["approved", "good"],
  ["queued", "good"],
  ["answering", "good"],
]);
const REASONS = /** @type {const} */ (["duplicate", "off_topic", "personal", "unclear", "answered_before", "other"]);

/**
 * @param {SiteDesk} desk
 * @param {Revisions} revisions
 */
export function ownQuestionsList(desk, revisions) {
  const { objects } = desk.work;
  if (!objects) return nothing;
  const { returned, open, over } = ownQuestions(objects, desk.site);
  const around = { desk, revisions, objects, places: placesInQueue(objects) };
  if (returned.length + open.length + over.length + desk.outbox.count === 0) return html`<p class="quiet-text">${t("own_none")}</p>`;
  return html`
    ${returned.length > 0 ? group(t("returned_title"), returned, around) : nothing}
    ${open.length > 0 ? group(t("open_title"), open, around) : nothing}
    ${over.length > 0
      ? html`
          <details class="over">
            <summary><h3>${t("over_title", { count: over.length })}</h3></summary>
            ${cards(over, around)}
          </details>
        `
      : nothing}
  `;
}

/**
 * @param {string} title
 * @param {Question[]} questions
 * @param {Around} around
 */
function group(title, questions, around) {
  return html`<h3>${title} <span class="count">${questions.length}</span></h3>${cards(questions, around)}`;
}

/**
 * @param {Question[]} questions
 * @param {Around} around
 */
function cards(questions, around) {
  return html`<ol class="cards">${repeat(questions, (one) => one.id, (one) => card(one, around))}</ol>`;
}

/**
 * @param {Question} question
 * @param {Around} around
 */
function card(question, around) {
  const { number, state, text } = question;
  const place = around.places.get(question.id);
  return html`
    <li class="card question ${state}">
      <details ?open=${state === "returned"}>
        <summary>
          <span class="number"><span class="visually-hidden">${tw("number", { number })}</span><span aria-hidden="true">${number}</span></span>
          <span class="gist">
            <span class="first-words words" dir="auto">${firstWords(text)}</span>
            <span class="marks">
              <span class="chip ${TONES.get(state) ?? ""}">${tw(`state_${state}`)}</span>
              ${place ? html`<b class="place">${t("place", { place })}</b>` : nothing}
            </span>
          </span>
        </summary>
        ${whole(question, around)}
      </details>
    </li>
  `;
}

/**
 * @param {Question} question
 * @param {Around} around
 */
function whole(question, { desk, revisions, objects }) {
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
      <button class="danger" ?disabled=${desk.work.busy.has(`withdraw ${number}`)} @click=${() => desk.withdraw(question)}>${t("withdraw")}</button>
    </div>
  `;
}
