// The fields in which the secretary sums up answers: of the question just finished and the current one.

/** @import {Objects, Question} from "../types.js" */
/** @import {Chair} from "./chair.js" */
/** @import {Picture} from "./picture.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../i18n/chair.js";
import { t as shared } from "../i18n/work.js";
import { firstWords } from "../objects.js";
import { byGivenName } from "../order.js";
import { justFinished, withTurns } from "./picture.js";

/**
 * The current one comes last and becomes the one before: its field stays where the fingers are.
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Picture} picture
 */
export function summaryPart(chair, objects, picture) {
  const { current } = picture;
  const finished = justFinished(picture);
  const numbers = [finished, current].flatMap((one) => one?.number ?? []);
  const shown = withTurns(objects, [...chair.summaries.unsaved, ...numbers]).sort(byTurn);
  if (shown.length === 0) return nothing;
  return html`
    <section class="summaries" aria-label=${t("summaries")}>
      ${repeat(shown, (one) => one.id, (one) => sheet(chair, objects, one, one === current))}
    </section>
  `;
}

/** @param {Question} a @param {Question} b */
function byTurn(a, b) {
  return (a.answer?.started_at ?? "").localeCompare(b.answer?.started_at ?? "");
}

/**
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Question} question
 * @param {boolean} isCurrent
 */
function sheet(chair, objects, question, isCurrent) {
  const { summaries } = chair;
  const { number } = question;
  const saved = question.answer?.summary;
  const isFolded = !isCurrent && saved && !summaries.isOpen(number);
  return html`
    <div class="summary private">
      <p class="private-mark">${shared("private")}</p>
      ${isFolded
        ? html`<p class="words" dir="auto">${t("summary_line", { number, text: firstWords(saved) })}</p>
            <button @click=${() => summaries.open(number)}>${t("summary_edit", { number })}</button>`
        : fields(chair, objects, question, isCurrent)}
    </div>
  `;
}

/**
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Question} question
 * @param {boolean} isCurrent
 */
function fields({ summaries, work }, objects, question, isCurrent) {
  const { number, answer } = question;
  const draft = summaries.of(question);
  const isUnsaved = summaries.isUnsaved(number);
  const isElse = isUnsaved && (answer?.summary ?? "") !== draft.base;
  const id = `summary-${number}`;
  const save = () => summaries.save(question);
  return html`
    <div class="field">
      <label for=${id}>${t("summary_of", { number })}${isCurrent ? nothing : html` <span class="quiet-text">(${t("summary_finished")})</span>`}</label>
      <textarea id=${id} dir="auto" maxlength="4000" rows="2" .value=${live(draft.text)} @keydown=${onSaveKey(save)}
        @input=${(/** @type {InputEvent} */ event) => summaries.write(question, { text: valueOf(event) })}></textarea>
    </div>
    ${isElse ? html`<p class="hint">${t("summary_other")}</p><p class="words" dir="auto">${answer?.summary}</p>` : nothing}
    <div class="summary-foot">
      <select aria-label=${t("summary_answerer", { number })} .value=${live(draft.official)}
        @change=${(/** @type {Event} */ event) => summaries.write(question, { official: valueOf(event) })}>
        ${draft.official ? nothing : html`<option value="">${t("summary_nobody")}</option>`}
        ${byGivenName(objects.officials.values()).map(({ slug, name }) => html`<option value=${slug} ?selected=${slug === draft.official}>${name}</option>`)}
      </select>
      <p class="summary-state" role="status">${isUnsaved ? t("summary_unsaved") : answer?.summary ? t("summary_saved") : nothing}</p>
      <button ?disabled=${!isUnsaved || !draft.text.trim() || work.busy.has(id) || !work.isLive} aria-label=${t("summary_save", { number })} @click=${save}>
        ${shared("save")}
      </button>
      <button @click=${async () => (await import("../office/promise.js")).promise(work, number)}>${shared("promise")}</button>
    </div>
  `;
}

/** @param {() => void} save */
function onSaveKey(save) {
  return (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  };
}

/** @param {Event} event */
function valueOf(event) {
  return /** @type {HTMLTextAreaElement | HTMLSelectElement} */ (event.currentTarget).value;
}
