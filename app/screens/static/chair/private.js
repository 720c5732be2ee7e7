// What the chair may know of a question and the room may not.

/** @import {Objects, Question} from "../types.js" */
/** @import {Chair} from "./chair.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/chair.js";
import { t as shared } from "../i18n/work.js";
import { askerDetails } from "../objects.js";
import { privately } from "../shell/private.js";

/**
 * Who asks. Framed when the name may not be said.
 * @param {Question} question
 */
export function askerLine({ asker }) {
  if (!asker) return nothing;
  const details = askerDetails(asker);
  const line = html`<bdi>${asker.name}</bdi>${details ? html`, <bdi>${details}</bdi>` : nothing}`;
  if (!asker.may_show_name) return privately(html`<p>${shared("asked_by", { name: "" })}${line} <span class="chip warn">${shared("name_hidden")}</span></p>`);
  return html`<p class="asker">${shared("asked_by", { name: "" })}${line} <span class="chip">${t("name_shown")}</span></p>`;
}

/**
 * The answer prepared, the moderators' note and who declined; nothing where there is nothing.
 * @param {Question} question
 * @param {Objects} objects
 * @param {Chair} chair
 */
export function privateParts(question, objects, chair) {
  const { assignment, prepared_answer: prepared } = question;
  const declined = assignment?.declined ?? [];
  if (!assignment?.note && !declined.length && !prepared) return nothing;
  return privately(html`
    ${prepared
      ? html`<h3>${t("prepared", { agency: chair.agencyName(prepared.agency) })}</h3><p class="words" dir="auto">${prepared.text}</p>`
      : nothing}
    ${assignment?.note ? html`<h3>${t("note")}</h3><p class="words" dir="auto">${assignment.note}</p>` : nothing}
    ${declined.map(({ official, reason }) => declinedLine(chair.officialName(objects, official), reason))}
  `);
}

/** @param {string} name @param {string | null} reason */
function declinedLine(name, reason) {
  const text = reason ? t("declined_by", { name, reason }) : t("declined_only", { name });
  return html`<p class="declined words" dir="auto">${text}</p>`;
}
