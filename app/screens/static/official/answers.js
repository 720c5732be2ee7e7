// The list of what the official's agency has prepared, with how far each has come.

/** @import {Question} from "../types.js" */
/** @import {OfficialDesk} from "./desk.js" */
/** @import {Mine} from "./mine.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../i18n/official.js";
import { t as shared } from "../i18n/work.js";
import { firstWords } from "../objects.js";
import { stateChip } from "./prepared.js";

/**
 * @param {OfficialDesk} desk
 * @param {Mine} mine
 */
export function answersPart(desk, { me, open, ended }) {
  if (!me) return nothing;
  const all = [...open, ...ended].filter((one) => one.prepared_answer?.agency === me.agency);
  const title = desk.isOwn || !me.agency ? t("agency_answers_own") : t("agency_answers", { agency: desk.agencyName(me.agency) });
  return html`
    <section class="answers" aria-labelledby="answers-title">
      <h2 id="answers-title">${title}</h2>
      ${all.length ? nothing : html`<p class="quiet-text">${t("agency_answers_none")}</p>`}
      <ul>${repeat(all, (one) => one.id, line)}</ul>
    </section>
  `;
}

/** @param {Question} question */
function line(question) {
  const prepared = question.prepared_answer ?? null;
  return html`
    <li>
      <a href=${`#question-${question.number}`}>${shared("number", { number: question.number })}</a> ${stateChip(prepared)}
      <span class="quiet-text words" dir="auto">${firstWords(prepared?.text ?? "", 70)}</span>
    </li>
  `;
}
