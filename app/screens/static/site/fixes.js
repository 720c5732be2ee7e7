// Refused questions being corrected: what is typed for each of them until it is sent again.

/** @import {SiteDesk} from "./desk.js" */
/** @import {Entry} from "./rules.js" */
import { t } from "../i18n/site.js";
import { Draft, questionFrom, valuesOf } from "./draft.js";

export class Fixes {
  /** @type {Map<number, Draft>} by entry */ #open = new Map();

  /** @param {SiteDesk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** @param {Entry} entry */
  of(entry) {
    return this.#open.get(entry.id) ?? null;
  }

  /** @param {Entry} entry */
  begin(entry) {
    this.#open.set(entry.id, new Draft(`${this.desk.owner} refused ${entry.id}`, valuesOf(entry.question)));
    this.desk.work.redraw();
  }

  /** @param {Entry} entry */
  end(entry) {
    this.#open.get(entry.id)?.clear();
    this.#open.delete(entry.id);
    this.desk.work.redraw();
  }

  /** @param {Entry} entry */
  async send(entry) {
    const { outbox, known } = this.desk;
    const draft = this.of(entry);
    if (!draft?.check()) return this.desk.showFault(`fix-${entry.id}`);
    const question = questionFrom(draft.values, entry.question.site, known.phase);
    this.end(entry);
    await outbox.again(entry, { question });
  }

  /** @param {Entry} entry */
  drop(entry) {
    const act = () => this.desk.outbox.drop(entry);
    this.desk.ask({ title: t("drop_title"), text: t("drop_text"), label: t("drop"), act });
  }
}
