// The floor's commands, each once: a tap on a picture that has only just changed is not an order,
// and what the server refuses as old is told with what is true now.

/** @import {Question} from "../types.js" */
/** @import {Work} from "../shell/work.js" */
/** @import {Picture} from "./picture.js" */
import { Problem, send } from "../api.js";
import { t } from "../i18n/chair.js";
import { t as shared } from "../i18n/work.js";

/** Nobody reads a new picture faster than this. */
const READING_MS = 700;
/** How long an answered command waits for the picture it made. */
const PICTURE_MS = 3000;
/** A tablet that was refused as old and hears nothing new after this has a dead line. */
const BEHIND_MS = 1500;
const ABOUT = "floor";

export class Floor {
  #work;
  /** @type {string | null} what the page shows */ #picture = null;
  /** when that may be acted upon */ #readAt = 0;
  /** @type {string | null} the picture that an answered command is about to replace */ #leaving = null;
  /** @type {string | null} the picture under the finger when it came down */ #pressed = null;
  /** our own step made it: that needs no word */ #isOurs = false;
  /** how many pictures others have made */ #others = 0;

  /** @param {Work} work */
  constructor(work) {
    this.#work = work;
  }

  /** To be told of every picture before it is drawn. @param {Picture} picture */
  see({ current, next }) {
    const picture = `${current?.number ?? ""}/${next?.number ?? ""}`;
    if (picture === this.#picture) return;
    const isFirst = this.#picture === null;
    this.#picture = picture;
    this.#isOurs = this.isBusy;
    this.#leaving = null;
    if (isFirst) return;
    if (!this.#isOurs) this.#others += 1;
    this.#readAt = performance.now() + READING_MS;
    setTimeout(() => this.#work.redraw(), READING_MS + 20);
  }

  /** A command is on its way, or its picture is. */
  get isBusy() {
    return this.#work.busy.has(ABOUT) || this.#leaving !== null;
  }

  /** Only for a moment: nothing has to look different. */
  get isSettling() {
    return this.#work.isLive && !this.isReady;
  }

  /** What is shown can be acted upon. */
  get isReady() {
    return this.#work.isLive && !this.isBusy && performance.now() >= this.#readAt;
  }

  /** The finger comes down. */
  press() {
    this.#pressed = this.#picture;
  }

  /**
   * Finishes the current question and calls the next, as shown.
   * @param {Picture} picture
   * @param {boolean} isTap rather than a key
   */
  async next({ current, next }, isTap) {
    if (!this.#mayAct(isTap) || (!current && !next)) return;
    const expected = { expected_current: current?.number ?? null, expected_next: next?.number ?? null };
    const said = next ? t("done_called", { number: next.number }) : t("done_finished", { number: current?.number ?? "" });
    await this.#run("/floor/next", expected, said);
  }

  /** One of a question's own steps. @param {Question} question @param {"finish" | "put_back" | "call" | "recall"} step */
  async step({ number }, step) {
    // What was picked from a list by its number is not taken for another.
    const isPicked = step === "call" || step === "recall";
    if (isPicked ? this.isBusy || !this.#work.isLive : !this.#mayAct()) return false;
    const said = { finish: "done_finished", put_back: "done_put_back", call: "done_called", recall: "done_recalled" };
    const word = /** @type {"done_finished"} */ (said[step]);
    return this.#run(`/questions/${number}/${step}`, undefined, t(word, { number }));
  }

  /** @param {Question} question @param {{agency: string, due: string}} promise */
  defer({ number }, promise) {
    return this.#run(`/questions/${number}/defer`, promise, t("done_deferred", { number }));
  }

  /** At once after an own step, which was known to be coming. */
  async undo() {
    if (this.isBusy || !this.#work.isLive) return;
    if (this.#isOurs || this.#mayAct()) await this.#run("/floor/undo", undefined, t("done_undone"), false);
  }

  /** Not while under way, not on what nobody has read, not on what changed under the finger. */
  #mayAct(isTap = false) {
    if (this.isBusy || !this.#work.isLive) return false;
    const isSame = !isTap || this.#pressed === this.#picture;
    if (isSame && performance.now() >= this.#readAt) return true;
    if (!this.#isOurs) this.#work.sayings.tell(t("stale_changed"));
    return false;
  }

  /**
   * @param {string} path below the conference
   * @param {unknown} body
   * @param {string} said once it is done
   * @param {boolean} [canUndo]
   */
  async #run(path, body, said, canUndo = true) {
    const work = this.#work;
    if (work.busy.has(ABOUT)) return false;
    work.busy.add(ABOUT);
    work.redraw();
    const before = this.#picture;
    try {
      await send("POST", work.path(path), body);
      if (this.#picture === before) this.#leave(before);
      work.sayings.tell(said, canUndo ? this.#undoing() : null);
      return true;
    } catch (error) {
      this.#refused(error);
      return false;
    } finally {
      work.busy.delete(ABOUT);
      work.redraw();
    }
  }

  /** What is offered after a step: to undo that one, not what another tablet has done since. */
  #undoing() {
    const others = this.#others;
    const act = () => void (others === this.#others ? this.undo() : this.#work.sayings.tell(t("stale_changed")));
    return { label: shared("undo"), act };
  }

  /** Until the picture has changed, or it turns out that it will not. @param {string | null} picture */
  #leave(picture) {
    this.#leaving = picture;
    setTimeout(() => {
      if (this.#leaving === picture) this.#leaving = null;
      this.#work.redraw();
    }, PICTURE_MS);
  }

  /** @param {unknown} error */
  #refused(error) {
    if (!(error instanceof Problem) || error.code !== "stale_floor") return this.#work.refuse(error);
    const { current, next } = error.facts.floor;
    this.#work.sayings.refuse(staleWords(current, next));
    const shown = this.#picture;
    setTimeout(() => shown === this.#picture && this.#work.catchUp(), BEHIND_MS);
  }
}

/** @param {Question | null} current @param {Question | null} next as they stand */
function staleWords(current, next) {
  return t("stale_floor", {
    current: current ? t("stale_current", { number: current.number }) : t("stale_no_current"),
    next: next ? t("stale_next", { number: next.number }) : t("stale_no_next"),
  });
}
