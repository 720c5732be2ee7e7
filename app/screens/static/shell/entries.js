// What people type into fields, and the values that the server takes: both ways, one table for all types.
// Pure. A typed text that makes no value is a BadEntry, whose message stands at the field.

/** @import {Field, Values} from "./form.js" */
import { t } from "../i18n/form.js";
import { lang } from "../i18n/index.js";
import { clock, date } from "../time.js";
import { SLUG, USERNAME } from "./slug.js";

const LEAST_PASSWORD = 10;

export class BadEntry extends Error {}

/** @typedef {{shown: (value: any, zone: string) => any, given: (typed: any, field: Field, zone: string) => any}} Entry */

/** @type {Record<Field["type"], Entry>} */
const ENTRIES = {
  line: { shown: text, given: line },
  long: { shown: text, given: line },
  slug: { shown: text, given: (typed, field) => matching(line(typed, field), SLUG, t("bad_slug")) },
  username: { shown: text, given: (typed, field) => matching(line(typed, field), USERNAME, t("bad_username")) },
  password: { shown: text, given: password },
  count: { shown: text, given: count },
  clock: { shown: text, given: (typed) => clockOf(typed) },
  moment: { shown: (value, zone) => (value ? momentText(Date.parse(value), zone) : ""), given: momentOf },
  choice: { shown: text, given: (typed) => typed || null },
  check: { shown: Boolean, given: Boolean },
  checks: { shown: (value) => [...(value ?? [])], given: (typed) => typed },
};

/**
 * @param {Field} field
 * @param {unknown} value as the server gives it
 * @param {Values} values of the whole form, as typed
 */
export function shown(field, value, values) {
  return ENTRIES[field.type].shown(value, field.zone?.(values) ?? "");
}

/**
 * @param {Field} field
 * @param {Values} values of the whole form, as typed
 * @returns {any} as the server takes it; null for nothing
 * @throws {BadEntry}
 */
export function given(field, values) {
  const value = ENTRIES[field.type].given(values[field.name], field, field.zone?.(values) ?? "");
  const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
  if (isEmpty && field.required) throw new BadEntry(t("required"));
  return value;
}

/** @param {unknown} value */
function text(value) {
  return value === null || value === undefined ? "" : String(value);
}

/**
 * @param {string} typed
 * @param {Field} field
 */
function line(typed, { max }) {
  const value = typed.trim();
  if (max && Array.from(value).length > max) throw new BadEntry(t("too_long", { max }));
  return value || null;
}

/**
 * @param {string | null} value
 * @param {RegExp} pattern
 * @param {string} otherwise
 */
function matching(value, pattern, otherwise) {
  if (value !== null && !pattern.test(value)) throw new BadEntry(otherwise);
  return value;
}

/** @param {string} typed taken as it is: spaces count */
function password(typed) {
  if (typed && Array.from(typed).length < LEAST_PASSWORD) throw new BadEntry(t("short_password"));
  return typed || null;
}

/**
 * @param {string} typed
 * @param {Field} field
 */
function count(typed, { min = 0, max = 1_000_000 }) {
  if (!typed.trim()) return null;
  const value = Number(typed.trim());
  if (!Number.isInteger(value) || value < min || value > max) throw new BadEntry(t("bad_count", { min, max: max.toLocaleString(lang) }));
  return value;
}

/** "8h30", "8:30" and "08.30" are 08:30. @param {string} typed */
function clockOf(typed) {
  if (!typed.trim()) return null;
  const [, hours, minutes = "0"] = /^(\d{1,2})\s*[h:.g]?\s*(\d{2})?$/i.exec(typed.trim()) ?? [];
  if (!hours || Number(hours) > 23 || Number(minutes) > 59) throw new BadEntry(t("bad_clock"));
  return `${hours.padStart(2, "0")}:${minutes.padStart(2, "0")}`;
}

/**
 * "5/3/2025 8:00" of a zone, as an instant.
 * @param {string} typed
 * @param {Field} _field
 * @param {string} zone
 */
function momentOf(typed, _field, zone) {
  if (!typed.trim()) return null;
  const [, day = "", month = "", year = "", rest = ""] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})[\s,]+(.+)$/.exec(typed.trim()) ?? [];
  if (!year) throw new BadEntry(t("bad_moment"));
  const wanted = `${day.padStart(2, "0")}/${month.padStart(2, "0")}/${year} ${clockOf(rest)}`;
  const utc = Date.parse(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}T${clockOf(rest)}:00Z`);
  // The zone's distance from UTC may differ between the guess and the moment itself: twice is enough.
  let ms = utc - distance(utc, zone);
  ms = utc - distance(ms, zone);
  if (Number.isNaN(ms) || momentText(ms, zone) !== wanted) throw new BadEntry(t("bad_moment"));
  return new Date(ms).toISOString();
}

/**
 * @param {number} ms
 * @param {string} zone
 */
function momentText(ms, zone) {
  return Number.isNaN(ms) ? "" : `${date(ms, zone)} ${clock(ms, zone)}`;
}

/**
 * @param {number} ms
 * @param {string} zone
 */
function distance(ms, zone) {
  if (Number.isNaN(ms)) return NaN;
  const [day, time] = [date(ms, zone), clock(ms, zone)];
  const [d, m, y] = day.split("/");
  return Date.parse(`${y}-${m}-${d}T${time}:00Z`) - Math.floor(ms / 60_000) * 60_000;
}
