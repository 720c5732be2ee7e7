// One site's desk: what is being written, what waits to be sent, what was reported, and what
// happens when somebody presses something.

/** @import {Work} from "../shell/work.js" */
/** @import {Site} from "../types.js" */
/** @import {Rest} from "./rest.js" */
/** @import {KeptFile} from "./rules.js" */
import { ask } from "../api.js";
import { plural, t } from "../i18n/site.js";
import { wait } from "../live.js";
import { signOut } from "../shell/bar.js";
import { keepFiles } from "../shell/keep-files.js";
import { Draft, questionFrom } from "./draft.js";
import { MOST_FILES, prepared } from "./files.js";
import { keepKnown, knownOf, lastKnown } from "./known.js";
import { Outbox } from "./outbox.js";
import { ownerOf } from "./rules.js";
import { Store } from "./store.js";

/** @typedef {{title: string, text: string, label: string, stay?: string, act: () => void}} Asked a question that has to be answered first */

export class SiteDesk {
  /** @type {KeptFile[]} of the new question */ files = [];
  fileTrouble = "";
  isPreparing = false;
  /** @type {Asked | null} */ asked = null;

  /** @type {Site[] | null} for those who belong to no site: to choose from */ sites = null;

  /** @type {Rest | null} what comes after the form */ rest = null;
  #isLive = false;

  /** @param {Work} work */
  constructor(work) {
    this.work = work;
    const { me, conference, site } = work.place;
    this.site = site ?? "";
    this.owner = ownerOf(me.username, conference);
    this.where = `${conference}/${this.site}`;
    this.known = lastKnown(this.where);
    this.draft = new Draft(`${this.owner} ${this.site}`);
    this.store = new Store();
    this.outbox = new Outbox({
      store: this.store,
      owner: this.owner,
      username: me.username,
      path: work.path("/questions"),
      onChange: () => work.redraw(),
      onArrived: (number) => work.sayings.tell(t("sent", { number })),
    });
  }

  /** What needs nothing from the server: the form works before the line does. */
  begin() {
    if (!this.site) return void this.#findSites();
    navigator.storage?.persist?.();
    addEventListener("online", () => this.outbox.send());
    document.addEventListener("visibilitychange", () => document.hidden || this.outbox.send());
    this.outbox.read();
    this.outbox.send();
    this.#loadRest();
    this.store.files(this.owner).then((files) => {
      this.files = files;
      this.work.redraw();
    });
    // Where there is a keyboard, writing begins at once; on a phone it would cover half the screen.
    if (matchMedia("(pointer: fine)").matches) requestAnimationFrame(focusText);
  }

  async #findSites() {
    try {
      this.sites = (await ask(this.work.path("/sites?limit=200"))).items;
    } catch (error) {
      this.work.refuse(error);
    }
    this.work.redraw();
  }

  /**
   * Until it is there: the form does without.
   * @param {number} [attempts] so far
   */
  async #loadRest(attempts = 0) {
    try {
      const { Rest, fetchLetters } = await import("./rest.js");
      this.rest = new Rest(this);
      fetchLetters().then(keepFiles);
    } catch {
      setTimeout(() => this.#loadRest(attempts + 1), wait(attempts, Math.random()));
      return;
    }
    this.work.redraw();
    keepFiles(); // the new ones as well
  }

  /** After every live message. */
  follow() {
    const { objects, isLive } = this.work;
    if (isLive && !this.#isLive) {
      this.outbox.send();
      this.rest?.report.again();
    }
    this.#isLive = isLive;
    if (!objects) return;
    const known = knownOf(objects, this.site);
    if (JSON.stringify(known) === JSON.stringify(this.known)) return;
    this.known = known;
    keepKnown(this.where, known);
  }

  /** Sends the new question: kept first, then on its way. */
  async submit() {
    if (!this.draft.check() || this.isPreparing) return this.showFault("new");
    const question = questionFrom(this.draft.values, this.site, this.known.phase);
    const files = this.files;
    try {
      await this.outbox.add(question, files);
    } catch {
      return this.work.sayings.refuse(t("no_room"));
    }
    this.draft.clear();
    await this.#setFiles([]);
    if (matchMedia("(pointer: fine)").matches) focusText();
  }

  /** @param {Iterable<File>} chosen */
  async attach(chosen) {
    this.fileTrouble = "";
    this.isPreparing = true;
    this.work.redraw();
    for (const file of chosen) {
      if (this.files.length >= MOST_FILES) {
        this.fileTrouble = t("too_many", { most: MOST_FILES });
        break;
      }
      const made = await prepared(file);
      if (typeof made === "string") this.fileTrouble = t(made, { name: file.name });
      else await this.#setFiles([...this.files, made]);
    }
    this.isPreparing = false;
    this.work.redraw();
  }

  /** @param {KeptFile} file */
  detach(file) {
    this.fileTrouble = "";
    return this.#setFiles(this.files.filter((one) => one !== file));
  }

  /** Unsent questions stay, but nobody else can send them: says so before signing out. */
  holdsSignOut() {
    const { count } = this.outbox;
    if (count === 0) return false;
    const { me } = this.work.place;
    const text = plural("leave_text", count, { name: me.name || me.username });
    this.ask({ title: t("leave_title"), text, label: t("leave"), stay: t("stay"), act: () => signOut(this.work) });
    return true;
  }

  /** @param {Asked | null} asked */
  ask(asked) {
    if (asked && !this.rest) return void (confirm(asked.text) && asked.act());
    this.asked = asked;
    this.work.redraw();
  }

  /** @param {KeptFile[]} files */
  async #setFiles(files) {
    this.files = files;
    this.work.redraw();
    await this.store.keepFiles(this.owner, files).catch(() => {});
  }

  /** Leads to the first field that is wrong. @param {string} prefix of the form's fields */
  showFault(prefix) {
    this.work.redraw();
    requestAnimationFrame(() => {
      const wrong = document.querySelector(`[id^="${prefix}-"][aria-invalid="true"]`);
      if (wrong instanceof HTMLElement) wrong.focus();
    });
  }
}

function focusText() {
  document.getElementById("new-text")?.focus();
}
