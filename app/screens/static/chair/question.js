// One question, all of it, with what may be done to it: the place in the queue without dragging,
// assigning, calling, deferring, recalling.

/** @import {Objects, Question} from "../types.js" */
/** @import {Chair} from "./chair.js" */
/** @import {Picture} from "./picture.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/chair.js";
import { t as shared } from "../i18n/work.js";
import { sitesOf } from "../objects.js";
import { closeModal } from "../shell/modal.js";
import { privately } from "../shell/private.js";
import { dayWords } from "../time.js";
import { about, questionBody, whoAnswers } from "./current.js";
import { recall } from "./dialogs.js";
import { privateParts } from "./private.js";

/**
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Picture} picture
 * @param {Question} question
 */
export function questionDialog(chair, objects, picture, question) {
  const isQueued = question.state === "queued";
  return html`
    <div class="question-dialog">
      <p class="site"><b><bdi>${sitesOf(question, objects)}</bdi></b> <span class="chip">${shared(`state_${question.state}`)}</span></p>
      ${about(question, objects)} ${questionBody(question, objects)} ${whoAnswers(question, objects)} ${privateParts(question, objects, chair)} ${spoken(chair, question)}
      ${isQueued ? places(chair, chair.sorting.shown(picture.queue), question) : nothing} ${actions(chair, picture, question)}
    </div>
  `;
}

/** What was said and what was promised. @param {Chair} chair @param {Question} question */
function spoken(chair, { answer, follow_ups }) {
  const promises = follow_ups ?? [];
  return html`
    ${answer?.summary ? privately(html`<h3>${t("summary")}</h3><p class="words" dir="auto">${answer.summary}</p>`) : nothing}
    ${promises.map(({ agency, due }) => html`<p>${t("follow_up", { agency: chair.agencyName(agency), date: dayWords(due) })}</p>`)}
  `;
}

/**
 * @param {Chair} chair
 * @param {Question[]} queue
 * @param {Question} question
 */
function places({ sorting, work }, queue, { number }) {
  const at = queue.findIndex((one) => one.number === number);
  const last = queue.length - 1;
  const button = (/** @type {"to_top" | "up" | "down" | "to_end"} */ word, /** @type {number} */ to, /** @type {boolean} */ isOff) => html`
    <button aria-disabled=${isOff || sorting.isBusy || !work.isLive ? "true" : "false"}
      @click=${() => !isOff && sorting.move(number, to, queue)}>${t(word)}</button>
  `;
  return html`
    <fieldset class="places">
      <legend>${t("place", { place: at + 1, count: queue.length })}</legend>
      <div class="actions">
        ${button("to_top", 0, at === 0)} ${button("up", at - 1, at === 0)} ${button("down", at + 1, at === last)}
        ${button("to_end", last, at === last)}
      </div>
    </fieldset>
  `;
}

/**
 * @param {Chair} chair
 * @param {Picture} picture
 * @param {Question} question
 */
function actions(chair, { current }, question) {
  const { number, state } = question;
  const isOff = !chair.work.isLive || chair.floor.isBusy;
  const open = (/** @type {"assign" | "defer"} */ name) => () => chair.open({ name, number, was: question });
  const isWaiting = state === "queued" || state === "approved";
  return html`
    ${state === "queued" && current ? html`<p class="quiet-text">${t("call_hint")}</p>` : nothing}
    <div class="actions">
      ${state === "queued" && !current ? html`<button class="primary" ?disabled=${isOff} @click=${() => call(chair, question)}>${t("call")}</button>` : nothing}
      ${isWaiting || state === "answering" ? html`<button ?disabled=${isOff} @click=${open("assign")}>${t("assign")}…</button>` : nothing}
      ${isWaiting ? html`<button ?disabled=${isOff} @click=${open("defer")}>${t("defer")}…</button>` : nothing}
      ${state === "answered" || state === "deferred" ? html`<button ?disabled=${isOff} @click=${() => recall(chair, question)}>${t("recall")}</button>` : nothing}
      <button @click=${closeModal}>${shared("close")}</button>
    </div>
  `;
}

/** @param {Chair} chair @param {Question} question */
async function call(chair, question) {
  if (await chair.floor.step(question, "call")) chair.close();
}
