// Reporting a site's readiness: one report at a time, the latest wish wins, a failed one is not forgotten.

/** @import {Work} from "../shell/work.js" */
/** @import {Readiness} from "../types.js" */
import { Problem, send } from "../api.js";
import { bySlug } from "../objects.js";
import { isAway } from "../shell/place.js";
import { reason } from "../shell/say.js";

/** @typedef {Pick<Readiness, "line" | "microphone" | "delegate_present">} Ready */

/** @type {Ready} */
const NOT_YET = { line: "ok", microphone: false, delegate_present: false };

export class Report {
  isSending = false;
  /** Why the last one failed, in words. */ failure = "";
  /** @type {Ready | null} what people want reported, until it is */ #wanted = null;
  /** @type {Readiness | null} */ #answered = null;
  #isRetried = false;

  /**
   * @param {Work} work
   * @param {string} site slug
   */
  constructor(work, site) {
    this.work = work;
    this.site = site;
  }

  /** As the server has it: its answer may be here before the live message, or the other way round. */
  get reported() {
    const { objects } = this.work;
    const told = (objects && bySlug(objects.sites, this.site)?.readiness) ?? null;
    return told && this.#answered && this.#answered.reported_at > told.reported_at ? this.#answered : (told ?? this.#answered);
  }

  /** As it is shown: what was pressed here counts at once. @returns {Ready} */
  get shown() {
    return this.#wanted ?? this.reported ?? NOT_YET;
  }

  /** Tells whether anything is known, or only assumed. */
  get isKnown() {
    return this.#wanted !== null || this.reported !== null;
  }

  /** @param {Partial<Ready>} change */
  change(change) {
    const { line, microphone, delegate_present } = this.shown;
    this.#wanted = { line, microphone, delegate_present, ...change };
    this.#send();
  }

  /** The line is back. */
  again() {
    if (this.#isRetried) this.#send();
  }

  /** Somebody asks for it. */
  repeat() {
    this.#send();
  }

  async #send() {
    if (this.isSending) return;
    this.isSending = true;
    this.failure = "";
    this.#isRetried = false;
    for (let wanted = this.#wanted; wanted && !this.failure; wanted = this.#wanted) {
      this.work.redraw();
      await this.#sendOne(wanted);
    }
    this.isSending = false;
    this.work.redraw();
  }

  /** @param {Ready} wanted */
  async #sendOne(wanted) {
    try {
      const site = await send("POST", this.work.path(`/sites/${this.site}/readiness`), wanted);
      this.#answered = site?.readiness ?? null;
      if (this.#wanted === wanted) this.#wanted = null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 401) this.work.refuse(error);
      this.failure = reason(error);
      this.#isRetried = isAway(error);
    }
  }
}
