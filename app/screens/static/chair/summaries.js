// What the secretary writes about each answer, until it is saved: kept through live changes, the
// next question and a reload of the page.

/** @import {Question} from "../types.js" */
/** @import {Work} from "../shell/work.js" */
import { t } from "../i18n/chair.js";

/** `base`: the saved text it was begun on. @typedef {{text: string, official: string, base: string}} Draft */

export class Summaries {
  /** @type {Map<number, Draft>} by number */ #drafts = new Map();
  /** @type {Set<number>} shown as a field though there is nothing unsaved */ #open = new Set();
  #work;

  /** @param {Work} work */
  constructor(work) {
    this.#work = work;
  }

  /** Once it is known which conference this is. */
  recall() {
    const kept = sessionStorage.getItem(this.#place);
    if (kept) this.#drafts = new Map(JSON.parse(kept));
  }

  /** Numbers with something unsaved. */
  get unsaved() {
    return [...this.#drafts.keys()];
  }

  /** What the fields show. @param {Question} question @returns {Draft} */
  of({ number, answer, assignment }) {
    const base = answer?.summary ?? "";
    return this.#drafts.get(number) ?? { text: base, official: answer?.official ?? assignment?.lead ?? "", base };
  }

  /** @param {number} number */
  isUnsaved(number) {
    return this.#drafts.has(number);
  }

  /** @param {number} number */
  isOpen(number) {
    return this.#open.has(number) || this.#drafts.has(number);
  }

  /** @param {number} number */
  open(number) {
    this.#open.add(number);
    this.#work.redraw();
  }

  /** @param {Question} question @param {Partial<Draft>} typed */
  write(question, typed) {
    this.#drafts.set(question.number, { ...this.of(question), ...typed });
    this.#keep();
    this.#work.redraw();
  }

  /** To be told of every picture: what is saved as written is no draft. @param {Iterable<Question>} questions */
  see(questions) {
    for (const { number, answer } of questions) {
      const draft = this.#drafts.get(number);
      if (!draft || !answer || draft.text !== (answer.summary ?? "")) continue;
      if (draft.official && draft.official !== answer.official) continue;
      this.#drafts.delete(number);
      this.#keep();
    }
  }

  /** @param {Question} question */
  async save(question) {
    const { number } = question;
    const { text, official } = this.of(question);
    if (!text.trim()) return;
    this.#open.add(number);
    const body = { official: official || null, summary: text };
    const saved = await this.#work.command(`summary-${number}`, "PUT", `/questions/${number}/answer`, body);
    if (!saved) return;
    const draft = this.#drafts.get(number);
    // The server may have tidied it; what was typed since stays.
    if (draft?.text === text) this.#drafts.set(number, { ...draft, text: saved.answer.summary, base: saved.answer.summary });
    this.#keep();
    this.#work.sayings.tell(t("done_summary", { number }));
  }

  get #place() {
    return `doithoai.summaries.${this.#work.place.conference}`;
  }

  #keep() {
    sessionStorage.setItem(this.#place, JSON.stringify([...this.#drafts]));
  }
}
