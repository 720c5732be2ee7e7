// Naming who answers: one leads, others support. Who is absent is marked, and can be marked here.

/** @import {Objects, Official, Question} from "../types.js" */
/** @import {Chair} from "./chair.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/chair.js";
import { t as shared } from "../i18n/work.js";
import { bySlug } from "../objects.js";
import { byGivenName } from "../order.js";
import { closeModal } from "../shell/modal.js";

/** The official chosen in the open dialog; the dialog is drawn from the question as it was opened. */
let lead = "";
let lastOpened = /** @type {Question | null} */ (null);

/**
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Question} was the question as it was when the dialog opened
 */
export function assignForm(chair, objects, was) {
  if (lastOpened !== was) [lastOpened, lead] = [was, was.assignment?.lead ?? ""];
  const about = `assign-${was.number}`;
  const isOff = chair.work.busy.has(about) || !chair.work.isLive;
  return html`
    <form @submit=${(/** @type {SubmitEvent} */ event) => assign(event, chair, was, about)}>
      ${leadField(chair, objects, was)} ${supportField(objects, was)}
      <div class="field private">
        <p class="private-mark">${shared("private")}</p>
        <label for="assign-note">${t("assign_note")}</label>
        <textarea id="assign-note" name="note" dir="auto" maxlength="1000" rows="2" .value=${was.assignment?.note ?? ""}></textarea>
      </div>
      <div class="actions">
        <button class="primary" ?disabled=${isOff}>${t("assign")}</button>
        ${was.assignment ? html`<button type="button" class="danger" ?disabled=${isOff} @click=${() => unassign(chair, was, about)}>${t("assign_remove")}</button>` : nothing}
        <button type="button" @click=${closeModal}>${shared("cancel")}</button>
      </div>
    </form>
  `;
}

/**
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Question} was
 */
function leadField(chair, objects, was) {
  const all = byGivenName(objects.officials.values());
  const fitting = all.filter((one) => was.topic && one.topics.includes(was.topic));
  const others = all.filter((one) => !fitting.includes(one));
  const choose = (/** @type {Event} */ event) => {
    lead = /** @type {HTMLSelectElement} */ (event.currentTarget).value;
    chair.work.redraw();
  };
  const chosen = bySlug(objects.officials, lead);
  return html`
    <div class="field">
      <label for="assign-lead">${t("assign_lead")}</label>
      <select id="assign-lead" name="lead" required @change=${choose}>
        <option value="" ?selected=${!lead}>${t("assign_choose")}</option>
        ${fitting.length ? html`<optgroup label=${t("assign_topic")}>${fitting.map(option)}</optgroup>` : nothing}
        <optgroup label=${t("assign_others")}>${others.map(option)}</optgroup>
      </select>
      ${chosen ? presence(chair, chosen) : nothing}
    </div>
  `;
}

/** @param {Official} official */
function option(official) {
  const { slug, name, present } = official;
  return html`<option value=${slug} ?selected=${slug === lead}>${present ? name : `${name} (${t("absent")})`}</option>`;
}

/** @param {Chair} chair @param {Official} official */
function presence({ work }, { slug, name, present, version }) {
  const about = `presence-${slug}`;
  const mark = () => work.command(about, "PATCH", `/officials/${slug}`, { present: !present }, { ifMatch: version });
  return html`
    <div class="presence">
      <p role="status" class=${present ? "" : "error"}>${t(present ? "is_present" : "is_absent", { name })}</p>
      <button type="button" ?disabled=${work.busy.has(about) || !work.isLive} @click=${mark}>${t(present ? "mark_absent" : "mark_present")}</button>
    </div>
  `;
}

/**
 * @param {Objects} objects
 * @param {Question} was
 */
function supportField(objects, was) {
  const chosen = was.assignment?.supporting ?? [];
  return html`
    <fieldset>
      <legend>${t("assign_supporting")}</legend>
      <div class="supporting">
        ${byGivenName(objects.officials.values()).map(({ slug, name, present }) => html`
          <label class="check" ?hidden=${slug === lead}>
            <input type="checkbox" name="supporting" value=${slug} ?checked=${chosen.includes(slug)}>
            <span><bdi>${name}</bdi>${present ? nothing : html` <span class="error">(${t("absent")})</span>`}</span>
          </label>
        `)}
      </div>
    </fieldset>
  `;
}

/**
 * @param {SubmitEvent} event
 * @param {Chair} chair
 * @param {Question} was
 * @param {string} about
 */
async function assign(event, chair, { number }, about) {
  event.preventDefault();
  const given = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
  const supporting = given.getAll("supporting").filter((one) => one !== lead);
  const note = String(given.get("note") ?? "").trim() || null;
  const body = { lead: given.get("lead"), supporting, note };
  if (!(await chair.work.command(about, "PUT", `/questions/${number}/assignment`, body))) return;
  chair.work.sayings.tell(t("done_assigned", { number }));
  chair.close();
}

/** @param {Chair} chair @param {Question} was @param {string} about */
async function unassign(chair, { number }, about) {
  if (!(await chair.work.command(about, "DELETE", `/questions/${number}/assignment`))) return;
  chair.work.sayings.tell(t("done_unassigned", { number }));
  chair.close();
}
