// The form with which a moderator lets a screen in or turns it away: on /device and in a dialog of the desk.

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { Problem, send } from "../api.js";
import { t } from "../i18n/device.js";
import { reason } from "../shell/say.js";
import { isWhole, letters, spoken } from "./code.js";

/** @typedef {{slug: string, title: string}} Named a conference */
/** @typedef {{outcome: "approved" | "denied", name: string, code: string, conference: string}} Decision */

/**
 * @typedef {object} ApproveOptions
 * @property {readonly Named[]} conferences in which this account may let screens in; with one there is nothing to choose
 * @property {string} [conference] slug, chosen already
 * @property {string} [code] as the address has it
 * @property {() => void} redraw
 * @property {(decision: Decision) => void} done
 * @property {(problem: Problem) => void} [signedOut]
 */

/** @param {ApproveOptions} options */
export function approveForm(options) {
  return new ApproveForm(options);
}

export class ApproveForm {
  code = "";
  name = t("usual_name");
  conference = "";
  isBusy = false;
  /** @type {{field: "code" | "name" | "conference" | null, text: string} | null} */ problem = null;
  /** @type {ApproveOptions} */ #options;

  /** @param {ApproveOptions} options */
  constructor(options) {
    this.#options = options;
    const { conferences, conference, code = "" } = options;
    this.code = spoken(code);
    const only = conferences.length === 1 ? conferences[0]?.slug : "";
    this.conference = conferences.some(({ slug }) => slug === conference) ? (conference ?? "") : (only ?? "");
  }

  view() {
    return html`
      <form class="form approve" novalidate @submit=${(/** @type {Event} */ event) => this.#approve(event)}>
        ${this.#codeField()} ${this.#conferenceField()} ${this.#nameField()}
        <div role="alert">${this.problem && !this.problem.field ? html`<p class="form-problem">${this.problem.text}</p>` : nothing}</div>
        <div class="actions">
          <button class="primary" ?disabled=${this.isBusy}>${t("approve")}</button>
          <button type="button" class="danger" ?disabled=${this.isBusy} @click=${() => this.#deny()}>${t("deny")}</button>
        </div>
      </form>
    `;
  }

  #codeField() {
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
        aria-invalid=${this.#is("code") ? "true" : nothing}
        aria-describedby="screen-code-hint screen-code-problem"
        .value=${live(this.code)}
        @input=${(/** @type {InputEvent} */ event) => this.#typeCode(event)}
      />
      ${this.#problemOf("code")}
    </div>`;
  }

  #conferenceField() {
    const { conferences } = this.#options;
    if (conferences.length < 2) return nothing;
    /** @param {Event} event */
    const choose = (event) => {
      this.conference = /** @type {HTMLSelectElement} */ (event.currentTarget).value;
    };
    return html`<div class="field">
      <label for="screen-conference">${t("conference")}</label>
      <select
        id="screen-conference"
        aria-required="true"
        aria-invalid=${this.#is("conference") ? "true" : nothing}
        aria-describedby="screen-conference-problem"
        @change=${choose}
      >
        <option value="" .selected=${live(this.conference === "")}>${t("choose")}</option>
        ${conferences.map(({ slug, title }) => html`<option .value=${slug} .selected=${live(slug === this.conference)}>${title} (${slug})</option>`)}
      </select>
      ${this.#problemOf("conference")}
    </div>`;
  }

  #nameField() {
    /** @param {Event} event */
    const type = (event) => {
      this.name = /** @type {HTMLInputElement} */ (event.currentTarget).value;
    };
    return html`<div class="field">
      <label for="screen-name">${t("name")}</label>
      <p class="hint" id="screen-name-hint">${t("name_hint")}</p>
      <input
        id="screen-name"
        dir="auto"
        autocomplete="off"
        aria-required="true"
        aria-invalid=${this.#is("name") ? "true" : nothing}
        aria-describedby="screen-name-hint screen-name-problem"
        .value=${live(this.name)}
        @input=${type}
      />
      ${this.#problemOf("name")}
    </div>`;
  }

  /** @param {"code" | "name" | "conference"} field */
  #problemOf(field) {
    return html`<p class="error" id="screen-${field}-problem" role="alert">${this.#is(field) ? this.problem?.text : ""}</p>`;
  }

  /** @param {"code" | "name" | "conference"} field */
  #is(field) {
    return this.problem?.field === field;
  }

  /**
   * The hyphen comes by itself. What is corrected in the middle is left as it is typed until it is sent.
   * @param {InputEvent} event
   */
  #typeCode(event) {
    const input = /** @type {HTMLInputElement} */ (event.currentTarget);
    const isAtEnd = input.selectionStart === input.value.length;
    const isTyping = event.inputType?.startsWith("insert") && !event.isComposing;
    this.code = isAtEnd && isTyping ? spoken(input.value) : input.value;
    this.#options.redraw();
  }

  /** @param {Event} event */
  async #approve(event) {
    event.preventDefault();
    const name = this.name.trim();
    if (!this.#isReady() || (!name && !this.#refuse("name", t("name_missing")))) return;
    if (await this.#send("approve", { name })) {
      this.#options.done({ outcome: "approved", name, code: spoken(this.code), conference: this.conference });
    }
  }

  async #deny() {
    if (!this.#isReady()) return;
    if (await this.#send("deny", {})) {
      this.#options.done({ outcome: "denied", name: "", code: spoken(this.code), conference: this.conference });
    }
  }

  #isReady() {
    if (this.isBusy) return false;
    if (!isWhole(this.code)) return this.#refuse("code", t("code_short"));
    return this.conference ? true : this.#refuse("conference", t("conference_missing"));
  }

  /**
   * @param {"approve" | "deny"} what
   * @param {Record<string, string>} more
   * @returns {Promise<boolean>} whether it was done
   */
  async #send(what, more) {
    this.isBusy = true;
    this.problem = null;
    this.#options.redraw();
    try {
      await send("POST", `/auth/device/${what}`, { user_code: spoken(letters(this.code)), conference: this.conference, ...more });
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.isBusy = false;
      return this.#explain(error);
    } finally {
      this.isBusy = false;
      this.#options.redraw();
    }
  }

  /** @param {Problem} problem @returns {false} */
  #explain(problem) {
    if (problem.code === "not_signed_in" && this.#options.signedOut) this.#options.signedOut(problem);
    if (problem.code === "not_found" && problem.facts.what === "code") return this.#refuse("code", t("code_unknown"));
    if (problem.code === "invalid_request" && problem.facts.errors?.[0]?.field === "name") return this.#refuse("name", t("name_long"));
    if (problem.status === 429 && problem.retryAfter) return this.#refuse(null, t("too_many", { seconds: problem.retryAfter }));
    return this.#refuse(null, reason(problem));
  }

  /**
   * @param {"code" | "name" | "conference" | null} field
   * @param {string} text
   * @returns {false}
   */
  #refuse(field, text) {
    this.problem = { field, text };
    this.#options.redraw();
    // Twice: a screen may itself wait for a microtask before it draws.
    if (field) queueMicrotask(() => queueMicrotask(() => document.getElementById(`screen-${field}`)?.focus()));
    return false;
  }
}
