// One official's screen as one thing: what is being written, the dialog that is open, and the
// commands. What is typed outlives live changes and a reload of the page.

/** @import {Work} from "../shell/work.js" */
/** @import {Agency, Official, Question} from "../types.js" */
import { ask } from "../api.js";
import { t } from "../i18n/official.js";
import { Outlook } from "../shell/outlook.js";

/** `base`: the saved text it was begun on. @typedef {{text: string, base: string}} Draft */

export class OfficialDesk {
  /** @type {Question | null} being declined */ declining = null;
  /** what was said last when the dialog opened */ dialogSince = 0;
  /** @type {Agency[]} */ agencies = [];
  /** @type {Official[]} to choose from, for those who are none */ officials = [];

  /** @type {Map<number, Draft>} */ #drafts = new Map();
  /** @type {Set<number>} accepted here as supporting, which nothing else shows */ #accepted = new Set();

  /** @param {Work} work */
  constructor(work) {
    this.work = work;
    this.outlook = new Outlook(work);
  }

  /** Once it is known whose screen this is. */
  arrive() {
    const kept = sessionStorage.getItem(this.#place);
    if (kept) this.#drafts = new Map(JSON.parse(kept));
    this.#fetch("/agencies", (items) => (this.agencies = items));
    if (!this.work.place.official) this.#fetch("/officials", (items) => (this.officials = items));
  }

  /** Only the official says yes or no, and writes; a moderator looks on. */
  get isOwn() {
    return this.work.place.role === "official";
  }

  /** @param {string | null | undefined} slug */
  agencyName(slug) {
    return this.agencies.find((one) => one.slug === slug)?.name ?? slug ?? "";
  }

  /** @param {Question} question @returns {Draft | null} */
  draft({ number }) {
    return this.#drafts.get(number) ?? null;
  }

  /** @param {Question} question @param {string} text */
  write({ number, prepared_answer }, text) {
    const base = this.#drafts.get(number)?.base ?? prepared_answer?.text ?? "";
    this.#drafts.set(number, { text, base });
    this.#keep();
  }

  /** To be told of every picture: what is saved as written is no draft. @param {Iterable<Question>} questions */
  see(questions) {
    for (const { number, prepared_answer: prepared } of questions) {
      const draft = this.#drafts.get(number);
      if (prepared?.state === "draft" && draft?.text === prepared.text) this.#drafts.delete(number);
    }
  }

  /** Nothing is being written any more. @param {number} number */
  forget(number) {
    this.#drafts.delete(number);
    this.#keep();
  }

  /** @param {Question} question @param {boolean} isSubmitted */
  async save(question, isSubmitted) {
    const { number } = question;
    const about = `prepared-${number}`;
    const draft = this.draft(question);
    if (draft && !(await this.#put(number, about, draft.text))) return;
    if (isSubmitted && !(await this.work.command(about, "POST", `/questions/${number}/prepared-answer/submit`))) return;
    if (isSubmitted) this.#settle(number, draft?.text ?? "");
    this.work.sayings.tell(t(isSubmitted ? "done_submitted" : "done_saved", { number }));
  }

  /** @param {Question} question */
  async accept({ number }) {
    if (!(await this.work.command(`accept-${number}`, "POST", `/questions/${number}/assignment/accept`))) return;
    this.#accepted.add(number);
    this.work.sayings.tell(t("accepted", { number }));
  }

  /** @param {number} number */
  hasAccepted(number) {
    return this.#accepted.has(number);
  }

  /** @param {Question} question @param {string} reason */
  async decline({ number }, reason) {
    if (!(await this.work.command(`accept-${number}`, "POST", `/questions/${number}/assignment/decline`, { reason }))) return;
    this.#accepted.delete(number);
    this.work.sayings.tell(t("declined", { number }));
    this.ask(null);
  }

  /** @param {Question | null} declining */
  ask(declining) {
    this.declining = declining;
    this.dialogSince = this.work.sayings.last;
    this.work.redraw();
  }

  /** @param {number} number @param {string} about @param {string} text */
  async #put(number, about, text) {
    const saved = await this.work.command(about, "PUT", `/questions/${number}/prepared-answer`, { text });
    if (!saved) return false;
    const draft = this.#drafts.get(number);
    const base = saved.prepared_answer?.text ?? text;
    // What was typed since stays; the server may have tidied the rest.
    if (draft) this.#drafts.set(number, { text: draft.text === text ? base : draft.text, base });
    this.#keep();
    return true;
  }

  /** Handed in: the field closes, unless more was typed meanwhile. @param {number} number @param {string} text */
  #settle(number, text) {
    const draft = this.#drafts.get(number);
    if (draft && (draft.text === draft.base || draft.text === text)) this.forget(number);
  }

  #keep() {
    sessionStorage.setItem(this.#place, JSON.stringify([...this.#drafts]));
    this.work.redraw();
  }

  get #place() {
    const { conference, official } = this.work.place;
    return `doithoai.prepared.${conference}.${official}`;
  }

  /** @param {string} path @param {(items: any[]) => void} keep */
  async #fetch(path, keep) {
    try {
      keep((await ask(this.work.path(`${path}?limit=200`))).items);
      this.work.redraw();
    } catch {
      setTimeout(() => this.#fetch(path, keep), 5000);
    }
  }
}
