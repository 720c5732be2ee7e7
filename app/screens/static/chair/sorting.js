// The order of the queue while it is being changed: what is lifted, what has been sent and is not
// confirmed yet. Moving by finger (drag.js), by key and by button all end in `move`.

/** @import {Question} from "../types.js" */
/** @import {Work} from "../shell/work.js" */
import { Problem, send } from "../api.js";
import { t } from "../i18n/chair.js";

const PICTURE_MS = 3000;
const BEHIND_MS = 1500;
const ABOUT = "queue";

/**
 * What is lifted, over the queue as it was then: nothing jumps under a finger.
 * @typedef {{number: number, from: number, to: number, queue: Question[], version: number, byKey: boolean}} Lifted
 */

export class Sorting {
  /** @type {Lifted | null} */ lifted = null;
  /** for a live region */ said = "";

  #work;
  /** @type {number[] | null} what was sent, until the server's own order is seen */ #sent = null;
  /** the queue's version that our last move made */ #version = 0;

  /** @param {Work} work */
  constructor(work) {
    this.#work = work;
  }

  get isBusy() {
    return this.#work.busy.has(ABOUT);
  }

  /** The version of the queue that is shown. */
  get version() {
    return Math.max(this.#version, this.#work.objects?.conference.queue_version ?? 0);
  }

  /** The queue as it is shown. @param {Question[]} queue */
  shown(queue) {
    if (this.lifted) return this.lifted.queue;
    const sent = this.#sent;
    if (!sent) return queue;
    const place = (/** @type {Question} */ one) => sent.indexOf(one.number);
    return [...queue].sort((a, b) => place(a) - place(b));
  }

  /** @param {number} number @param {Question[]} queue as shown @param {boolean} byKey */
  lift(number, queue, byKey) {
    const from = queue.findIndex((one) => one.number === number);
    if (from < 0 || this.isBusy || !this.#work.isLive) return null;
    this.lifted = { number, from, to: from, queue, version: this.version, byKey };
    this.#say(t("said_lifted", { number, place: from + 1, count: queue.length }));
    return this.lifted;
  }

  /** @param {number} to place in the queue without it, from 0 */
  carry(to) {
    if (!this.lifted) return;
    const { number, queue } = this.lifted;
    const place = Math.max(0, Math.min(queue.length - 1, to));
    if (place === this.lifted.to) return;
    this.lifted.to = place;
    this.#say(t("said_moving", { number, place: place + 1, count: queue.length }));
  }

  drop() {
    const lifted = this.lifted;
    this.lifted = null;
    if (!lifted) return;
    this.#say(t("said_dropped", { number: lifted.number, place: lifted.to + 1 }));
    if (lifted.to !== lifted.from) this.move(lifted.number, lifted.to, lifted.queue, lifted.version);
  }

  cancel() {
    if (!this.lifted) return;
    const { number } = this.lifted;
    this.lifted = null;
    this.#say(t("said_cancelled", { number }));
  }

  /**
   * @param {number} number
   * @param {number} to its place, from 0
   * @param {Question[]} queue as it was seen
   * @param {number} [version] of the queue that was seen
   */
  async move(number, to, queue, version = this.version) {
    const work = this.#work;
    if (this.isBusy || !work.isLive) return;
    const order = queue.map((one) => one.number).filter((one) => one !== number);
    order.splice(to, 0, number);
    this.#sent = order;
    work.busy.add(ABOUT);
    work.redraw();
    try {
      const body = { question: number, before: order[to + 1] ?? null, version };
      this.#version = (await send("POST", work.path("/queue/move"), body)).version;
      setTimeout(() => this.#settle(order), PICTURE_MS);
    } catch (error) {
      this.#settle(order);
      this.#refused(error, number);
    } finally {
      work.busy.delete(ABOUT);
      work.redraw();
    }
  }

  /** To be told of every picture: once the server shows our order, ours has served. @param {Question[]} queue */
  see(queue) {
    if (!this.#sent) return;
    const numbers = queue.map((one) => one.number);
    if (numbers.length !== this.#sent.length || numbers.every((one, at) => one === this.#sent?.[at])) this.#sent = null;
  }

  /** @param {number[]} order */
  #settle(order) {
    if (this.#sent !== order) return;
    this.#sent = null;
    this.#work.redraw();
  }

  /** @param {unknown} error @param {number} number */
  #refused(error, number) {
    if (!(error instanceof Problem) || error.code !== "stale_queue") return this.#work.refuse(error);
    this.#work.sayings.refuse(t("stale_queue", { number }));
    setTimeout(() => this.version < error.facts.version && this.#work.catchUp(), BEHIND_MS);
  }

  /** @param {string} text */
  #say(text) {
    this.said = text;
    this.#work.redraw();
  }
}
