// Who answers: the dialog that names the lead, those who support, and the note to them.

/** @import {Official, Question} from "../types.js" */
/** @import {Desk} from "./state.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../i18n/desk.js";
import { byGivenName } from "../order.js";
import { about, forget, refused } from "./deeds.js";
import { area, dialog, form, quoted } from "./dialogs.js";

/** @param {Desk} desk @param {Question} question */
export function assigning(desk, question) {
  const { number, assignment } = question;
  const officials = byGivenName(desk.work.objects?.officials.values() ?? []);
  const [fitting, others] = parted(officials, question);
  const fields = html`
    ${quoted(question)}
    <div class="field">
      <label for="field-lead">${t("lead")}</label>
      <select id="field-lead" name="lead" required autofocus>
        <option value="">${t("choose")}</option>
        ${group(t("officials_of_topic"), fitting, assignment?.lead)} ${group(t("officials_others"), others, assignment?.lead)}
      </select>
    </div>
    <fieldset class="choices officials">
      <legend>${t("supporting_officials")}</legend>
      ${repeat([...fitting, ...others], (one) => one.id, (one) => supporter(one, assignment?.supporting.includes(one.slug)))}
    </fieldset>
    ${area(desk, { name: "note", label: t("assign_note"), draft: `assign ${number}`, first: assignment?.note ?? "", rows: 2, required: false })}
  `;
  const also = assignment
    ? html`<button type="button" class="danger" @click=${() => unassign(desk, question)}>${t("do_unassign")}</button>`
    : nothing;
  const send = (/** @type {FormData} */ data) => assign(desk, question, data);
  const content = form(desk, question, { fields, label: t("do_assign"), send, also });
  return dialog(desk, { title: t("title_assign", { number }), content });
}

/**
 * Those whose field the question's topic is come first.
 * @param {Official[]} officials
 * @param {Question} question
 */
function parted(officials, { topic }) {
  /** @type {[Official[], Official[]]} */
  const parts = [[], []];
  for (const one of officials) parts[topic && one.topics.includes(topic) ? 0 : 1].push(one);
  return parts;
}

/** @param {string} label @param {Official[]} officials @param {string | undefined} lead */
function group(label, officials, lead) {
  if (officials.length === 0) return nothing;
  return html`<optgroup label=${label}>
    ${officials.map((one) => html`<option value=${one.slug} ?selected=${one.slug === lead}>${named(one)}</option>`)}
  </optgroup>`;
}

/** @param {Official} official @param {boolean | undefined} isChosen */
function supporter(official, isChosen) {
  return html`<label class="check">
    <input type="checkbox" name="supporting" value=${official.slug} ?checked=${isChosen} />
    <bdi>${named(official)}</bdi>
  </label>`;
}

/** @param {Official} official */
function named({ name, present }) {
  return present ? name : t("absent", { name });
}

/** @param {Desk} desk @param {Question} question @param {FormData} data */
async function assign(desk, question, data) {
  const { number } = question;
  const lead = String(data.get("lead"));
  const supporting = data.getAll("supporting").filter((slug) => slug !== lead);
  const note = String(data.get("note")).trim() || null;
  const done = await desk.attempt(about(number), "PUT", `/questions/${number}/assignment`, { lead, supporting, note });
  finish(desk, number, "done_assign", done);
}

/** @param {Desk} desk @param {Question} question */
async function unassign(desk, { number }) {
  finish(desk, number, "done_unassign", await desk.attempt(about(number), "DELETE", `/questions/${number}/assignment`));
}

/**
 * @param {Desk} desk
 * @param {number} number
 * @param {"done_assign" | "done_unassign"} word
 * @param {import("./state.js").Outcome} outcome
 */
function finish(desk, number, word, { answer, problem }) {
  if (problem) return refused(desk, problem);
  if (!answer) return;
  forget(desk, number, "assign");
  desk.tell(t(word, { number }));
  desk.close();
}
