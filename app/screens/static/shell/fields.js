// How a field of a form is drawn, by its type. What is wrong stands under it and belongs to it.

/** @import {Field, Form, Option} from "./form.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { t } from "../i18n/form.js";
import { after, describedBy, idOf } from "./field-notes.js";

/**
 * @param {Form} form
 * @param {Field} field
 */
export function fieldView(form, field) {
  if (field.type === "check") return check(form, field);
  if (field.type === "checks") return checks(form, field);
  return html`
    <div class="field">
      <label for=${idOf(form, field)}>${label(field)}</label>
      ${field.hint ? html`<p class="hint" id="${idOf(form, field)}-hint">${field.hint}</p>` : nothing}
      ${entry(form, field)} ${after(form, field)}
    </div>
  `;
}

/**
 * @param {Form} form
 * @param {Field} field
 */
function entry(form, field) {
  if (field.type === "choice") return choice(form, field);
  if (field.type === "long") return area(form, field);
  if (field.type === "password") return password(form, field);
  const isName = field.type === "slug" || field.type === "username";
  return html`<input
    id=${idOf(form, field)}
    class=${`entry-${field.type}`}
    type="text"
    name=${field.name}
    dir=${isName ? nothing : "auto"}
    inputmode=${field.type === "count" ? "numeric" : nothing}
    autocomplete="off"
    autocapitalize=${isName ? "none" : nothing}
    spellcheck=${isName ? "false" : nothing}
    aria-required=${field.required ? "true" : nothing}
    aria-invalid=${form.problems[field.name] ? "true" : nothing}
    aria-describedby=${describedBy(form, field)}
    .value=${live(form.values[field.name])}
    @input=${typed(form, field)}
  />`;
}

/**
 * @param {Form} form
 * @param {Field} field
 */
function area(form, field) {
  return html`<textarea
    id=${idOf(form, field)}
    name=${field.name}
    dir="auto"
    rows="3"
    aria-required=${field.required ? "true" : nothing}
    aria-invalid=${form.problems[field.name] ? "true" : nothing}
    aria-describedby=${describedBy(form, field)}
    .value=${live(form.values[field.name])}
    @input=${typed(form, field)}
  ></textarea>`;
}

/**
 * @param {Form} form
 * @param {Field} field
 */
function password(form, field) {
  const isSeen = form.seen.has(field.name);
  return html`<div class="with-button">
    <input
      id=${idOf(form, field)}
      name=${field.name}
      type=${isSeen ? "text" : "password"}
      autocomplete="new-password"
      autocapitalize="none"
      spellcheck="false"
      aria-required=${field.required ? "true" : nothing}
      aria-invalid=${form.problems[field.name] ? "true" : nothing}
      aria-describedby=${describedBy(form, field)}
      .value=${live(form.values[field.name])}
      @input=${typed(form, field)}
    />
    <button type="button" aria-pressed=${isSeen ? "true" : "false"} @click=${() => form.peek(field)}>${t("see_password")}</button>
  </div>`;
}

/**
 * @param {Form} form
 * @param {Field} field
 */
function choice(form, field) {
  const value = form.values[field.name];
  const options = [{ value: "", label: field.required ? t("choose") : t("none") }, ...(field.options?.(form.values) ?? [])];
  return html`<select
    id=${idOf(form, field)}
    name=${field.name}
    aria-required=${field.required ? "true" : nothing}
    aria-invalid=${form.problems[field.name] ? "true" : nothing}
    aria-describedby=${describedBy(form, field)}
    @change=${typed(form, field)}
  >
    ${options.map((one) => html`<option .value=${one.value} .selected=${live(one.value === value)}>${one.label}</option>`)}
  </select>`;
}

/**
 * @param {Form} form
 * @param {Field} field
 */
function check(form, field) {
  return html`
    <div class="field">
      <label class="check">
        <input
          id=${idOf(form, field)}
          type="checkbox"
          name=${field.name}
          aria-describedby=${describedBy(form, field)}
          .checked=${live(form.values[field.name])}
          @change=${(/** @type {Event} */ event) => form.type(field, input(event).checked)}
        />
        ${field.label}
      </label>
      ${field.hint ? html`<p class="hint" id="${idOf(form, field)}-hint">${field.hint}</p>` : nothing} ${after(form, field)}
    </div>
  `;
}

/**
 * @param {Form} form
 * @param {Field} field
 */
function checks(form, field) {
  const options = field.options?.(form.values) ?? [];
  return html`
    <fieldset class="field" id=${idOf(form, field)} tabindex="-1" aria-describedby=${describedBy(form, field)}>
      <legend>${label(field)}</legend>
      ${field.hint ? html`<p class="hint" id="${idOf(form, field)}-hint">${field.hint}</p>` : nothing}
      <div class="checks">${options.map((one) => oneOfChecks(form, field, one))}</div>
      ${after(form, field)}
    </fieldset>
  `;
}

/**
 * @param {Form} form
 * @param {Field} field
 * @param {Option} option
 */
function oneOfChecks(form, field, option) {
  /** @type {string[]} */
  const chosen = form.values[field.name];
  /** @param {Event} event */
  const change = (event) => {
    const others = chosen.filter((one) => one !== option.value);
    form.type(field, input(event).checked ? [...others, option.value] : others);
  };
  return html`<label class="check">
    <input type="checkbox" .checked=${live(chosen.includes(option.value))} @change=${change} />
    <bdi>${option.label}</bdi>
  </label>`;
}

/** @param {Field} field */
function label(field) {
  return field.required ? field.label : html`${field.label} <span class="optional">${t("optional")}</span>`;
}

/**
 * @param {Form} form
 * @param {Field} field
 */
function typed(form, field) {
  return (/** @type {Event} */ event) => form.type(field, input(event).value);
}

/** @param {Event} event */
function input(event) {
  return /** @type {HTMLInputElement} */ (event.currentTarget);
}
