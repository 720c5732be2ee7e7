// Own questions being revised or withdrawn: what is typed, on which version it stands, and what others
// made of it meanwhile.

/** @import {Question} from "../types.js" */
/** @import {SiteDesk} from "./desk.js" */
import { ask, Problem, send } from "../api.js";
import { t } from "../i18n/site.js";
import { askerFrom, Draft, valuesOf } from "./draft.js";

/** @typedef {{draft: Draft, version: number, newer: Question | null}} Revision */

export class Revisions {
  /** @type {Map<number, Revision>} by question number */ #open = new Map();

  /** @param {SiteDesk} desk */
  constructor(desk) {
    this.desk = desk;
    this.work = desk.work;
  }

  /** @param {number} number */
  of(number) {
    return this.#open.get(number) ?? null;
  }

  /** @param {Question} question */
  begin(question) {
    const draft = new Draft(`${this.desk.owner} revising ${question.number}`, valuesOf(question));
    this.#open.set(question.number, { draft, version: question.version ?? 0, newer: null });
    this.work.redraw();
  }

  /** @param {number} number */
  end(number) {
    this.#open.get(number)?.draft.clear();
    this.#open.delete(number);
    this.work.redraw();
  }

  /** @param {number} number */
  async send(number) {
    const revision = this.#open.get(number);
    const about = `revise ${number}`;
    if (!revision?.draft.check()) return this.desk.showFault(`revise-${number}`);
    if (this.work.busy.has(about)) return;
    this.work.busy.add(about);
    this.work.redraw();
    try {
      await send("PATCH", this.#path(number), patchFrom(revision), { ifMatch: revision.version });
      this.#arrived(number);
    } catch (error) {
      await this.#refused(number, revision, error);
    } finally {
      this.work.busy.delete(about);
      this.work.redraw();
    }
  }

  /** @param {Question} question */
  withdraw({ number }) {
    const { work } = this.desk;
    const act = async () => {
      const path = `/questions/${number}/withdraw`;
      if (await work.command(`withdraw ${number}`, "POST", path)) work.sayings.tell(t("withdrawn", { number }));
    };
    this.desk.ask({ title: t("withdraw_title", { number }), text: t("withdraw_text"), label: t("withdraw"), act });
  }

  /** @param {number} number */
  #arrived(number) {
    this.end(number);
    this.work.sayings.tell(t("revised", { number }));
  }

  /**
   * @param {number} number
   * @param {Revision} revision
   * @param {unknown} error
   */
  async #refused(number, revision, error) {
    if (!(error instanceof Problem) || error.status !== 412) return this.work.refuse(error);
    try {
      /** @type {Question} */
      const newer = await ask(this.#path(number));
      // The answer to an attempt before this one was lost, that is all.
      if (isSame(newer, revision)) return this.#arrived(number);
      revision.newer = newer;
      revision.version = newer.version ?? 0;
    } catch (problem) {
      this.work.refuse(problem);
    }
  }

  /** @param {number} number */
  #path(number) {
    return this.work.path(`/questions/${number}`);
  }
}

/** @param {Revision} revision */
function patchFrom({ draft }) {
  const { text, kind, topic } = draft.values;
  return { text: text.trim(), kind, topic: topic || null, asker: askerFrom(draft.values) };
}

/**
 * @param {Question} newer
 * @param {Revision} revision
 */
function isSame(newer, { draft }) {
  const { origin, ...theirs } = valuesOf(newer);
  return newer.state === "submitted" && Object.entries(theirs).every(([name, value]) => draft.values[/** @type {keyof typeof theirs} */ (name)] === value);
}
