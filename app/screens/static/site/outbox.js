// Sends what waits, the oldest first, each thing under its own fixed key, for as long as it takes.
// One tab at a time does it where the browser has locks; elsewhere the keys make a double harmless.

/** @import {Entry, KeptFile, QuestionGiven} from "./rules.js" */
/** @import {Store} from "./store.js" */
import { ask, newKey, Problem, send } from "../api.js";
import { wait } from "../live.js";
import { uploadOf } from "./files.js";
import { afterArrival, meaningOf, nextToSend, ownEntries } from "./rules.js";

/**
 * @typedef {object} OutboxOptions
 * @property {Store} store
 * @property {string} owner
 * @property {string} username whose session must be the one that sends
 * @property {string} path of the conference's questions
 * @property {() => void} onChange
 * @property {(number: number, entry: Entry) => void} onArrived a question has its number
 */

export class Outbox {
  /** @type {Entry[]} own ones, in order */ entries = [];
  /** Before that nothing is known about what waits. */ isRead = false;
  /** How many wait for other accounts of this machine. */ others = 0;
  /** @type {"" | "away" | "signed-out" | "other-account"} why nothing goes at present */ trouble = "";

  /** @type {OutboxOptions} */ #options;
  #tabs = new BroadcastChannel("doithoai.outbox");
  #isSending = false;
  #isAskedAgain = false;
  #attempts = 0;
  #timer = 0;

  /** @param {OutboxOptions} options */
  constructor(options) {
    this.#options = options;
    this.#tabs.onmessage = () => this.read();
  }

  /** How many have not been sent, wholly or in part. */
  get count() {
    return this.entries.length;
  }

  async read() {
    const all = await this.#options.store.entries();
    this.entries = ownEntries(all, this.#options.owner);
    this.others = all.length - this.entries.length;
    this.isRead = true;
    this.#options.onChange();
  }

  /**
   * Keeps a question, and sends it when its turn comes.
   * @param {QuestionGiven} question
   * @param {KeptFile[]} files
   * @throws when it could not be kept
   */
  async add(question, files) {
    const { store, owner } = this.#options;
    await store.add({ owner, key: newKey(), at: Date.now(), question, files, number: null, refused: null });
    await this.#changed();
    this.send();
  }

  /** Takes back what was refused. @param {Entry} entry */
  async drop(entry) {
    await this.#options.store.remove(entry.id);
    await this.#changed();
  }

  /**
   * Sends what was refused again, in other words, or without the file that was refused.
   * @param {Entry} entry
   * @param {Partial<Entry>} change
   */
  async again(entry, change) {
    await this.#options.store.change({ ...entry, key: newKey(), ...change, refused: null });
    await this.#changed();
    this.send();
  }

  /** Now, whatever the last attempt said. */
  async send() {
    clearTimeout(this.#timer);
    if (this.#isSending) {
      this.#isAskedAgain = true;
      return;
    }
    this.#isSending = true;
    try {
      const { locks } = navigator;
      await (locks ? locks.request(`doithoai.outbox ${this.#options.owner}`, () => this.#sendAll()) : this.#sendAll());
    } finally {
      this.#isSending = false;
      this.#options.onChange();
    }
    if (!this.#isAskedAgain) return;
    this.#isAskedAgain = false;
    if (this.trouble !== "away") this.send();
  }

  async #sendAll() {
    await this.read();
    if (!nextToSend(this.entries)) return this.#rest("");
    try {
      if (!(await this.#isMe())) return this.#rest("other-account");
      for (let next = nextToSend(this.entries); next; next = nextToSend(this.entries)) await this.#sendOne(next);
      this.#rest("");
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#rest(error.status === 401 ? "signed-out" : "away", error.retryAfter);
    }
  }

  /** The session may have become another person's, in another tab: nothing goes under a wrong name. */
  async #isMe() {
    const me = await ask("/me");
    if (!me) throw new Problem(0, "unreachable", "");
    return me.username === this.#options.username;
  }

  /** @param {Entry} entry */
  async #sendOne(entry) {
    try {
      const left = entry.number === null ? await this.#sendQuestion(entry) : await this.#sendFile(entry);
      await (left ? this.#options.store.change(left) : this.#options.store.remove(entry.id));
    } catch (error) {
      if (!(error instanceof Problem) || meaningOf(error) !== "refused") throw error;
      const { status, detail } = error;
      await this.#options.store.change({ ...entry, refused: { status, detail } });
    }
    this.#attempts = 0;
    await this.#changed();
  }

  /** @param {Entry} entry */
  async #sendQuestion(entry) {
    const made = await send("POST", this.#options.path, entry.question, { key: entry.key });
    // Whoever answered without a number was not the server.
    if (!Number.isInteger(made?.number)) throw new Problem(0, "unreachable", "");
    this.#options.onArrived(made.number, entry);
    return afterArrival(entry, { number: made.number });
  }

  /** @param {Entry} entry */
  async #sendFile(entry) {
    const [file] = entry.files;
    if (!file) return null;
    const made = await ask(`${this.#options.path}/${entry.number}/attachments`, uploadOf(file));
    if (!Number.isInteger(made?.id)) throw new Problem(0, "unreachable", "");
    return afterArrival(entry, { file: file.key });
  }

  /**
   * Until somebody asks again; when the server is away, until soon.
   * @param {Outbox["trouble"]} trouble
   * @param {number | null} [retryAfter] seconds
   */
  #rest(trouble, retryAfter = null) {
    this.trouble = trouble;
    if (trouble !== "away") return;
    const pause = Math.max((retryAfter ?? 0) * 1000, wait(this.#attempts, Math.random()));
    this.#attempts += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.send(), pause);
  }

  async #changed() {
    this.#tabs.postMessage("changed");
    await this.read();
  }
}
