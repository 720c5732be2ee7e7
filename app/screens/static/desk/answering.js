// Who is to answer: the assignment with its declines.

/** @import {Objects, Question} from "../types.js" */
/** @import {WorkWord} from "../i18n/work.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/desk.js";
import { t as shared } from "../i18n/work.js";
import { nameOf } from "./find.js";

const LOOKS = { pending: "warn", accepted: "good", declined: "bad" };

/** @param {Question} question @param {Objects} objects */
export function assigned({ assignment }, objects) {
  if (!assignment) return nothing;
  const { lead, supporting, status = "pending", note, declined = [] } = assignment;
  const names = supporting.map((slug) => nameOf(objects.officials, slug)).join(", ");
  return html`<section class="private" aria-labelledby="assigned-title">
    <h3 id="assigned-title">${t("assigned")} <span class="chip ${LOOKS[status]}">${shared(/** @type {WorkWord} */ (`assignment_${status}`))}</span></h3>
    <p><b><bdi>${nameOf(objects.officials, lead)}</bdi></b></p>
    ${names ? html`<p><bdi>${shared("supporting", { names })}</bdi></p>` : nothing}
    ${declined.map(({ official, reason }) => html`<p class="declined"><bdi>${t("declined_by", { name: nameOf(objects.officials, official) })}</bdi> <bdi class="words">${reason ?? ""}</bdi></p>`)}
    ${note ? html`<p class="words" dir="auto">${t("note_to_officials")} ${note}</p>` : nothing}
    <p class="private-mark">${shared("private")}</p>
  </section>`;
}
