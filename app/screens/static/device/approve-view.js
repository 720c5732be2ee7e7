// How the form that lets a screen in is drawn: code, conference where there is a choice, name.

/** @import {ApproveForm, FieldName} from "./approve.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { t } from "../i18n/device.js";

/** @param {ApproveForm} form */
export function approveView(form) {
  const { problem, isBusy } = form;
  return html`
    <form class="form approve" novalidate @submit=${(/** @type {Event} */ event) => form.approve(event)}>
      ${codeField(form)} ${form.conferences.length > 1 ? conferenceField(form) : nothing} ${nameField(form)}
      <div role="alert">${problem && !problem.field ? html`<p class="form-problem">${problem.text}</p>` : nothing}</div>
      <div class="actions">
        <button class="primary" ?disabled=${isBusy}>${t("approve")}</button>
        <button type="button" class="danger" ?disabled=${isBusy} @click=${() => form.deny()}>${t("deny")}</button>
      </div>
    </form>
  `;
}

/** @param {ApproveForm} form */
function codeField(form) {
  return html`<div class="field">
    <label for="screen-code">${t("code")}</label>
    <p class="hint" id="screen-code-hint">${t("code_hint")}</p>
    <input
      id="screen-code"
      class="screen-code"
      autocomplete="off"
      autocapitalize="characters"
      spellcheck="false"
      aria-required="true"
      aria-invalid=${isWrong(form, "code")}
      aria-describedby="screen-code-hint screen-code-problem"
      .value=${live(form.code)}
      @input=${(/** @type {InputEvent} */ event) => form.typeCode(event)}
    />
    ${problemOf(form, "code")}
  </div>`;
}

/** @param {ApproveForm} form */
function conferenceField(form) {
  /** @param {Event} event */
  const choose = (event) => {
    form.conference = /** @type {HTMLSelectElement} */ (event.currentTarget).value;
  };
  return html`<div class="field">
    <label for="screen-conference">${t("conference")}</label>
    <select
      id="screen-conference"
      aria-required="true"
      aria-invalid=${isWrong(form, "conference")}
      aria-describedby="screen-conference-problem"
      @change=${choose}
    >
      <option value="" .selected=${live(form.conference === "")}>${t("choose")}</option>
      ${form.conferences.map(
        ({ slug, title }) => html`<option .value=${slug} .selected=${live(slug === form.conference)}>${title} (${slug})</option>`,
      )}
    </select>
    ${problemOf(form, "conference")}
  </div>`;
}

/** @param {ApproveForm} form */
function nameField(form) {
  /** @param {Event} event */
  const type = (event) => {
    form.name = /** @type {HTMLInputElement} */ (event.currentTarget).value;
  };
  return html`<div class="field">
    <label for="screen-name">${t("name")}</label>
    <p class="hint" id="screen-name-hint">${t("name_hint")}</p>
    <input
      id="screen-name"
      dir="auto"
      autocomplete="off"
      aria-required="true"
      aria-invalid=${isWrong(form, "name")}
      aria-describedby="screen-name-hint screen-name-problem"
      .value=${live(form.name)}
      @input=${type}
    />
    ${problemOf(form, "name")}
  </div>`;
}

/**
 * @param {ApproveForm} form
 * @param {FieldName} field
 */
function problemOf({ problem }, field) {
  return html`<p class="error" id="screen-${field}-problem" role="alert">${problem?.field === field ? problem.text : ""}</p>`;
}

/**
 * @param {ApproveForm} form
 * @param {FieldName} field
 */
function isWrong({ problem }, field) {
  return problem?.field === field ? "true" : nothing;
}
