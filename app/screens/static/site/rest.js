// What comes after the form: this site's questions, readiness, the queue, calls, what has to be asked.
// Loaded when the form already stands, so that nobody waits for it before writing.

/** @import {Question} from "../types.js" */
/** @import {Asked, SiteDesk} from "./desk.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/site.js";
import { t as tw } from "../i18n/work.js";
import { firstWords } from "../objects.js";
import { closeModal, modal } from "../shell/modal.js";
import { Fixes } from "./fixes.js";
import { callsOf } from "./lists.js";
import { ownQuestionsList } from "./own.js";
import { publicQueue } from "./queue.js";
import { readiness } from "./ready.js";
import { Report } from "./report.js";
import { Revisions } from "./revisions.js";
import { unsentList } from "./unsent.js";

export { fetchLetters } from "../shell/letters.js";

export class Rest {
  /** @param {SiteDesk} desk */
  constructor(desk) {
    this.desk = desk;
    this.report = new Report(desk.work, desk.site);
    this.revisions = new Revisions(desk);
    this.fixes = new Fixes(desk);
  }

  /** Whether this site is next or being answered. */
  calls() {
    const { work, site } = this.desk;
    const { now, next } = work.objects ? callsOf(work.objects, site) : { now: null, next: null };
    return html`${now ? band("now", now) : nothing} ${next ? band("next", next) : nothing}`;
  }

  readiness() {
    return readiness(this.report, this.desk.known.zone);
  }

  unsent() {
    return unsentList(this.desk, this.fixes);
  }

  questions() {
    return ownQuestionsList(this.desk, this.revisions);
  }

  queue() {
    return publicQueue(this.desk);
  }

  asked() {
    const { desk } = this;
    return desk.asked ? question(desk, desk.asked) : nothing;
  }
}

/**
 * @param {"now" | "next"} when
 * @param {Question} question
 */
function band(when, { number, text }) {
  return html`
    <p class="band ${when}">
      <b>${t(`${when}_band`)}</b>
      <span class="band-question"><b>${tw("number", { number })}</b> <bdi>${firstWords(text, 90)}</bdi></span>
    </p>
  `;
}

/**
 * @param {SiteDesk} desk
 * @param {Asked} asked
 */
function question(desk, { title, text, label, stay, act }) {
  const content = html`
    <p>${text}</p>
    <div class="actions">
      <button class="danger" @click=${(/** @type {Event} */ event) => (closeModal(event), act())}>${label}</button>
      <button @click=${closeModal}>${stay ?? tw("cancel")}</button>
    </div>
  `;
  return modal({ title, content, onClose: () => desk.ask(null) });
}
