// What the screen of follow-ups holds: the list as it is narrowed, the one that is open, what is
// being written, and the commands. Lists are asked for; the live socket only says when.

/** @import {Work} from "../../shell/work.js" */
/** @import {Agency} from "../../types.js" */
/** @import {FollowUp, FollowUpState, Step} from "./words.js" */
import { ask, newKey, Problem } from "../../api.js";
import { t } from "../../i18n/office-follow-ups.js";
import { dayWords } from "../../time.js";
import { PENDING, stateWords } from "./words.js";

const EVERY_MS = 30_000;
const SETTLE_MS = 400;

/** @typedef {{q: string, agency: string, site: string, state: string}} Filter */
/** `base`: the reply it was begun on. @typedef {{reply: string, document_number: string, base: string}} Draft */
/** @typedef {"forward" | "reopen" | "due"} DialogName */

export class FollowUps {
  /** @type {FollowUp[] | null} null before the first answer */ items = null;
  /** @type {string | null} */ next = null;
  /** @type {Filter} */ filter = { q: "", agency: "", site: "", state: "pending" };
  /** @type {FollowUp | null} the one that is open */ chosen = null;
  /** @type {Step[]} */ history = [];
  /** @type {Agency[]} */ agencies = [];
  /** @type {DialogName | null} */ dialog = null;
  /** what was said last when the dialog opened */ dialogSince = 0;

  /** @type {Map<number, Draft>} */ #drafts = new Map();
  #asked = 0;
  #timer = 0;

  /** @param {Work} work */
  constructor(work) {
    this.work = work;
  }

  /** Once it is known whose screen this is. */
  arrive() {
    const wanted = Number(new URLSearchParams(location.hash.slice(1)).get("follow_up"));
    this.#quietly(async () => {
      this.agencies = (await ask(this.work.path("/agencies?limit=200"))).items;
      if (wanted) await this.choose(wanted);
    });
    this.load();
    setInterval(() => this.load(), EVERY_MS);
  }

  /** Something has changed: perhaps one of these. Many changes at once are one question. */
  hear() {
    this.loadSoon();
  }

  loadSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.load(), SETTLE_MS);
  }

  get zone() {
    return this.work.objects?.conference.timezone ?? "";
  }

  get mayUpdate() {
    return ["official", "moderator", "admin"].includes(this.work.place.role);
  }

  get mayManage() {
    return ["moderator", "admin"].includes(this.work.place.role);
  }

  /** @param {string | null | undefined} slug */
  agencyName = (slug) => this.agencies.find((one) => one.slug === slug)?.name ?? slug ?? "";

  /** @param {Partial<Filter>} change */
  narrow(change) {
    this.filter = { ...this.filter, ...change };
    this.work.redraw();
    this.loadSoon();
  }

  /** What an older answer says no longer counts once a newer was asked for. */
  load() {
    const mine = ++this.#asked;
    return this.#quietly(async () => {
      const page = await ask(this.#listPath());
      if (mine !== this.#asked) return;
      [this.items, this.next] = [page.items, page.next_cursor];
      if (this.chosen) await this.#refresh(this.chosen.id);
    });
  }

  more() {
    const { next } = this;
    if (!next) return;
    return this.#quietly(async () => {
      const page = await ask(`${this.#listPath()}&cursor=${encodeURIComponent(next)}`);
      this.items = [...(this.items ?? []), ...page.items];
      this.next = page.next_cursor;
    });
  }

  /** @param {number} id */
  async choose(id) {
    await this.#quietly(() => this.#refresh(id));
    history.replaceState(null, "", `#follow_up=${id}`);
    // On a phone it takes the list's place.
    if (matchMedia("(max-width: 60rem)").matches) scrollTo(0, 0);
  }

  leave() {
    this.chosen = null;
    history.replaceState(null, "", " ");
    this.work.redraw();
  }

  /** @param {FollowUp} one @returns {Draft} */
  draft({ id, reply, document_number }) {
    return this.#drafts.get(id) ?? { reply: reply ?? "", document_number: document_number ?? "", base: reply ?? "" };
  }

  /** @param {FollowUp} one */
  isUnsaved(one) {
    const { reply, document_number } = this.draft(one);
    return reply !== (one.reply ?? "") || document_number !== (one.document_number ?? "");
  }

  /** @param {FollowUp} one @param {Partial<Draft>} change */
  write(one, change) {
    this.#drafts.set(one.id, { ...this.draft(one), ...change });
    this.work.redraw();
  }

  /** @param {FollowUp} one */
  async save(one) {
    if (await this.#patch(one, {})) this.work.sayings.tell(t("done_saved", { number: one.number }));
  }

  /** @param {FollowUp} one @param {FollowUpState} state @param {Record<string, unknown>} [more] */
  async step(one, state, more = {}) {
    if (!(await this.#patch(one, { state, ...more }))) return;
    this.work.sayings.tell(t("done_state", { number: one.number, state: stateWords(state) }));
    this.closeDialog();
  }

  /** @param {FollowUp} one @param {string} due */
  async postpone(one, due) {
    if (!(await this.#patch(one, { due }))) return;
    this.work.sayings.tell(t("done_due", { number: one.number, date: dayWords(due) }));
    this.closeDialog();
  }

  /** @param {FollowUp} one @param {File} file */
  async attach(one, file) {
    const body = new FormData();
    body.set("file", file);
    const path = this.work.path(`/follow-ups/${one.id}/attachments`);
    try {
      await ask(path, { method: "POST", body, headers: { "Idempotency-Key": newKey() } });
      this.work.sayings.tell(t("done_file", { name: file.name }));
    } catch (error) {
      this.work.refuse(error);
    }
    await this.load();
  }

  /** @param {FollowUp} one @param {number} file */
  async detach(one, file) {
    await this.work.command(`file-${file}`, "DELETE", `/follow-ups/${one.id}/attachments/${file}`);
    await this.load();
  }

  /** @param {DialogName} name */
  open(name) {
    this.dialog = name;
    this.dialogSince = this.work.sayings.last;
    this.work.redraw();
  }

  closeDialog() {
    document.querySelector("dialog")?.close();
  }

  closed() {
    this.dialog = null;
    this.work.redraw();
  }

  /** What is typed goes along with every step. @param {FollowUp} one @param {Record<string, unknown>} body */
  async #patch(one, body) {
    const { reply, document_number } = this.draft(one);
    const written = this.isUnsaved(one) ? { reply: reply.trim() || null, document_number } : {};
    const ifMatch = one.version;
    const done = await this.work.command(`follow-up-${one.id}`, "PATCH", `/follow-ups/${one.id}`, { ...written, ...body }, { ifMatch });
    if (done) this.#drafts.delete(one.id);
    await this.load();
    return done;
  }

  /** @param {number} id */
  async #refresh(id) {
    const path = this.work.path(`/follow-ups/${id}`);
    try {
      const [one, { items }] = await Promise.all([ask(path), ask(`${path}/history`)]);
      [this.chosen, this.history] = [one, items];
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 404) throw error;
      this.chosen = null;
      this.work.sayings.tell(t("gone"));
    }
  }

  #listPath() {
    const { q, agency, site, state } = this.filter;
    const query = new URLSearchParams({ limit: "100" });
    for (const [name, value] of Object.entries({ q: q.trim(), agency, site })) if (value) query.set(name, value);
    for (const one of state === "pending" ? PENDING : state ? [state] : []) query.append("state", one);
    return this.work.path(`/follow-ups?${query}`);
  }

  /** A line that is away is told of by the bar, and the next time is soon. @param {() => Promise<void>} act */
  async #quietly(act) {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Problem) || error.status === 401 || error.status === 403) this.work.refuse(error);
    }
    this.work.redraw();
  }
}
