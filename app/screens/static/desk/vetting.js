// The dialogs of vetting: return with a note, reject with a reason, merge, defer, and plain confirmations.

/** @import {Question} from "../types.js" */
/** @import {WorkWord} from "../i18n/work.js" */
/** @import {Desk} from "./state.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../i18n/desk.js";
import { t as shared } from "../i18n/work.js";
import { firstWords, siteOf } from "../objects.js";
import { byName } from "../order.js";
import { LEADING } from "./commands.js";
import { give } from "./deeds.js";
import { area, dialog, form, quoted } from "./dialogs.js";
import { numbered } from "./find.js";
import { agencies } from "./fetched.js";
import { similarTo } from "./similar.js";

const REASONS = ["duplicate", "off_topic", "personal", "unclear", "answered_before", "other"];

/** @param {Desk} desk @param {Question} question */
export function returning(desk, question) {
  const { number } = question;
  const fields = html`${quoted(question)}
  ${area(desk, { name: "note", label: t("return_note"), hint: t("site_sees_note"), draft: `return ${number}`, autofocus: true })}`;
  const send = (/** @type {FormData} */ data) => give(desk, question, "return", { note: data.get("note") });
  const content = form(desk, question, { fields, label: t("do_return"), send });
  return dialog(desk, { title: t("title_return", { number }), content });
}

/** @param {Desk} desk @param {Question} question */
export function rejecting(desk, question) {
  const { number } = question;
  const fields = html`
    ${quoted(question)}
    <fieldset class="choices">
      <legend>${t("reject_reason")}</legend>
      ${REASONS.map((code, at) => reasonChoice(code, at === 0))}
    </fieldset>
    ${area(desk, { name: "note", label: t("reject_note"), hint: t("site_sees_both"), draft: `reject ${number}`, rows: 3 })}
  `;
  const send = (/** @type {FormData} */ data) => give(desk, question, "reject", { reason: data.get("reason"), note: data.get("note") });
  const content = form(desk, question, { fields, label: t("do_reject"), look: "danger", send });
  return dialog(desk, { title: t("title_reject", { number }), content });
}

/** @param {string} code @param {boolean} autofocus */
function reasonChoice(code, autofocus) {
  return html`<label class="check">
    <input type="radio" name="reason" value=${code} required ?autofocus=${autofocus} />
    ${shared(/** @type {WorkWord} */ (`reason_${code}`))}
  </label>`;
}

/** @param {Desk} desk @param {Question} question */
export function merging(desk, question) {
  const { number } = question;
  const into = desk.dialog?.other;
  const lead = numbered(desk.work.objects, into ?? null);
  const choose = (/** @type {Event} */ event) => chooseLead(desk, Number(/** @type {HTMLInputElement} */ (event.currentTarget).value));
  const fields = html`
    ${quoted(question)}
    <div class="field">
      <label for="field-into">${t("merge_into")}</label>
      <input id="field-into" name="into" type="number" min="1" required autofocus aria-describedby="merge-lead" .value=${live(into ? String(into) : "")} @input=${choose} />
    </div>
    <div id="merge-lead" aria-live="polite">${leadPreview(question, lead, into)}</div>
    ${suggestions(desk, question)}
  `;
  const send = () => into !== undefined && canLead(question, lead) && give(desk, question, "merge", { into });
  const content = form(desk, question, { fields, label: t("do_merge"), send });
  return dialog(desk, { title: t("title_merge", { number }), content });
}

/** @param {Desk} desk @param {number} other */
function chooseLead(desk, other) {
  if (desk.dialog) desk.open({ ...desk.dialog, other: other || undefined, problem: null });
}

/** @param {Question} question @param {Question | undefined} lead */
export function canLead(question, lead) {
  return lead !== undefined && lead.number !== question.number && LEADING.includes(lead.state);
}

/** @param {Question} question @param {Question | undefined} lead @param {number | undefined} into */
function leadPreview(question, lead, into) {
  if (!into) return nothing;
  if (!lead) return html`<p class="error">${t("merge_unknown", { number: into })}</p>`;
  if (!canLead(question, lead)) return html`<p class="error">${t("merge_impossible", { number: into })}</p>`;
  return quoted(lead);
}

/** @param {Desk} desk @param {Question} question */
function suggestions(desk, question) {
  const { objects } = desk.work;
  const able = similarTo(desk, question).filter(({ number }) => canLead(question, numbered(objects, number)));
  if (!objects || able.length === 0) return nothing;
  return html`<fieldset class="choices">
    <legend>${t("similar")}</legend>
    ${repeat(able, ({ number }) => number, ({ number, question: found }) => html`
      <button type="button" class="suggestion" aria-pressed=${desk.dialog?.other === number} @click=${() => chooseLead(desk, number)}>
        <b>${number}</b> <bdi>${siteOf(found, objects)}</bdi> <bdi class="words">${firstWords(found.text, 90)}</bdi>
      </button>`)}
  </fieldset>`;
}

/** @param {Desk} desk @param {Question} question */
export function deferring(desk, question) {
  const { number } = question;
  const all = agencies(desk);
  const fields = html`
    ${quoted(question)}
    <div class="field">
      <label for="field-agency">${t("agency")}</label>
      <select id="field-agency" name="agency" required autofocus>
        <option value="">${t("choose")}</option>
        ${repeat(byName(all), (one) => one.id, (one) => html`<option value=${one.slug}>${one.name}</option>`)}
      </select>
    </div>
    <div class="field">
      <label for="field-due">${t("due")}</label>
      <input id="field-due" name="due" type="date" required />
    </div>
  `;
  const send = (/** @type {FormData} */ data) => give(desk, question, "defer", { agency: data.get("agency"), due: data.get("due") });
  const content = form(desk, question, { fields, label: t("do_defer"), send });
  return dialog(desk, { title: t("title_defer", { number }), content });
}

/** @param {Desk} desk @param {Question} question @param {"recall" | "withdraw"} name */
export function confirming(desk, question, name) {
  const { number } = question;
  const fields = html`${quoted(question)}<p>${t(`${name}_means`)}</p>`;
  const content = form(desk, question, { fields, label: t(`do_${name}`), send: () => give(desk, question, name, {}) });
  return dialog(desk, { title: t(`title_${name}`, { number }), content });
}
