// Promising a written answer: which agency, and until which day.

/** @import {Objects, Question} from "../types.js" */
/** @import {Chair} from "./chair.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { ask } from "../api.js";
import { t } from "../i18n/chair.js";
import { t as shared } from "../i18n/work.js";
import { bySlug } from "../objects.js";
import { byName } from "../order.js";
import { closeModal } from "../shell/modal.js";
import { dayWords, today } from "../time.js";

let due = "";
let lastOpened = /** @type {Question | null} */ (null);

/**
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Question} was the question as it was when the dialog opened
 */
export function deferForm(chair, objects, was) {
  const day = today(chair.work.now, objects.conference.timezone);
  if (lastOpened !== was) begin(chair, was);
  const likely = bySlug(objects.officials, was.assignment?.lead)?.agency;
  const change = (/** @type {Event} */ event) => {
    due = /** @type {HTMLInputElement} */ (event.currentTarget).value;
    chair.work.redraw();
  };
  return html`
    <form @submit=${(/** @type {SubmitEvent} */ event) => defer(event, chair, was)}>
      <div class="field">
        <label for="defer-agency">${t("defer_agency")}</label>
        <select id="defer-agency" name="agency" required>
          <option value="">${t("defer_choose")}</option>
          ${byName(chair.agencies).map(({ slug, name }) => html`<option value=${slug} ?selected=${slug === likely}>${name}</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="defer-due">${t("defer_due")}</label>
        <input id="defer-due" name="due" type="date" required min=${day} .value=${due} aria-describedby="defer-words" @change=${change}>
        <p id="defer-words" class="hint">${due ? t("defer_due_words", { date: dayWords(due) }) : nothing}</p>
      </div>
      <div class="actions">
        <button class="primary" ?disabled=${!chair.work.isLive || chair.floor.isBusy}>${t("defer_do")}</button>
        <button type="button" @click=${closeModal}>${shared("cancel")}</button>
      </div>
    </form>
  `;
}

/** The server knows the holidays. @param {Chair} chair @param {Question} was */
function begin({ work }, was) {
  [lastOpened, due] = [was, ""];
  ask(work.path("/usual-due")).then((usual) => {
    due ||= usual.due;
    work.redraw();
  }, () => {});
}

/** @param {SubmitEvent} event @param {Chair} chair @param {Question} was */
async function defer(event, chair, was) {
  event.preventDefault();
  const given = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
  const promise = { agency: String(given.get("agency")), due: String(given.get("due")) };
  if (await chair.floor.defer(was, promise)) chair.close();
}
