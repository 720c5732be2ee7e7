// Which dialog is open, and the parts that all of them are made of.

/** @import {Problem} from "../api.js" */
/** @import {Question} from "../types.js" */
/** @import {CommandName} from "./commands.js" */
/** @import {Desk} from "./state.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { t } from "../i18n/desk.js";
import { t as shared } from "../i18n/work.js";
import { closeModal, modal } from "../shell/modal.js";
import { reason } from "../shell/say.js";
import { about } from "./deeds.js";

/**
 * @typedef {object} Dialog
 * @property {CommandName | "compare" | "keys" | "sites" | "screens" | "arrange" | "prepared" | "publish" | "ask" | "progress"} name
 * @property {number} number of the question it is about; 0: none
 * @property {Problem | null} problem why the server refused
 * @property {number} [other] to compare with, or to merge into
 * @property {Question} [seen] the question as it was when editing began
 * @property {boolean} [isKept] something was typed for it before, and never sent
 * @property {Question} [told] the question as the server told it after a refusal
 * @property {number} [version] of the queue when it was asked whether to arrange it
 * @property {"rotation" | "topic" | "arrival"} [by] to arrange the queue
 */

/**
 * @param {Desk} desk
 * @param {{title: string, content: unknown, wide?: boolean}} shown
 */
export function dialog(desk, { title, content, wide = false }) {
  return modal({ title, wide, content, onClose: () => desk.open(null) });
}

/**
 * A form that is sent by its button or by Ctrl + Enter; what was refused stands above the buttons.
 * @param {Desk} desk
 * @param {Question} question
 * @param {{fields: unknown, label: string, look?: string, send: (data: FormData) => void, also?: unknown}} form
 */
export function form(desk, question, { fields, label, look = "primary", send, also = nothing }) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    send(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)));
  };
  return html`
    <form @submit=${submit} @keydown=${sendByKeys}>
      ${fields} ${problemLine(desk)}
      <div class="actions sending">
        <button class=${look} aria-disabled=${desk.work.busy.has(about(question.number))}>${label}</button>
        ${also}
        <button type="button" @click=${closeModal}>${shared("cancel")}</button>
      </div>
    </form>
  `;
}

/** @param {Desk} desk */
export function problemLine({ dialog }) {
  return html`<div role="alert">${dialog?.problem ? html`<p class="error">${reason(dialog.problem)}</p>` : nothing}</div>`;
}

/**
 * A field of several lines whose text outlives its dialog.
 * @param {Desk} desk
 * @param {{name: string, label: string, draft: string, first?: string, hint?: string, rows?: number, most?: number, required?: boolean, autofocus?: boolean}} field
 */
export function area(desk, { name, label, draft, first = "", hint = "", rows = 4, most = 1000, required = true, autofocus = false }) {
  const keep = (/** @type {InputEvent} */ event) =>
    desk.drafts.set(draft, /** @type {HTMLTextAreaElement} */ (event.currentTarget).value);
  return html`
    <div class="field">
      <label for="field-${name}">${label}</label>
      <textarea
        id="field-${name}"
        name=${name}
        dir="auto"
        rows=${rows}
        maxlength=${most}
        ?required=${required}
        ?autofocus=${autofocus}
        aria-describedby=${hint ? `hint-${name}` : nothing}
        .value=${live(desk.drafts.get(draft) ?? first)}
        @input=${keep}
      ></textarea>
      ${hint ? html`<p class="hint" id="hint-${name}">${hint}</p>` : nothing}
    </div>
  `;
}

/** The question a dialog is about, as it is now. @param {Question} question */
export function quoted(question) {
  return html`<blockquote class="quoted words" dir="auto">${question.text}</blockquote>`;
}

/** @param {KeyboardEvent} event */
function sendByKeys(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  /** @type {HTMLFormElement} */ (event.currentTarget).requestSubmit();
}
