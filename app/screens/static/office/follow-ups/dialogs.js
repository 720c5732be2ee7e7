// The dialogs of a follow-up: to another agency, open again, another date.

/** @import {FollowUps} from "./state.js" */
/** @import {FollowUp} from "./words.js" */
import { html, nothing } from "../../../vendor/lit-html/lit-html.js";
import { t } from "../../i18n/office-follow-ups.js";
import { t as shared } from "../../i18n/work.js";
import { byName } from "../../order.js";
import { closeModal, modal } from "../../shell/modal.js";

/** @param {FollowUps} followUps */
export function dialogPart(followUps) {
  const { dialog, chosen, work, dialogSince } = followUps;
  if (!dialog || !chosen) return nothing;
  const { title, fields, label, send } = described(followUps, chosen, dialog);
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    send(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)));
  };
  const content = html`
    <form @submit=${submit}>
      ${fields}
      <div class="actions">
        <button class="primary" ?disabled=${work.busy.has(`follow-up-${chosen.id}`)}>${label}</button>
        <button type="button" @click=${closeModal}>${shared("cancel")}</button>
      </div>
      ${work.sayings.refusals(dialogSince)}
    </form>
  `;
  return modal({ title, content, onClose: () => followUps.closed() });
}

/** @param {FollowUps} followUps @param {FollowUp} one @param {import("./state.js").DialogName} name */
function described(followUps, one, name) {
  const { number } = one;
  switch (name) {
    case "forward":
      return {
        title: t("forward_title", { number }),
        fields: html`${agencyField(followUps, one)} ${noteField(false)}`,
        label: t("forward"),
        send: (/** @type {FormData} */ data) =>
          followUps.step(one, "forwarded", { agency: data.get("agency"), ...noted(data) }),
      };
    case "reopen":
      return {
        title: t("reopen_title", { number }),
        fields: noteField(true),
        label: t("reopen"),
        send: (/** @type {FormData} */ data) => followUps.step(one, "open", noted(data)),
      };
    case "due":
      return {
        title: t("due_title", { number }),
        fields: html`<div class="field"><label for="due">${t("new_due")}</label><input id="due" name="due" type="date" required .value=${one.due}></div>`,
        label: t("change_due"),
        send: (/** @type {FormData} */ data) => followUps.postpone(one, String(data.get("due"))),
      };
  }
}

/** @param {FormData} data */
function noted(data) {
  const note = String(data.get("note") ?? "").trim();
  return note ? { note } : {};
}

/** @param {FollowUps} followUps @param {FollowUp} one */
function agencyField({ agencies }, one) {
  const others = byName(agencies.filter(({ slug }) => slug !== one.agency));
  return html`
    <div class="field">
      <label for="to-agency">${t("forward_to")}</label>
      <select id="to-agency" name="agency" required aria-describedby="to-agency-hint">
        <option value="">${t("forward_choose")}</option>
        ${others.map(({ slug, name }) => html`<option value=${slug}>${name}</option>`)}
      </select>
      <p id="to-agency-hint" class="hint">${t("forward_hint")}</p>
    </div>
  `;
}

/** @param {boolean} required */
function noteField(required) {
  return html`
    <div class="field">
      <label for="note">${t("note")}</label>
      <textarea id="note" name="note" dir="auto" maxlength="1000" rows="3" ?required=${required}></textarea>
    </div>
  `;
}
