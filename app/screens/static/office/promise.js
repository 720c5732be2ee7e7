// Recording what was promised while answering: a dialog that the chair's and the moderators' screens
// fetch when somebody asks for it.

/** @import {Work} from "../shell/work.js" */
/** @import {Agency} from "../types.js" */
import { html, render } from "../../vendor/lit-html/lit-html.js";
import { ask } from "../api.js";
import { t } from "../i18n/office-promise.js";
import { t as shared } from "../i18n/work.js";
import { byName } from "../order.js";
import { closeModal, modal } from "../shell/modal.js";
import { dayWords } from "../time.js";

/**
 * @param {Work} work
 * @param {number} number of the question
 */
export async function promise(work, number) {
  const place = document.createElement("div");
  try {
    const [agencies, usual] = await Promise.all([ask(work.path("/agencies?limit=200")), ask(work.path("/usual-due"))]);
    document.body.append(place);
    draw(work, number, place, agencies.items, usual.due);
  } catch (error) {
    work.refuse(error);
  }
}

/**
 * @param {Work} work
 * @param {number} number
 * @param {HTMLElement} place
 * @param {Agency[]} agencies
 * @param {string} due
 */
function draw(work, number, place, agencies, due) {
  const since = work.sayings.last;
  const show = () => render(modal({ title: t("title", { number }), content: content(), onClose: () => place.remove() }), place);
  const content = () => html`
    <form @submit=${send}>
      ${fields(agencies, due)}
      <div class="actions">
        <button class="primary">${t("record")}</button>
        <button type="button" @click=${closeModal}>${shared("cancel")}</button>
      </div>
      ${work.sayings.refusals(since)}
    </form>
  `;
  const send = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const body = Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)));
    const made = await work.command(`promise-${number}`, "POST", `/questions/${number}/follow-ups`, body);
    if (!made) {
      show();
      return;
    }
    work.sayings.tell(t("done", { number, date: dayWords(made.due) }));
    place.querySelector("dialog")?.close();
  };
  show();
}

/** @param {Agency[]} agencies @param {string} due */
function fields(agencies, due) {
  return html`
    <div class="field">
      <label for="promise-agency">${t("agency")}</label>
      <select id="promise-agency" name="agency" required>
        <option value="">${t("choose")}</option>
        ${byName(agencies).map(({ slug, name }) => html`<option value=${slug}>${name}</option>`)}
      </select>
    </div>
    <div class="field">
      <label for="promise-text">${t("text")}</label>
      <textarea id="promise-text" name="promise" dir="auto" maxlength="1000" rows="3" required></textarea>
    </div>
    <div class="field">
      <label for="promise-due">${t("due")}</label>
      <input id="promise-due" name="due" type="date" required value=${due} aria-describedby="promise-due-hint">
      <p id="promise-due-hint" class="hint">${t("due_hint", { date: dayWords(due) })}</p>
    </div>
  `;
}
