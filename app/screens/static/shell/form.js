// A form described by its fields: keeps what is typed, says what is wrong at the field it is wrong in,
// and shows both when somebody else has changed the same thing meanwhile.

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { newKey, Problem } from "../api.js";
import { t } from "../i18n/form.js";
import { BadEntry, given, shown } from "./entries.js";
import { fieldView } from "./fields.js";
import { reason } from "./say.js";
import { slugOf } from "./slug.js";
import { signIn } from "./work.js";

/** @typedef {Record<string, any>} Values */
/** @typedef {{value: string, label: string}} Option */

/**
 * @typedef {object} Field
 * @property {string} name of the value, as the server calls it
 * @property {string} label
 * @property {"line" | "long" | "slug" | "username" | "password" | "count" | "clock" | "moment" | "choice" | "check" | "checks"} type
 * @property {boolean} [required]
 * @property {number} [max] characters, or the greatest number
 * @property {number} [min] the least number
 * @property {string} [hint]
 * @property {string} [from] the field that a short name is suggested from until it is typed itself
 * @property {(values: Values) => Option[]} [options] of a choice
 * @property {(values: Values) => string} [zone] of a moment
 * @property {(values: Values) => boolean} [when] whether there is this field, for what was chosen
 */

/**
 * @typedef {object} FormOptions
 * @property {string} id unique in the page
 * @property {Field[]} fields
 * @property {Values} [values] as the server gives them
 * @property {(given: Values, form: Form) => Promise<any>} submit throws what the server refuses
 * @property {(result: any) => void} done
 * @property {() => void} redraw
 * @property {string} save on its button
 * @property {boolean} [danger]
 * @property {unknown} [lead] above the fields
 * @property {() => void} [cancel]
 * @property {() => Promise<Values>} [now] how the thing stands, when it was changed meanwhile
 */

export class Form {
  /** @type {Values} as typed */ values = {};
  /** @type {Record<string, string>} */ problems = {};
  problem = "";
  isBusy = false;
  isDirty = false;
  /** @type {Values | null} */ meanwhile = null;
  /** Stays while nothing is changed: sent again after a lost answer, it has its effect once. */ key = newKey();
  /** @type {Set<string>} */ seen = new Set();

  /** @type {FormOptions} */ #options;
  /** @type {Set<string>} */ #touched = new Set();

  /** @param {FormOptions} options */
  constructor(options) {
    this.#options = options;
    this.begin(options.values ?? {});
  }

  get id() {
    return this.#options.id;
  }

  /** The fields there are, for what was chosen. */
  get fields() {
    return this.#options.fields.filter((field) => field.when?.(this.values) ?? true);
  }

  /** Starts from these values again. @param {Values} values as the server gives them */
  begin(values) {
    this.values = { ...values };
    for (const field of this.#options.fields) this.values[field.name] = shown(field, values[field.name], values);
    this.#touched.clear();
    Object.assign(this, { problems: {}, problem: "", isDirty: false, meanwhile: null });
  }

  view() {
    const { save, danger, lead, cancel } = this.#options;
    return html`
      <form id=${this.id} class="form" novalidate @submit=${(/** @type {Event} */ event) => this.#submit(event)}>
        ${lead ?? nothing}
        <div role="alert">${this.problem ? html`<p class="form-problem">${this.problem}</p>` : nothing}</div>
        ${this.fields.map((field) => fieldView(this, field))}
        <div class="actions">
          <button class=${danger ? "danger" : "primary"} ?disabled=${this.isBusy}>${save}</button>
          ${cancel ? html`<button type="button" @click=${cancel}>${t("cancel")}</button>` : nothing}
        </div>
      </form>
    `;
  }

  /**
   * @param {Field} field
   * @param {any} typed
   */
  type(field, typed) {
    this.values[field.name] = typed;
    this.isDirty = true;
    this.#touched.add(field.name);
    delete this.problems[field.name];
    this.key = newKey();
    for (const other of this.#options.fields) {
      if (other.from === field.name && !this.#touched.has(other.name)) this.values[other.name] = slugOf(typed);
    }
    this.#options.redraw();
  }

  /** Shows or hides a password. @param {Field} field */
  peek({ name }) {
    if (!this.seen.delete(name)) this.seen.add(name);
    this.#options.redraw();
  }

  /** How this field stands at the server, where that is not what is typed. @param {Field} field */
  standing(field) {
    if (!this.meanwhile) return null;
    const now = shown(field, this.meanwhile[field.name], this.meanwhile);
    return String(now) === String(this.values[field.name]) ? null : now;
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    if (this.isBusy) return;
    const values = this.#given();
    if (!values) return this.#complain();
    this.isBusy = true;
    this.#options.redraw();
    try {
      const result = await this.#options.submit(values, this);
      this.isDirty = false;
      this.#options.done(result);
    } catch (error) {
      await this.#refuse(error);
    } finally {
      this.isBusy = false;
      this.#options.redraw();
    }
  }

  /** What is typed as the server takes it, or null when something is wrong. */
  #given() {
    /** @type {Values} */
    const values = {};
    this.problems = {};
    this.problem = "";
    for (const field of this.fields) {
      try {
        values[field.name] = given(field, this.values);
      } catch (error) {
        if (!(error instanceof BadEntry)) throw error;
        this.problems[field.name] = error.message;
      }
    }
    return Object.keys(this.problems).length === 0 ? values : null;
  }

  /** @param {unknown} error */
  async #refuse(error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === "not_signed_in") return signIn();
    if (error.code === "stale_version" && this.#options.now) {
      return this.#compare(await this.#options.now().catch(() => null));
    }
    this.problems = this.#atFields(error);
    if (Object.keys(this.problems).length > 0) return this.#complain();
    this.problem = reason(error);
  }

  /** What was not typed here follows the server; the rest is shown beside it. @param {Values | null} now */
  #compare(now) {
    this.problem = t("changed_meanwhile");
    this.meanwhile = now;
    if (!now) return;
    for (const field of this.#options.fields) {
      if (!this.#touched.has(field.name)) this.values[field.name] = shown(field, now[field.name], now);
    }
  }

  /** What a refusal says of fields of this form. @param {Problem} error */
  #atFields({ facts, detail }) {
    /** @type {{field: string, message: string}[]} */
    const told = facts.errors ?? (facts.field ? [{ field: facts.field, message: "" }] : []);
    /** @type {Record<string, string>} */
    const problems = {};
    for (const { field, message } of told) {
      const own = this.fields.find((one) => one.name === field || field.startsWith(`${one.name}.`));
      if (own) problems[own.name] = message ? `${own.label}: ${message}.` : detail;
    }
    return problems;
  }

  #complain() {
    this.problem = t("correct");
    this.#options.redraw();
    const first = this.fields.find((field) => this.problems[field.name]);
    // Twice: the drawing itself waits for a microtask.
    queueMicrotask(() => queueMicrotask(() => document.getElementById(`${this.id}-${first?.name}`)?.focus()));
  }
}
