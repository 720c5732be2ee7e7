// What the set-up screen holds beside what it is told live: lists it asks for, the open dialog, open forms.

/** @import {Agency, AgendaItem, Conference, Official, Site, Topic} from "../types.js" */
/** @import {FormOptions} from "../shell/form.js" */
/** @import {Work} from "../shell/work.js" */
import { t } from "../i18n/setup.js";
import { Form } from "../shell/form.js";
import { Loaded } from "./loaded.js";

/** @typedef {{id: number, slug: string, name: string, order: number, version: number}} Thing */
/** @typedef {{id: number, username: string, name: string, is_admin: boolean, is_active: boolean, version: number}} User */
/** @typedef {import("../signin/screens.js").Role} Role */
/** @typedef {{id: number, username: string, name: string, role: Role, site: string | null, official: string | null}} Member */
/** @typedef {{id: number, role: Role, site: string | null, official: string | null, name: string, created_at: string, expires_at: string, used_at: string | null, link?: string | null, qr?: string | null}} Invitation */
/** @typedef {{id: number, username: string, name: string, approved_by: string, approved_at: string, signed_in_at: string | null}} Screen */
/** @typedef {{id: number, name: string, scopes: string[], created_at: string, revoked_at: string | null, key?: string | null}} Key */

/** `isOnce`: what it shows cannot be had again. @typedef {{title: string, content: () => unknown, wide?: boolean, form?: Form, isOnce?: boolean}} Dialog */
/** @typedef {Omit<FormOptions, "id" | "redraw" | "cancel" | "done"> & {title: string, wide?: boolean, done: (result: any) => void}} Question */

export class Board {
  /** @type {Dialog | null} */ dialog = null;
  /** What is looked for in each list, by its name. @type {Map<string, string>} */ filters = new Map();
  /** The order of a list as it was just arranged here, until the server tells the same. @type {Map<string, string[]>} */ orders = new Map();
  /** The conference's own form, and what it was filled from. @type {{form: Form, baseline: Conference} | null} */ settings = null;

  /** @param {Work} work */
  constructor(work) {
    this.work = work;
    const redraw = () => work.redraw();
    /** @type {Loaded<Agency>} */ this.agencies = new Loaded(work.path("/agencies"), redraw);
    /** @type {Loaded<Member>} */ this.members = new Loaded(work.path("/members"), redraw);
    /** @type {Loaded<User>} */ this.users = new Loaded("/users", redraw);
    /** @type {Loaded<Invitation>} */ this.invitations = new Loaded(work.path("/invitations"), redraw);
    /** @type {Loaded<Screen>} */ this.screens = new Loaded(work.path("/screens"), redraw);
    /** @type {Loaded<Key>} */ this.keys = new Loaded(work.path("/keys"), redraw);
    this.agencies.load();
  }

  /** @returns {Conference} */
  get conference() {
    if (!this.work.objects) throw new Error("nothing has been told yet");
    return this.work.objects.conference;
  }

  /** An archived conference stays as it is. */
  get isArchived() {
    return this.conference.phase === "archived";
  }

  /** @returns {Site[]} */
  get sites() {
    return ordered(this.work.objects?.sites.values() ?? []);
  }

  /** @returns {Topic[]} */
  get topics() {
    return ordered(this.work.objects?.topics.values() ?? []);
  }

  /** @returns {Official[]} */
  get officials() {
    return ordered(this.work.objects?.officials.values() ?? []);
  }

  /** @returns {AgendaItem[]} */
  get agenda() {
    return ordered(this.work.objects?.agenda.values() ?? []);
  }

  /** Agencies are in no live view, but what happens to them is told. */
  hear() {
    if (this.work.news.events.some(({ type }) => type.startsWith("agency."))) this.agencies.load();
  }

  redraw() {
    this.work.redraw();
  }

  /** @param {Dialog} dialog */
  open(dialog) {
    this.dialog = dialog;
    this.redraw();
  }

  /** The browser's own closing gives the focus back; what it tells then takes the dialog out. */
  close() {
    document.querySelector("dialog")?.close();
  }

  /** Closes what is shown once, on purpose: it is gone then. */
  finish() {
    if (this.dialog) this.dialog.isOnce = false;
    this.close();
  }

  /** What was typed into a form, or is shown once, is not lost by a slip of the finger. */
  closed() {
    const left = this.dialog;
    this.dialog = null;
    this.redraw();
    if (!left?.isOnce && !left?.form?.isDirty) return;
    this.work.sayings.tell(t(left.isOnce ? "closed_once" : "not_saved"), { label: t("open_again"), act: () => this.open(left) });
  }

  /** Opens a form in a dialog; `done` is called when the server has accepted. @param {Question} question */
  ask({ title, done, wide = false, ...options }) {
    const form = new Form({
      ...options,
      id: "asked",
      redraw: () => this.redraw(),
      cancel: () => this.close(),
      done: (result) => {
        const before = this.dialog;
        done(result);
        if (this.dialog === before) this.close();
      },
    });
    this.open({ title, content: () => form.view(), form, wide });
  }
}

/**
 * @template {{order: number, id: number}} T
 * @param {Iterable<T>} things
 */
export function ordered(things) {
  return [...things].sort((a, b) => a.order - b.order || a.id - b.id);
}
