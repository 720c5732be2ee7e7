// What became of what a person did: short lines that come and go, and refusals that stay until read.

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { Problem } from "../api.js";
import { t } from "../i18n/work.js";

const SHOWN_MS = 6000;
const MOST = 4;

/**
 * @typedef {object} Saying
 * @property {number} id
 * @property {string} text
 * @property {boolean} isRefusal
 * @property {{label: string, act: () => void} | null} action
 */

export class Sayings {
  /** @type {Saying[]} */ list = [];
  #last = 0;
  /** @type {() => void} */ #redraw;

  /** @param {() => void} redraw */
  constructor(redraw) {
    this.#redraw = redraw;
  }

  /**
   * Something was done.
   * @param {string} text
   * @param {Saying["action"]} [action] such as undoing it
   */
  tell(text, action = null) {
    const id = this.#add({ text, isRefusal: false, action });
    setTimeout(() => this.drop(id), SHOWN_MS);
  }

  /** Something was refused. @param {Problem | string} why */
  refuse(why) {
    this.#add({ text: typeof why === "string" ? why : reason(why), isRefusal: true, action: null });
  }

  /** @param {number} id */
  drop(id) {
    this.list = this.list.filter((one) => one.id !== id);
    this.#redraw();
  }

  /** Belongs once into every screen, always there: what is not there yet cannot be announced. */
  view() {
    return html`
      <div class="sayings">
        <div role="status">${this.#lines(false)}</div>
        <div role="alert">${this.#lines(true)}</div>
      </div>
    `;
  }

  /** To be given to `refusals` later. */
  get last() {
    return this.#last;
  }

  /**
   * Again within a dialog, which keeps everything outside it out of reach.
   * @param {number} after what was said last when the dialog opened
   */
  refusals(after) {
    const lines = this.list.filter((one) => one.isRefusal && one.id > after);
    return html`<div role="alert" class="error">${lines.map(({ text }) => html`<p>${text}</p>`)}</div>`;
  }

  /** @param {boolean} isRefusal */
  #lines(isRefusal) {
    const lines = this.list.filter((one) => one.isRefusal === isRefusal);
    return repeat(lines, (one) => one.id, (one) => this.#line(one));
  }

  /** @param {Saying} one */
  #line({ id, text, isRefusal, action }) {
    const act = () => {
      action?.act();
      this.drop(id);
    };
    return html`
      <p class=${isRefusal ? "saying refusal" : "saying"}>
        <span>${text}</span>
        ${action ? html`<button class="quiet" @click=${act}>${action.label}</button>` : nothing}
        <button class="quiet" aria-label=${t("close")} @click=${() => this.drop(id)}>✕</button>
      </p>
    `;
  }

  /** @param {Omit<Saying, "id">} saying */
  #add(saying) {
    this.#last += 1;
    const others = this.list.filter((one) => one.text !== saying.text);
    this.list = [...others, { id: this.#last, ...saying }].slice(-MOST);
    this.#redraw();
    return this.#last;
  }
}

/** Why something was refused, for people. @param {Problem} problem */
export function reason(problem) {
  if (problem.status === 0) return t("unreachable");
  return problem.detail || t("refused_other", { status: problem.status });
}
