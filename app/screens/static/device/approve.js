// The form with which a moderator lets a screen in or turns it away: on /device and in a dialog of the desk.

import { newKey, Problem, send } from "../api.js";
import { t } from "../i18n/device.js";
import { reason } from "../shell/say.js";
import { approveView } from "./approve-view.js";
import { isWhole, letters, spoken } from "./code.js";

/** @typedef {"code" | "conference" | "name"} FieldName */
/** @typedef {{slug: string, title: string}} Named a conference */
/** @typedef {{outcome: "approved" | "denied", name: string, code: string, conference: string}} Decision */

/**
 * @typedef {object} ApproveOptions
 * @property {readonly Named[]} conferences in which this account may let screens in; with one there is nothing to choose
 * @property {string} [conference] slug, chosen already
 * @property {string} [code] as the address has it
 * @property {() => void} redraw
 * @property {(decision: Decision) => void} done
 * @property {(code: string) => void} [signedOut]
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
  /** @type {{field: FieldName | null, text: string} | null} */ problem = null;
  /** @type {ApproveOptions} */ #options;
  /** The same again after a lost answer goes under the same key: it has its effect once. */
  #last = { body: "", key: "" };

  /** @param {ApproveOptions} options */
  constructor(options) {
    this.#options = options;
    const { conferences, conference, code = "" } = options;
    this.code = spoken(code);
    const only = conferences.length === 1 ? conferences[0]?.slug : "";
    this.conference = conferences.some(({ slug }) => slug === conference) ? (conference ?? "") : (only ?? "");
  }

  get conferences() {
    return this.#options.conferences;
  }

  view() {
    return approveView(this);
  }

  /**
   * The hyphen comes by itself. What is corrected in the middle is left as it is typed until it is sent.
   * @param {InputEvent} event
   */
  typeCode(event) {
    const input = /** @type {HTMLInputElement} */ (event.currentTarget);
    const isAtEnd = input.selectionStart === input.value.length;
    const isTyping = event.inputType?.startsWith("insert") && !event.isComposing;
    this.code = isAtEnd && isTyping ? spoken(input.value) : input.value;
    this.#options.redraw();
  }

  /** @param {Event} event */
  async approve(event) {
    event.preventDefault();
    const name = this.name.trim();
    if (!this.#isReady() || (!name && !this.#refuse("name", t("name_missing")))) return;
    if (await this.#send("approve", { name })) {
      this.#options.done({ outcome: "approved", name, code: spoken(this.code), conference: this.conference });
    }
  }

  async deny() {
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
      const body = { user_code: spoken(letters(this.code)), conference: this.conference, ...more };
      await send("POST", `/auth/device/${what}`, body, { key: this.#keyFor(what + JSON.stringify(body)) });
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

  /** @param {string} body */
  #keyFor(body) {
    if (this.#last.body !== body) this.#last = { body, key: newKey() };
    return this.#last.key;
  }

  /** @param {Problem} problem @returns {false} */
  #explain(problem) {
    if (problem.code === "not_signed_in" && this.#options.signedOut) this.#options.signedOut(spoken(this.code));
    if (problem.code === "not_found" && problem.facts.what === "code") return this.#refuse("code", t("code_unknown"));
    if (problem.code === "invalid_request" && problem.facts.errors?.[0]?.field === "name") return this.#refuse("name", t("name_long"));
    if (problem.status === 429 && problem.retryAfter) return this.#refuse(null, t("too_many", { seconds: problem.retryAfter }));
    return this.#refuse(null, reason(problem));
  }

  /**
   * @param {FieldName | null} field
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
