// Saying no to an assignment, which needs a reason.

/** @import {OfficialDesk} from "./desk.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/official.js";
import { t as shared } from "../i18n/work.js";
import { closeModal, modal } from "../shell/modal.js";

/** @param {OfficialDesk} desk */
export function declineDialog(desk) {
  const { declining } = desk;
  if (!declining) return nothing;
  const { number } = declining;
  const send = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const reason = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get("reason");
    desk.decline(declining, String(reason).trim());
  };
  const content = html`
    <form @submit=${send}>
      <div class="field private">
        <p class="private-mark">${shared("private")}</p>
        <label for="decline-reason">${t("decline_reason")}</label>
        <textarea id="decline-reason" name="reason" dir="auto" required maxlength="1000" aria-describedby="decline-hint"></textarea>
        <p id="decline-hint" class="hint">${t("decline_hint")}</p>
      </div>
      <div class="actions">
        <button class="danger" ?disabled=${desk.work.busy.has(`accept-${number}`) || !desk.work.isLive}>${t("decline_do")}</button>
        <button type="button" @click=${closeModal}>${shared("cancel")}</button>
      </div>
      ${desk.work.sayings.refusals(desk.dialogSince)}
    </form>
  `;
  return modal({ title: t("decline_title", { number }), content, onClose: () => desk.ask(null) });
}
