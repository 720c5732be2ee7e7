// The chair's tablet as one thing: its parts, the dialog that is open, and what they share.

/** @import {Work} from "../shell/work.js" */
/** @import {Agency, Objects, Question} from "../types.js" */
/** @import {Picture} from "./picture.js" */
import { ask } from "../api.js";
import { bySlug } from "../objects.js";
import { Outlook } from "../shell/outlook.js";
import { Floor } from "./floor.js";
import { Sorting } from "./sorting.js";
import { Summaries } from "./summaries.js";

/** `was`: the question as the dialog was opened on it. @typedef {{name: "question" | "assign" | "defer", number: number, was: Question} | {name: "ended"}} Dialog */

export class Chair {
  /** @type {Dialog | null} */ dialog = null;
  /** @type {Agency[]} */ agencies = [];

  /** what was said last when it opened */ dialogSince = 0;
  /** @type {number | undefined} */ #current;
  /** @type {HTMLElement | null} what opened the first dialog */ #opener = null;

  /** @param {Work} work */
  constructor(work) {
    this.work = work;
    this.floor = new Floor(work);
    this.sorting = new Sorting(work);
    this.outlook = new Outlook(work);
    this.summaries = new Summaries(work);
  }

  /** Once it is known which conference this is. */
  arrive() {
    this.summaries.recall();
    this.#fetchAgencies();
  }

  /** A new question begins at its top, unless somebody is writing there. @param {number | undefined} current */
  #showTop(current) {
    if (current === this.#current) return;
    this.#current = current;
    const panel = document.querySelector(".floor");
    if (panel && !panel.contains(document.activeElement)) panel.scrollTop = 0;
  }

  /** Tells every part the picture that is about to be drawn. @param {Objects} objects @param {Picture} picture */
  see(objects, picture) {
    this.#showTop(picture.current?.number);
    this.floor.see(picture);
    this.sorting.see(picture.queue);
    this.outlook.see(picture);
    this.summaries.see(objects.questions.values());
  }

  /** @param {string | null | undefined} slug */
  agencyName(slug) {
    return this.agencies.find((one) => one.slug === slug)?.name ?? slug ?? "";
  }

  /** @param {Objects} objects @param {string | null | undefined} slug of an official */
  officialName(objects, slug) {
    return bySlug(objects.officials, slug)?.name ?? slug ?? "";
  }

  /** @param {Dialog} dialog */
  open(dialog) {
    const focused = document.activeElement;
    if (!this.dialog && focused instanceof HTMLElement) this.#opener = focused;
    this.dialog = dialog;
    this.dialogSince = this.work.sayings.last;
    this.work.redraw();
  }

  close() {
    this.dialog = null;
    this.work.redraw();
    const opener = this.#opener;
    setTimeout(() => this.dialog === null && opener?.isConnected && opener.focus());
  }

  async #fetchAgencies() {
    try {
      this.agencies = (await ask(this.work.path("/agencies?limit=200"))).items;
      this.work.redraw();
    } catch {
      // Their slugs stand in for their names until the line is back.
      setTimeout(() => this.#fetchAgencies(), 5000);
    }
  }
}
