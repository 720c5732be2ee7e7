// The prepared answer of the open question, with its vetting.

/** @import {Objects, PreparedAnswer, Question} from "../types.js" */
/** @import {WorkWord} from "../i18n/work.js" */
/** @import {Desk} from "../desk/state.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { about, forget, refused } from "../desk/deeds.js";
import { area, dialog, form } from "../desk/dialogs.js";
import { agencyName } from "../desk/fetched.js";
import { at } from "../desk/parts.js";
import { t } from "../i18n/desk.js";
import { t as shared } from "../i18n/work.js";

const STATES = { draft: "", submitted: "warn", cleared: "good" };

/** @param {Desk} desk @param {Question} question @param {Objects} objects */
export function prepared(desk, question, objects) {
  const answer = question.prepared_answer;
  if (!answer) return nothing;
  const { state, text, note, agency, updated_at } = answer;
  const name = agencyName(desk, agency);
  return html`<section class="private" aria-labelledby="prepared-title">
    <h3 id="prepared-title">${t("prepared")} <span class="chip ${STATES[state]}">${shared(/** @type {WorkWord} */ (`prepared_${state}`))}</span></h3>
    <p class="quiet-text"><bdi>${name}</bdi> · ${at(updated_at, objects.conference.timezone, desk.work.now)}</p>
    <p class="words" dir="auto">${text}</p>
    ${note ? html`<p class="words" dir="auto">${t("prepared_note")} ${note}</p>` : nothing}
    ${vetting(desk, question, answer)}
    <p class="private-mark">${t("private_prepared")}</p>
  </section>`;
}

/** @param {Desk} desk @param {Question} question @param {PreparedAnswer} answer */
function vetting(desk, question, { state }) {
  const isBusy = desk.work.busy.has(about(question.number));
  const toReturn = () => desk.open({ name: "prepared", number: question.number, problem: null });
  return html`<div class="actions">
    ${state === "cleared" ? nothing : html`<button aria-disabled=${isBusy} @click=${() => vet(desk, question, "clear")}>${t("prepared_clear")}</button>`}
    ${state === "draft" ? nothing : html`<button aria-disabled=${isBusy} @click=${toReturn}>${t("prepared_return")}</button>`}
  </div>`;
}

/** @param {Desk} desk @param {Question} question */
export function returningPrepared(desk, question) {
  const { number, prepared_answer } = question;
  const fields = html`
    <blockquote class="quoted words" dir="auto">${prepared_answer?.text ?? ""}</blockquote>
    ${area(desk, { name: "note", label: t("prepared_return_note"), draft: `prepared ${number}`, autofocus: true })}
  `;
  const send = (/** @type {FormData} */ data) => vet(desk, question, "return", { note: data.get("note") });
  const content = form(desk, question, { fields, label: t("prepared_return"), send });
  return dialog(desk, { title: t("title_prepared", { number }), content });
}

/** @param {Desk} desk @param {Question} question @param {"clear" | "return"} command @param {unknown} [body] */
async function vet(desk, { number }, command, body = {}) {
  const path = `/questions/${number}/prepared-answer/${command}`;
  const { answer, problem } = await desk.attempt(about(number), "POST", path, body);
  if (problem) return refused(desk, problem);
  if (!answer) return;
  forget(desk, number, "prepared");
  desk.tell(t(`done_prepared_${command}`, { number }));
  if (desk.dialog) desk.close();
}
