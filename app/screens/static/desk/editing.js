// Editing a question with the original beside it. Nothing typed is lost: not by closing, not by a
// refusal, and when somebody else changed the question both texts are shown.

/** @import {Question} from "../types.js" */
/** @import {WorkWord} from "../i18n/work.js" */
/** @import {Desk} from "./state.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { ask } from "../api.js";
import { t } from "../i18n/desk.js";
import { t as shared } from "../i18n/work.js";
import { about, forget, refused } from "./deeds.js";
import { area, dialog, form } from "./dialogs.js";
import { askForSimilar } from "./similar.js";

const KINDS = ["question", "opinion", "petition", "proposal"];

/** @param {Desk} desk @param {Question} question */
export function editing(desk, question) {
  const { number, text, original_text = text } = question;
  const fields = html`
    <div class="beside">
      ${area(desk, { name: "text", label: t("edited_text"), draft: `edit ${number}`, first: text, rows: 10, most: 4000, autofocus: true })}
      <div class="field">
        <p class="label">${t("original_text")}</p>
        <div class="original words" dir="auto" tabindex="0" role="group" aria-label=${t("original_text")}>${original_text}</div>
        ${overtaken(desk, question)}
      </div>
    </div>
    ${keptDraft(desk, question)}
    <div class="beside">${kindField(question)} ${topicField(desk, question)}</div>
  `;
  const send = (/** @type {FormData} */ data) => save(desk, question, data);
  const content = form(desk, question, { fields, label: isOvertaken(desk, question) ? t("save_mine") : shared("save"), send });
  return dialog(desk, { title: t("title_edit", { number }), content, wide: true });
}

/** @param {Question} question */
function kindField({ kind }) {
  return html`<div class="field">
    <label for="field-kind">${t("kind")}</label>
    <select id="field-kind" name="kind">
      ${KINDS.map((one) => html`<option value=${one} ?selected=${one === kind}>${shared(/** @type {WorkWord} */ (`kind_${one}`))}</option>`)}
    </select>
  </div>`;
}

/** @param {Desk} desk @param {Question} question */
function topicField(desk, { topic }) {
  const topics = [...(desk.work.objects?.topics.values() ?? [])].sort((a, b) => a.order - b.order || a.id - b.id);
  return html`<div class="field">
    <label for="field-topic">${t("topic")}</label>
    <select id="field-topic" name="topic">
      <option value="">${t("no_topic")}</option>
      ${repeat(topics, (one) => one.id, (one) => html`<option value=${one.slug} ?selected=${one.slug === topic}>${one.name}</option>`)}
    </select>
  </div>`;
}

/** What was typed before and never saved can be dropped. @param {Desk} desk @param {Question} question */
function keptDraft(desk, { number, text }) {
  const draft = desk.drafts.get(`edit ${number}`);
  if (!desk.dialog?.isKept || draft === undefined || draft === text) return nothing;
  const drop = () => {
    desk.drafts.delete(`edit ${number}`);
    desk.work.redraw();
  };
  return html`<p class="hint kept">${t("draft_kept")} <button type="button" class="quiet" @click=${drop}>${t("draft_drop")}</button></p>`;
}

/** The question as we know it now: from the live view, or from a refusal that was faster. @param {Desk} desk @param {Question} question */
function now({ dialog }, question) {
  const { told } = dialog ?? {};
  return told && (told.version ?? 0) > (question.version ?? 0) ? told : question;
}

/** Somebody changed what is being edited here; anything else that happened to it does not matter. @param {Desk} desk @param {Question} question */
function isOvertaken(desk, question) {
  const seen = desk.dialog?.seen ?? question;
  const { text, kind, topic } = now(desk, question);
  return seen.text !== text || seen.kind !== kind || seen.topic !== topic;
}

/** Both texts are there to be read: the one that is being written, and what the other made of it. @param {Desk} desk @param {Question} question */
function overtaken(desk, question) {
  const takeTheirs = () => {
    forget(desk, question.number, "edit");
    if (desk.dialog) desk.open({ ...desk.dialog, seen: now(desk, question), problem: null });
  };
  return html`<div role="alert">${
    isOvertaken(desk, question)
      ? html`<div class="overtaken">
          <p><b>${t("overtaken")}</b></p>
          <blockquote class="quoted words" dir="auto">${now(desk, question).text}</blockquote>
          <button type="button" @click=${takeTheirs}>${t("take_theirs")}</button>
        </div>`
      : nothing
  }</div>`;
}

/** @param {Desk} desk @param {Question} question @param {FormData} data */
async function save(desk, question, data) {
  const { number } = question;
  const body = { text: data.get("text"), kind: data.get("kind"), topic: data.get("topic") || null };
  // Whatever anybody changed stands above the button by now; what comes after it is refused.
  const ifMatch = Math.max(desk.versionOf(question), now(desk, question).version ?? 0);
  const { answer, problem } = await desk.attempt(about(number), "PATCH", `/questions/${number}`, body, { ifMatch });
  if (problem) {
    refused(desk, problem);
    return problem.code === "stale_version" && showTheirs(desk, number);
  }
  if (!answer) return;
  forget(desk, number, "edit");
  desk.tell(t("done_edit", { number }));
  askForSimilar(desk);
  desk.close();
}

/** @param {Desk} desk @param {number} number */
async function showTheirs(desk, number) {
  const told = await ask(desk.work.path(`/questions/${number}`)).catch(() => null);
  if (told && desk.dialog) desk.open({ ...desk.dialog, told });
}
