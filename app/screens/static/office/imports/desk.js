// What the page of imports holds: the sheet that is open, the rows shown of it, which of them are chosen.

/** @import {Work} from "../../shell/work.js" */
import { ask, newKey, send } from "../../api.js";
import { t } from "../../i18n/office-imports.js";

/** @typedef {"new" | "duplicate" | "error"} Status */
/** @typedef {{row: number, status: Status, of: number | null, of_row: number | null, errors: {column: string, message: string}[], corrections: {column: string, message: string}[], site: string | null, text: string | null, name: string | null}} Row */
/** @typedef {{new: number, duplicate: number, error: number, skipped: number}} Counts */
/** @typedef {{id: number, name: string, state: "reading" | "preview" | "applied" | "failed", progress: {done: number, total: number}, counts: Counts | null, unknown_columns: string[], failure: {title: string, detail: string} | null, applied: {count: number, first: number, last: number, at: string, by: string} | null, created_at: string, created_by: string}} Import */

const LOOK_MS = 700;
/** A large sheet over a poor line. */
const SENDING_MS = 10 * 60_000;
const PAGE = 50;

export class ImportDesk {
  /** @type {Import | null} the one that is open */ open = null;
  /** @type {Import[] | null} */ earlier = null;
  /** @type {Row[]} */ rows = [];
  /** @type {string | null} */ cursor = null;
  /** @type {Status | ""} */ status = "";
  /** New rows that are left out. @type {Set<number>} */ without = new Set();
  /** Repeated rows that are taken in all the same. @type {Set<number>} */ along = new Set();
  sending = "";
  #looking = 0;

  /** @param {Work} work */
  constructor(work) {
    this.work = work;
  }

  /** How many questions applying would make. */
  get chosen() {
    return (this.open?.counts?.new ?? 0) - this.without.size + this.along.size;
  }

  async list() {
    await this.#try(async () => {
      this.earlier = (await ask(this.work.path("/imports?limit=20"))).items;
    });
  }

  /** @param {File} file */
  async send(file) {
    this.sending = file.name;
    this.work.redraw();
    const body = new FormData();
    body.append("file", file);
    const headers = { "Idempotency-Key": newKey() };
    await this.#try(async () => {
      const made = await ask(this.work.path("/imports"), { method: "POST", headers, body, signal: AbortSignal.timeout(SENDING_MS) });
      await this.look(made);
    });
    this.sending = "";
    this.work.redraw();
  }

  /** Opens an import and follows it until it has been read. @param {Import} one */
  async look(one) {
    const mine = ++this.#looking;
    this.open = one;
    this.rows = [];
    this.status = "";
    this.without.clear();
    this.along.clear();
    this.work.redraw();
    await this.#follow(mine, one.id);
  }

  /** @param {number} mine @param {number} id */
  async #follow(mine, id) {
    await this.#try(async () => {
      const shown = await ask(this.#path(id, null));
      if (mine !== this.#looking) return;
      this.#take(shown);
      this.rows = shown.rows;
      if (shown.state === "reading") setTimeout(() => mine === this.#looking && this.#follow(mine, id), LOOK_MS);
    });
  }

  leave() {
    this.#looking += 1;
    this.open = null;
    this.list();
  }

  /** @param {Status | ""} status */
  async filter(status) {
    this.status = status;
    if (this.open) await this.#follow(++this.#looking, this.open.id);
  }

  async more() {
    const { open, cursor } = this;
    if (!open || !cursor) return;
    await this.#try(async () => {
      const shown = await ask(this.#path(open.id, cursor));
      this.#take(shown);
      this.rows = [...this.rows, ...shown.rows];
    });
  }

  /** @param {Row} row */
  isTaken({ row, status }) {
    return status === "new" ? !this.without.has(row) : this.along.has(row);
  }

  /** @param {Row} row */
  toggle(row) {
    const changed = row.status === "new" ? this.without : this.along;
    if (!changed.delete(row.row)) changed.add(row.row);
    this.work.redraw();
  }

  async apply() {
    const { open } = this;
    if (!open) return;
    const done = await this.work.command("apply", "POST", `/imports/${open.id}/apply`, { rows: await this.#wanted(open.id) });
    if (!done) return;
    this.work.sayings.tell(done.applied ? t("state_applied") : t("nothing_new"));
    await this.look(done);
  }

  /** The rows to name; null when it is simply all that are new. @param {number} id */
  async #wanted(id) {
    if (!this.without.size && !this.along.size) return null;
    const rows = [...this.along];
    for (let cursor = ""; ; ) {
      const page = await ask(`${this.work.path(`/imports/${id}`)}?limit=200&status=new${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      rows.push(...page.rows.map((/** @type {Row} */ one) => one.row).filter((/** @type {number} */ row) => !this.without.has(row)));
      if (!page.next_cursor) return rows;
      cursor = page.next_cursor;
    }
  }

  async remove() {
    const { open } = this;
    if (!open) return;
    await this.#try(async () => {
      await send("DELETE", this.work.path(`/imports/${open.id}`));
      this.work.sayings.tell(t("removed"));
      this.leave();
    });
  }

  /** @param {number} id @param {string | null} cursor */
  #path(id, cursor) {
    const query = new URLSearchParams({ limit: String(PAGE) });
    if (this.status) query.set("status", this.status);
    if (cursor) query.set("cursor", cursor);
    return `${this.work.path(`/imports/${id}`)}?${query}`;
  }

  /** @param {Import & {next_cursor: string | null}} shown */
  #take(shown) {
    this.open = shown;
    this.cursor = shown.next_cursor;
  }

  /** @param {() => Promise<void>} act */
  async #try(act) {
    try {
      await act();
    } catch (error) {
      this.work.refuse(error);
    }
    this.work.redraw();
  }
}
