// The prepared answer of one question: reading it, writing it, handing it in.

/** @import {Objects, Official, PreparedAnswer, Question} from "../types.js" */
/** @import {Draft, OfficialDesk} from "./desk.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { t } from "../i18n/official.js";
import { t as shared } from "../i18n/work.js";
import { privately } from "../shell/private.js";
import { clock } from "../time.js";
import { mayPrepare } from "./mine.js";

/**
 * @param {OfficialDesk} desk
 * @param {Objects} objects
 * @param {Official} me
 * @param {Question} question
 */
export function preparedPart(desk, objects, me, question) {
  const prepared = question.prepared_answer ?? null;
  const mayWrite = desk.isOwn && mayPrepare(question, me);
  const draft = mayWrite ? desk.draft(question) : null;
  const isWriting = mayWrite && (draft || !prepared || prepared.state === "draft");
  if (!prepared && !mayWrite) return nothing;
  return privately(html`
    <h4 id=${`prepared-title-${question.number}`}>${t("prepared")} ${stateChip(prepared)}</h4>
    ${prepared ? byline(desk, objects, me, prepared, mayWrite) : nothing}
    ${prepared?.note && prepared.state === "draft" ? returned(prepared.note) : nothing}
    ${isWriting ? writing(desk, question, draft) : reading(desk, question, prepared, mayWrite)}
  `);
}

/** @param {PreparedAnswer | null} prepared */
export function stateChip(prepared) {
  if (!prepared) return html`<span class="chip">${t("prepared_none")}</span>`;
  if (prepared.state === "draft" && prepared.note) return html`<span class="chip bad">${shared("state_returned")}</span>`;
  const kind = { draft: "", submitted: "warn", cleared: "good" }[prepared.state];
  return html`<span class="chip ${kind}">${shared(`prepared_${prepared.state}`)}</span>`;
}

/**
 * Whose text it is, and what becomes of it.
 * @param {OfficialDesk} desk
 * @param {Objects} objects
 * @param {Official} me
 * @param {PreparedAnswer} prepared
 * @param {boolean} mayWrite
 */
function byline(desk, { conference }, me, prepared, mayWrite) {
  const agency = desk.agencyName(prepared.agency);
  const time = clock(Date.parse(prepared.updated_at), conference.timezone);
  const isOther = prepared.agency !== me.agency;
  return html`
    <p class="quiet-text"><bdi>${t("prepared_by", { agency, time })}</bdi></p>
    ${isOther && desk.isOwn ? html`<p class="hint">${t(mayWrite ? "prepared_replaces" : "prepared_other", { agency })}</p>` : nothing}
    ${prepared.state === "submitted" ? html`<p class="hint">${t("prepared_submitted_hint")}</p>` : nothing}
    ${prepared.state === "cleared" ? html`<p class="hint">${t("prepared_cleared_hint")}</p>` : nothing}
  `;
}

/** @param {string} note */
function returned(note) {
  return html`<div class="returned"><p class="error">${t("prepared_returned")}</p><p class="words" dir="auto">${note}</p></div>`;
}

/**
 * @param {OfficialDesk} desk
 * @param {Question} question
 * @param {PreparedAnswer | null} prepared
 * @param {boolean} mayWrite
 */
function reading(desk, question, prepared, mayWrite) {
  const { number } = question;
  const edit = () => {
    desk.write(question, prepared?.text ?? "");
    setTimeout(() => document.getElementById(`prepared-${number}`)?.focus());
  };
  return html`
    <p class="words" dir="auto">${prepared?.text}</p>
    ${mayWrite ? html`<button aria-label=${t("number_edit", { number })} @click=${edit}>${t("prepared_edit")}</button>` : nothing}
  `;
}

/**
 * @param {OfficialDesk} desk
 * @param {Question} question
 * @param {Draft | null} draft
 */
function writing(desk, question, draft) {
  const { number, prepared_answer: prepared } = question;
  const saved = prepared?.text ?? "";
  const text = draft?.text ?? saved;
  const isUnsaved = draft !== null && (draft.text !== saved || !prepared);
  const isMeanwhile = draft !== null && draft.base !== saved && draft.text !== saved;
  const isOff = desk.work.busy.has(`prepared-${number}`) || !desk.work.isLive || !text.trim();
  const id = `prepared-${number}`;
  return html`
    <label class="visually-hidden" for=${id}>${t("prepared_of", { number })}</label>
    <textarea id=${id} class="prepared-text" dir="auto" maxlength="4000" rows="3" .value=${live(text)}
      @input=${(/** @type {InputEvent} */ event) => desk.write(question, /** @type {HTMLTextAreaElement} */ (event.currentTarget).value)}></textarea>
    ${isMeanwhile ? meanwhile(desk, number, saved) : nothing}
    <div class="actions">
      <button ?disabled=${isOff || !isUnsaved} aria-label=${t("number_save", { number })} @click=${() => desk.save(question, false)}>${t("prepared_save")}</button>
      <button class="primary" ?disabled=${isOff} aria-label=${t("number_submit", { number })} @click=${() => desk.save(question, true)}>${t("prepared_submit")}</button>
      <p class="save-state" role="status">${isUnsaved && text ? t("prepared_unsaved") : prepared && !isUnsaved ? t("prepared_is_saved") : nothing}</p>
    </div>
  `;
}

/** Somebody else saved another text: nothing is lost, the official decides. @param {OfficialDesk} desk @param {number} number @param {string} saved */
function meanwhile(desk, number, saved) {
  return html`
    <div class="returned">
      <p class="hint">${t("prepared_meanwhile")}</p>
      <p class="words" dir="auto">${saved}</p>
      <button @click=${() => desk.forget(number)}>${t("prepared_take")}</button>
    </div>
  `;
}
