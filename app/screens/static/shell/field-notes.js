// What stands under a field and belongs to it: what is wrong, and how it stands at the server.

/** @import {Field, Form} from "./form.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/form.js";

/**
 * @param {Form} form
 * @param {Field} field
 */
export function idOf(form, field) {
  return `${form.id}-${field.name}`;
}

/**
 * @param {Form} form
 * @param {Field} field
 */
export function describedBy(form, field) {
  const id = idOf(form, field);
  const ids = [];
  if (field.hint) ids.push(`${id}-hint`);
  if (form.problems[field.name]) ids.push(`${id}-error`);
  if (form.standing(field) !== null) ids.push(`${id}-stands`);
  return ids.join(" ") || nothing;
}

/**
 * What is wrong, and how it stands at the server.
 * @param {Form} form
 * @param {Field} field
 */
export function after(form, field) {
  const problem = form.problems[field.name];
  const standing = form.standing(field);
  return html`
    ${problem ? html`<p class="error" id="${idOf(form, field)}-error">${problem}</p>` : nothing}
    ${standing === null ? nothing : stands(form, field, standing)}
  `;
}

/**
 * @param {Form} form
 * @param {Field} field
 * @param {any} standing
 */
function stands(form, field, standing) {
  return html`<div class="stands" id="${idOf(form, field)}-stands">
    <p>${t("stands_now")} <bdi>${inWords(form, field, standing)}</bdi></p>
    <button type="button" @click=${() => form.type(field, standing)}>${t("take_this")}</button>
  </div>`;
}

/**
 * @param {Form} form
 * @param {Field} field
 * @param {any} value
 */
function inWords(form, field, value) {
  if (field.type === "check") return t(value ? "yes" : "no");
  const options = field.options?.(form.values) ?? [];
  /** @type {string[]} */
  const values = Array.isArray(value) ? value : [value];
  return values.map((one) => options.find((option) => option.value === one)?.label ?? one).join(", ") || t("none");
}
