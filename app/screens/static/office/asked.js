// On an official's card: that an agency is to prepare the answer, until when, and what is asked for.

/** @import {Objects, Official, Question} from "../types.js" */
/** @import {OfficialDesk} from "../official/desk.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { today } from "../time.js";
import { t } from "../i18n/office-preparation.js";
import { privately } from "../shell/private.js";
import { dueWords, isAsked, isLate } from "./handed.js";

/** @param {OfficialDesk} desk @param {Objects} objects @param {Official} me @param {Question} question */
export function askedPart(desk, { conference }, me, question) {
  const { preparation } = question;
  if (!preparation) return nothing;
  const isOwn = isAsked(question, me);
  const day = today(desk.work.now, conference.timezone);
  return html`
    <p class="part">
      <span class="chip ${isOwn ? "warn" : ""}"><bdi>${isOwn ? t("asked_own") : t("asked_of", { agency: desk.agencyName(preparation.agency) })}</bdi></span>
      <span>${dueWords(question)}</span>
      ${isLate(question, day) ? html`<span class="chip bad">${t("late")}</span>` : nothing}
    </p>
    ${preparation.note ? privately(html`<h4>${t("asked_note")}</h4><p class="words" dir="auto">${preparation.note}</p>`) : nothing}
  `;
}
