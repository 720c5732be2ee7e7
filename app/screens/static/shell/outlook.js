// When each question is expected, and who could fairly go next: the server's help, asked for anew
// whenever the queue changes. It is shown and never applied by itself.

/** @import {Question} from "../types.js" */
/** @import {Work} from "./work.js" */
import { ask } from "../api.js";

const SOON_MS = 300;
/** Expectations move with the clock even when the queue does not. */
const OLD_MS = 60_000;

/** @typedef {{number: number, why: string}} Suggestion */

export class Outlook {
  /** @type {ReadonlyMap<number, string>} by number, RFC 3339 */ starts = new Map();
  /** @type {Suggestion | null} */ suggestion = null;

  #work;
  #key = "";
  #timer = 0;

  /** @param {Work} work */
  constructor(work) {
    this.#work = work;
  }

  /** To be told of every picture. @param {{current: Question | null, queue: Question[]}} picture */
  see({ current, queue }) {
    const key = [current?.number, ...queue.map((one) => one.number)].join();
    if (key === this.#key || !this.#work.isLive) return;
    this.#key = key;
    this.#askIn(SOON_MS);
  }

  /** @param {number} ms */
  #askIn(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), ms);
  }

  async #ask() {
    try {
      const { forecast, suggestion } = await ask(this.#work.path("/queue"));
      this.starts = new Map(forecast.map((/** @type {{number: number, starts_at: string}} */ one) => [one.number, one.starts_at]));
      this.suggestion = suggestion;
      this.#work.redraw();
    } catch {
      // The queue is right without it; the next change or minute asks again.
    }
    this.#askIn(OLD_MS);
  }
}
