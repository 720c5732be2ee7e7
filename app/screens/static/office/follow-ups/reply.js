// The written reply of one follow-up: reading it, writing it, what is laid beside it, and the steps.

/** @import {FollowUps} from "./state.js" */
/** @import {Enclosure, FollowUp, FollowUpState} from "./words.js" */
import { html, nothing } from "../../../vendor/lit-html/lit-html.js";
import { live } from "../../../vendor/lit-html/directives/live.js";
import { repeat } from "../../../vendor/lit-html/directives/repeat.js";
import { t } from "../../i18n/office-follow-ups.js";
import { isClosed } from "./words.js";

/** @param {FollowUps} followUps @param {FollowUp} one */
export function replyPart(followUps, one) {
  const mayWrite = followUps.mayUpdate && !isClosed(one);
  return html`
    ${mayWrite ? writing(followUps, one) : reading(one)}
    ${files(followUps, one, mayWrite)}
    ${mayWrite ? steps(followUps, one) : nothing}
  `;
}

/** @param {FollowUp} one */
function reading({ reply, document_number }) {
  return html`
    <h3>${t("reply")}</h3>
    ${reply ? html`<p class="words" dir="auto">${reply}</p>` : html`<p class="hint">${t("reply_none")}</p>`}
    ${document_number ? html`<p>${t("document_number_is", { number: document_number })}</p>` : nothing}
  `;
}

/** @param {FollowUps} followUps @param {FollowUp} one */
function writing(followUps, one) {
  const draft = followUps.draft(one);
  const isUnsaved = followUps.isUnsaved(one);
  const isMeanwhile = isUnsaved && draft.base !== (one.reply ?? "") && draft.reply !== (one.reply ?? "");
  return html`
    <div class="field">
      <label for="reply">${t("reply")}</label>
      <textarea id="reply" dir="auto" maxlength="4000" rows="6" .value=${live(draft.reply)}
        @input=${(/** @type {Event} */ event) => followUps.write(one, { reply: valueOf(event) })}></textarea>
    </div>
    ${isMeanwhile ? html`<div class="returned"><p class="hint">${t("reply_meanwhile")}</p><p class="words" dir="auto">${one.reply}</p></div>` : nothing}
    <div class="field">
      <label for="document-number">${t("document_number")}</label>
      <input id="document-number" maxlength="200" autocomplete="off" .value=${live(draft.document_number)}
        @input=${(/** @type {Event} */ event) => followUps.write(one, { document_number: valueOf(event) })}>
    </div>
  `;
}

/** @param {FollowUps} followUps @param {FollowUp} one @param {boolean} mayWrite */
function files(followUps, one, mayWrite) {
  const files = one.attachments ?? [];
  if (!files.length && !mayWrite) return nothing;
  return html`
    <h3>${t("files")}</h3>
    <ul class="files">${repeat(files, (file) => file.id, (file) => fileRow(followUps, one, file, mayWrite))}</ul>
    ${mayWrite
      ? html`<label class="button add-file" for="file">${t("add_file")}</label>
          <input id="file" class="visually-hidden" type="file" accept="image/jpeg,image/png,application/pdf"
            @change=${(/** @type {Event} */ event) => choose(followUps, one, event)}>`
      : nothing}
  `;
}

/** @param {FollowUps} followUps @param {FollowUp} one @param {Enclosure} file @param {boolean} mayWrite */
function fileRow(followUps, one, { id, name }, mayWrite) {
  const address = `/api/v1${followUps.work.path(`/follow-ups/${one.id}/attachments/${id}`)}`;
  return html`
    <li>
      <a class="button" href=${address} target="_blank" rel="noopener"><bdi>${name}</bdi></a>
      ${mayWrite ? html`<button aria-label=${t("remove_file", { name })} @click=${() => followUps.detach(one, id)}>✕</button>` : nothing}
    </li>
  `;
}

/** @param {FollowUps} followUps @param {FollowUp} one */
function steps(followUps, one) {
  const isOff = followUps.work.busy.has(`follow-up-${one.id}`);
  const isUnsaved = followUps.isUnsaved(one);
  const hasReply = followUps.draft(one).reply.trim() !== "";
  const to = (/** @type {FollowUpState} */ state) => () => followUps.step(one, state);
  return html`
    <p id="step-hint" class="hint" role="status">${isUnsaved ? t("unsaved") : hasReply ? nothing : t("needs_reply")}</p>
    <div class="actions">
      <button ?disabled=${isOff || !isUnsaved} @click=${() => followUps.save(one)}>${t("save")}</button>
      ${one.state === "in_progress" ? nothing : html`<button ?disabled=${isOff} @click=${to("in_progress")}>${t("to_in_progress")}</button>`}
      <button class="primary" ?disabled=${isOff || !hasReply} aria-describedby="step-hint" @click=${to("resolved")}>${t("to_resolved")}</button>
      <button ?disabled=${isOff || !hasReply} aria-describedby="step-hint" @click=${to("explained")}>${t("to_explained")}</button>
      <button ?disabled=${isOff} @click=${() => followUps.open("forward")}>${t("forward")}</button>
    </div>
  `;
}

/** @param {FollowUps} followUps @param {FollowUp} one @param {Event} event */
async function choose(followUps, one, event) {
  const input = /** @type {HTMLInputElement} */ (event.currentTarget);
  const file = input.files?.[0];
  if (file) await followUps.attach(one, file);
  input.value = "";
}

/** @param {Event} event */
function valueOf(event) {
  return /** @type {HTMLInputElement | HTMLTextAreaElement} */ (event.currentTarget).value;
}
