// The dialog that is open, if any: one question, assigning, deferring, or what has ended.

/** @import {Objects, Question} from "../types.js" */
/** @import {Chair, Dialog} from "./chair.js" */
/** @import {Picture} from "./picture.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../i18n/chair.js";
import { t as shared } from "../i18n/work.js";
import { firstWords, siteOf } from "../objects.js";
import { closeModal, modal } from "../shell/modal.js";
import { assignForm } from "./assign.js";
import { deferForm } from "./defer.js";
import { byNumber } from "./picture.js";
import { questionDialog } from "./question.js";

/**
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Picture} picture
 */
export function dialogPart(chair, objects, picture) {
  const open = chair.dialog ? [chair.dialog] : [];
  // By key: another dialog is another element, which the browser opens anew.
  return repeat(open, keyOf, (dialog) => {
    const { content, ...rest } = described(chair, objects, picture, dialog);
    return modal({ ...rest, content: html`${content}${chair.work.sayings.refusals(chair.dialogSince)}` });
  });
}

/** @param {Dialog} dialog */
function keyOf(dialog) {
  return dialog.name === "ended" ? dialog.name : `${dialog.name}-${dialog.number}`;
}

/**
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Picture} picture
 * @param {Dialog} dialog
 */
function described(chair, objects, picture, dialog) {
  const onClose = () => chair.close();
  if (dialog.name === "ended") {
    return { title: t("ended_title"), content: endedList(chair, objects, picture.ended), onClose, wide: true };
  }
  const { number, was } = dialog;
  const question = byNumber(objects, number);
  switch (dialog.name) {
    case "assign":
      return { title: t("assign_title", { number }), content: assignForm(chair, objects, was), onClose, wide: true };
    case "defer":
      return { title: t("defer_title", { number }), content: deferForm(chair, objects, was), onClose };
    case "question": {
      const content = question ? questionDialog(chair, objects, picture, question) : gone();
      return { title: shared("number", { number }), content, onClose, wide: true };
    }
  }
}

function gone() {
  return html`<p>${t("gone")}</p><button @click=${closeModal}>${shared("close")}</button>`;
}

/**
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Question[]} ended
 */
function endedList(chair, objects, ended) {
  return html`
    ${ended.length ? nothing : html`<p>${t("ended_none")}</p>`}
    <ul class="ended">${repeat(ended, (one) => one.id, (one) => endedRow(chair, objects, one))}</ul>
    <div class="actions"><button @click=${closeModal}>${shared("close")}</button></div>
  `;
}

/**
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Question} question
 */
function endedRow(chair, objects, question) {
  const { number, state, text } = question;
  return html`
    <li>
      <button class="row-open" aria-label=${t("open_question", { number })} @click=${() => chair.open({ name: "question", number, was: question })}>
        <span class="row-number">${number}</span>
        <span class="row-body">
          <span class="row-top"><b><bdi>${siteOf(question, objects)}</bdi></b> <span class="chip">${shared(`state_${state}`)}</span></span>
          <span class="words row-words" dir="auto">${firstWords(text, 90)}</span>
        </span>
      </button>
      <button aria-label=${t("ended_recall", { number })} ?disabled=${!chair.work.isLive || chair.floor.isBusy}
        @click=${() => recall(chair, question)}>${t("recall")}</button>
    </li>
  `;
}

/** @param {Chair} chair @param {Question} question */
export async function recall(chair, question) {
  if (await chair.floor.step(question, "recall")) chair.close();
}
