// At the desk: what was said on a question, what was promised, and what of it is public.

/** @import {Objects, Question} from "../types.js" */
/** @import {Desk} from "../desk/state.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { agencyName } from "../desk/fetched.js";
import { nameOf } from "../desk/find.js";
import { t } from "../i18n/desk.js";
import { t as shared } from "../i18n/work.js";
import { dayWords } from "../time.js";
import { publication } from "./publishing.js";

/** @param {Desk} desk @param {Question} question @param {Objects} objects */
export function outcome(desk, question, objects) {
  const { answer, follow_ups = [], number, state } = question;
  if (!answer && follow_ups.length === 0) return nothing;
  return html`<section aria-labelledby="outcome-title">
    <h3 id="outcome-title">${t("outcome")}</h3>
    ${answer ? html`<p><bdi>${answer.official ? t("answered_by", { name: nameOf(objects.officials, answer.official) }) : t("answered_by_nobody")}</bdi></p>` : nothing}
    ${answer?.summary ? html`<p class="words" dir="auto">${answer.summary}</p>` : nothing}
    ${follow_ups.map(({ agency, due }) => html`<p>${t("follow_up", { agency: agencyName(desk, agency), due: dayWords(due) })}</p>`)}
    ${/^(answer|def)/.test(state) ? html`<button @click=${async () => (await import("./promise.js")).promise(desk.work, number)}>${shared("promise")}</button>` : nothing}
  </section>
  ${publication(desk, question, objects)}`;
}
