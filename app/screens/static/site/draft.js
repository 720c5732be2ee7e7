// What is being written: kept with every letter, checked before it is sent, turned into a question.

/** @import {Question} from "../types.js" */
/** @import {QuestionGiven} from "./rules.js" */

/**
 * The fields as they stand in the form. `origin` "" until somebody chooses.
 * @typedef {{text: string, name: string, position: string, organisation: string, phone: string, topic: string, kind: string, origin: string, may_show_name: boolean}} Values
 */
/** @typedef {{text?: "text_missing" | "text_long", name?: "name_missing", phone?: "phone_wrong"}} Faults */

export const LONGEST_TEXT = 4000;

/** @type {Readonly<Values>} */
export const BLANK = {
  text: "",
  name: "",
  position: "",
  organisation: "",
  phone: "",
  topic: "",
  kind: "question",
  origin: "",
  may_show_name: false,
};

/** As the server counts: characters, not halves of them. @param {string} text */
export function lengthOf(text) {
  return Array.from(text.normalize("NFC").trim()).length;
}

/**
 * @param {Values} values
 * @returns {Faults} empty when it can be sent
 */
export function faultsOf({ text, name, phone }) {
  /** @type {Faults} */
  const faults = {};
  if (!text.trim()) faults.text = "text_missing";
  else if (lengthOf(text) > LONGEST_TEXT) faults.text = "text_long";
  if (!name.trim()) faults.name = "name_missing";
  if (!/^[0-9+ ().-]{0,30}$/.test(phone.trim())) faults.phone = "phone_wrong";
  return faults;
}

/**
 * @param {Values} values
 * @param {string} site slug
 * @param {string} phase of the conference: what is written before the dialogue was collected
 * @returns {QuestionGiven}
 */
export function questionFrom(values, site, phase) {
  const { text, kind, topic } = values;
  const origin = values.origin || (phase === "live" ? "live" : "collected");
  return { site, text: text.trim(), kind, origin, topic: topic || null, asker: askerFrom(values) };
}

/** @param {Values} values */
export function askerFrom({ name, position, organisation, phone, may_show_name }) {
  return {
    name: name.trim(),
    position: position.trim() || null,
    organisation: organisation.trim() || null,
    phone: phone.trim() || null,
    may_show_name,
  };
}

/**
 * The other way: for revising.
 * @param {Pick<Question, "text" | "kind" | "topic" | "asker"> | QuestionGiven} question
 * @returns {Values}
 */
export function valuesOf(question) {
  const { text, kind, topic, asker } = question;
  return {
    ...BLANK,
    text,
    kind,
    topic: topic ?? "",
    origin: "origin" in question ? String(question.origin) : "",
    name: asker?.name ?? "",
    position: asker?.position ?? "",
    organisation: asker?.organisation ?? "",
    phone: asker?.phone ?? "",
    may_show_name: asker?.may_show_name ?? false,
  };
}

/** One form's values, kept on this machine under a name until they are sent. */
export class Draft {
  /** @type {Values} */ values;
  /** @type {Faults} */ faults = {};
  #name;
  #start;

  /**
   * @param {string} name
   * @param {Readonly<Values>} [start] what the form begins with
   */
  constructor(name, start = BLANK) {
    this.#name = `doithoai.draft ${name}`;
    this.#start = start;
    this.values = { ...start, ...kept(this.#name) };
  }

  /** @param {Partial<Values>} change */
  change(change) {
    this.values = { ...this.values, ...change };
    for (const name of Object.keys(change)) delete this.faults[/** @type {keyof Faults} */ (name)];
    try {
      localStorage.setItem(this.#name, JSON.stringify(this.values));
    } catch {
      // Full or forbidden: then it lasts as long as the page.
    }
  }

  /** Tells whether it can be sent. */
  check() {
    this.faults = faultsOf(this.values);
    return Object.keys(this.faults).length === 0;
  }

  clear() {
    this.values = { ...this.#start };
    this.faults = {};
    localStorage.removeItem(this.#name);
  }
}

/** @param {string} name */
function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "{}");
  } catch {
    return {};
  }
}
