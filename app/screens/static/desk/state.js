// What one desk has chosen, filtered and half typed. What is true is in `work.objects`.

/** @import {Question} from "../types.js" */
/** @import {Work} from "../shell/work.js" */
/** @import {Dialog} from "./dialogs.js" */
/** @import {Filters, TabName} from "./lists.js" */
import { Problem, send } from "../api.js";
import { numbered } from "./find.js";
import { listsOf, NO_FILTERS, tabOf, withChosen } from "./lists.js";

/** @typedef {{answer: any, problem: Problem | null}} Outcome `answer` null: refused, or already on its way */

export class Desk {
  /** @type {TabName} */ tab = "incoming";
  /** The state chosen within a tab. @type {string} */ state = "";
  /** @type {Filters} */ filters = NO_FILTERS;
  /** The number that is open. @type {number | null} */ chosen = null;
  /** @type {Dialog | null} */ dialog = null;
  /** What is half typed, by what it is about. @type {Map<string, string>} */ drafts = new Map();
  /** After the next drawing. @type {"row" | "detail" | "tab" | null} */ focusOn = null;
  /** The numbers of the list as it was drawn last. @type {number[]} */ order = [];

  /** @type {Map<TabName, number | null>} */ #chosenIn = new Map();
  /** What our own commands were answered with, until the live view catches up. @type {Map<number, Question>} */ #answered = new Map();
  /** To be opened as soon as it is shown as it now is. @type {Question | null} */ #awaited = null;
  /** Called whenever another question is open. @type {() => void} */ #onChoice;

  /**
   * @param {Work} work
   * @param {() => void} onChoice
   */
  constructor(work, onChoice) {
    this.work = work;
    this.#onChoice = onChoice;
  }

  /** @returns {Question | undefined} */
  get question() {
    return numbered(this.work.objects, this.chosen);
  }

  /**
   * The version a command is given to: the one that is read, or what our own last command made of it.
   * @param {Question} question
   */
  versionOf({ number, text, version = 0 }) {
    const own = this.#answered.get(number);
    return own?.text === text ? Math.max(version, own.version ?? 0) : version;
  }

  /** The open list, with the row that is being read. */
  list() {
    const { objects } = this.work;
    if (!objects) return [];
    const all = listsOf(objects, this.filters)[this.tab];
    const list = this.state ? all.filter((question) => question.state === this.state) : all;
    return withChosen(list, this.order, this.question);
  }

  /**
   * @param {number | null} number
   * @param {"row" | "detail" | "tab" | null} [focusOn]
   */
  choose(number, focusOn = null) {
    this.focusOn = focusOn;
    if (number !== this.chosen) {
      this.chosen = number;
      this.#chosenIn.set(this.tab, number);
      this.#onChoice();
    }
    this.work.redraw();
  }

  /** Up or down in the list. @param {1 | -1} by */
  step(by) {
    const at = this.order.indexOf(this.chosen ?? -1);
    const next = at < 0 ? this.order[0] : this.order[at + by];
    if (next !== undefined) this.choose(next, "row");
    else if (at >= 0) this.choose(this.chosen, "row");
  }

  /** Which one to go on with when this one leaves the list. @param {number} number */
  after(number) {
    const at = this.order.indexOf(number);
    return at < 0 ? null : (this.order[at + 1] ?? this.order[at - 1] ?? null);
  }

  /**
   * @param {TabName} tab
   * @param {number | null} [chosen] else what was open there last
   */
  show(tab, chosen = this.#chosenIn.get(tab) ?? null) {
    const isThere = tabOf(numbered(this.work.objects, chosen)?.state ?? "submitted") === tab;
    this.tab = tab;
    this.state = "";
    this.order = [];
    this.choose(isThere ? chosen : null, this.focusOn);
  }

  /** Opens a question wherever it stands now. @param {number} number */
  goTo(number) {
    const { objects } = this.work;
    const question = numbered(objects, number);
    if (!objects || !question) return;
    const tab = tabOf(question.state);
    if (!listsOf(objects, this.filters)[tab].includes(question)) this.filters = NO_FILTERS;
    this.show(tab, number);
    this.focusOn = document.querySelector("dialog[open]") ? null : "row";
  }

  /** An answer can be here before the live view shows what it made. @param {Question} answer */
  goToOnceShown(answer) {
    this.#awaited = answer;
    this.heard();
  }

  /** After every message. */
  heard() {
    const awaited = this.#awaited;
    const shown = numbered(this.work.objects, awaited?.number ?? null);
    if (!awaited || !shown || (shown.version ?? 0) < (awaited.version ?? 0)) return;
    this.#awaited = null;
    this.goTo(awaited.number);
  }

  /** @param {Partial<Filters>} change */
  filter(change) {
    this.filters = { ...this.filters, ...change };
    this.order = [];
    this.work.redraw();
  }

  /**
   * Who goes through many questions is told of the last two: more would cover the list.
   * @param {string} text
   * @param {{label: string, act: () => void} | null} [action]
   */
  tell(text, action = null) {
    const { sayings } = this.work;
    const [last] = sayings.list.filter((one) => !one.isRefusal).slice(-1);
    sayings.list = sayings.list.filter((one) => one.isRefusal || one === last);
    sayings.tell(text, action);
  }

  /** @param {Dialog | null} dialog */
  open(dialog) {
    this.dialog = dialog;
    this.work.redraw();
  }

  /** Closes the dialog the browser's way, which gives the focus back. */
  close() {
    const element = document.querySelector("dialog.modal");
    if (element instanceof HTMLDialogElement && element.open) element.close();
    this.open(null);
  }

  /**
   * As `work.command`, but hands the refusal back for the dialog to say.
   * @param {string} about
   * @param {string} method
   * @param {string} path below the conference
   * @param {unknown} [body]
   * @param {{key?: string, ifMatch?: number}} [options]
   * @returns {Promise<Outcome>}
   */
  async attempt(about, method, path, body, options) {
    const { work } = this;
    if (work.busy.has(about)) return { answer: null, problem: null };
    work.busy.add(about);
    work.redraw();
    try {
      const answer = (await send(method, work.path(path), body, options)) ?? true;
      if (answer.number) this.#answered.set(answer.number, answer);
      return { answer, problem: null };
    } catch (error) {
      if (!(error instanceof Problem) || error.status === 401) {
        work.refuse(error);
        return { answer: null, problem: null };
      }
      return { answer: null, problem: error };
    } finally {
      work.busy.delete(about);
      work.redraw();
    }
  }
}
