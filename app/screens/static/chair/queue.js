// The queue: each row can be dragged by its handle, moved by key, or opened to be handled.

/** @import {Objects, Question} from "../types.js" */
/** @import {Chair} from "./chair.js" */
/** @import {Picture} from "./picture.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { plural, t } from "../i18n/chair.js";
import { answererOf, firstWords, siteOf } from "../objects.js";
import { clock } from "../time.js";
import { beginDrag, shift } from "./drag.js";

/**
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Picture} picture
 */
export function queuePart(chair, objects, { queue, approved, ended }) {
  const shown = chair.sorting.shown(queue);
  return html`
    <section class="queue" aria-labelledby="queue-title">
      <header>
        <h2 id="queue-title">${t("queue")} <span class="chip">${shown.length}</span></h2>
        <button @click=${() => chair.open({ name: "ended" })}>${t("ended_list", { count: ended.length })}</button>
      </header>
      ${approved ? html`<p class="quiet-text approved">${plural("approved", approved)}</p>` : nothing}
      ${suggestionLine(chair, shown)}
      <div class="scrolls">
        ${shown.length ? nothing : html`<p class="quiet-text">${t("queue_empty")}</p>`}
        <ol class="rows">${repeat(shown, (one) => one.id, (one) => row(chair, objects, one, shown))}</ol>
      </div>
      <p id="sort-help" class="visually-hidden">${t("sort_help")}</p>
      <p role="status" class="visually-hidden" id="sort-said">${chair.sorting.said}</p>
    </section>
  `;
}

/**
 * Help that the secretary may follow; nothing follows it by itself.
 * @param {Chair} chair
 * @param {Question[]} queue
 */
function suggestionLine({ outlook, sorting, work }, queue) {
  const { suggestion } = outlook;
  if (!suggestion || queue[0]?.number === suggestion.number) return nothing;
  if (!queue.some((one) => one.number === suggestion.number)) return nothing;
  const { number, why } = suggestion;
  return html`
    <div class="suggestion">
      <p><b>${t("suggestion")}</b> ${why}</p>
      <button ?disabled=${sorting.isBusy || !work.isLive} @click=${() => sorting.move(number, 0, queue)}>${t("suggestion_follow", { number })}</button>
    </div>
  `;
}

/**
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Question} question
 * @param {Question[]} queue
 */
function row(chair, objects, question, queue) {
  const { number } = question;
  const isLifted = chair.sorting.lifted?.number === number;
  return html`
    <li class=${isLifted ? "row lifted" : "row"} data-number=${number}>
      ${handle(chair, question, queue, isLifted)}
      <button class="row-open" aria-label=${t("open_question", { number })} aria-describedby=${`row-${number}`}
        @click=${() => chair.open({ name: "question", number, was: question })}>
        <span class="row-number">${number}</span>
        <span class="row-body" id=${`row-${number}`}>
          <span class="row-top"><b><bdi>${siteOf(question, objects)}</bdi></b>${expected(chair, objects, number)}</span>
          <span class="words row-words" dir="auto">${firstWords(question.text, 90)}</span>
          ${rowAnswerer(question, objects)}
        </span>
      </button>
    </li>
  `;
}

/** @param {Chair} chair @param {Objects} objects @param {number} number */
function expected({ outlook }, { conference }, number) {
  const at = outlook.starts.get(number);
  if (!at) return nothing;
  return html`<span class="quiet-text">${t("expected", { time: clock(Date.parse(at), conference.timezone) })}</span>`;
}

/** @param {Question} question @param {Objects} objects */
function rowAnswerer(question, objects) {
  const official = answererOf(question, objects);
  if (!official) return html`<span class="row-who warn">${t("unassigned")}</span>`;
  return html`<span class="row-who"><bdi>${official.name}</bdi>${official.present ? nothing : html` <b class="bad">(${t("absent")})</b>`}</span>`;
}

/**
 * @param {Chair} chair
 * @param {Question} question
 * @param {Question[]} queue
 * @param {boolean} isLifted
 */
function handle(chair, { number }, queue, isLifted) {
  return html`
    <button class="handle" aria-label=${t("handle", { number })} aria-describedby="sort-help" aria-pressed=${isLifted ? "true" : "false"}
      @pointerdown=${(/** @type {PointerEvent} */ event) => beginDrag(event, chair, number, queue)}
      @keydown=${(/** @type {KeyboardEvent} */ event) => onKey(event, chair, number, queue)}
      @keyup=${(/** @type {KeyboardEvent} */ event) => event.key === " " && event.preventDefault()}
      @blur=${(/** @type {FocusEvent} */ event) => chair.sorting.lifted?.byKey && end(event, chair, "cancel")}>
      <span class="grip" aria-hidden="true"></span>
    </button>
  `;
}

/**
 * @param {KeyboardEvent} event
 * @param {Chair} chair
 * @param {number} number
 * @param {Question[]} queue
 */
function onKey(event, chair, number, queue) {
  const { sorting } = chair;
  const { key } = event;
  const isGrip = key === " " || key === "Enter";
  if (!isGrip && (!sorting.lifted || !["ArrowUp", "ArrowDown", "Escape"].includes(key))) return;
  event.preventDefault();
  if (isGrip && event.repeat) return;
  if (!sorting.lifted) return void sorting.lift(number, queue, true);
  if (isGrip) return end(event, chair, "drop");
  if (key === "Escape") return end(event, chair, "cancel");
  sorting.carry(sorting.lifted.to + (key === "ArrowUp" ? -1 : 1));
  const row = /** @type {HTMLElement} */ (event.currentTarget).closest("li");
  if (row?.parentElement) shift(row.parentElement, { from: sorting.lifted.from, to: sorting.lifted.to, by: null });
  row?.scrollIntoView({ block: "nearest" });
}

/** @param {Event} event @param {Chair} chair @param {"drop" | "cancel"} how */
function end(event, chair, how) {
  const list = /** @type {HTMLElement} */ (event.currentTarget).closest("ol");
  if (list) shift(list, null);
  chair.sorting[how]();
}
