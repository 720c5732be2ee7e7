// A follow-up in words: its state, its days, its times. No markup here.

import { plural, t } from "../../i18n/office-follow-ups.js";
import { clock, date, dayWords } from "../../time.js";

/** @typedef {"open" | "in_progress" | "resolved" | "explained" | "forwarded"} FollowUpState */
/** @typedef {{id: number, name: string, media_type: string, size: number}} Enclosure */

/**
 * As the server shows one; what the asker's site is not told is missing.
 * @typedef {object} FollowUp
 * @property {number} id
 * @property {number} number
 * @property {string} site
 * @property {string} agency
 * @property {string | null} promise
 * @property {string} due "YYYY-MM-DD"
 * @property {number | null} days_left
 * @property {boolean} overdue
 * @property {FollowUpState} state
 * @property {string | null} closed_at
 * @property {number} version
 * @property {import("../../types.js").Question | null} question
 * @property {string | null} [document_number]
 * @property {string | null} [reply]
 * @property {Enclosure[]} [attachments]
 * @property {string | null} [forwarded_from]
 */

/**
 * @typedef {object} Step
 * @property {number} seq
 * @property {string} type
 * @property {string} at
 * @property {string} [actor]
 * @property {string} [agency]
 * @property {string} [forwarded_to]
 * @property {Record<string, {from: string | null, to: string | null}>} [changes]
 * @property {string | null} [note]
 */

/** @type {readonly FollowUpState[]} */
export const PENDING = ["open", "in_progress", "forwarded"];
const SOON = 2;

/** @param {FollowUp} one */
export function isClosed({ state }) {
  return !PENDING.includes(state);
}

/** @param {string} state */
export function stateWords(state) {
  return t(/** @type {`state_${FollowUpState}`} */ (`state_${state}`));
}

/** How much time there is, and how it looks. @param {FollowUp} one @param {string} zone */
export function timeLeft(one, zone) {
  const { days_left: days, closed_at } = one;
  if (days === null) return { text: t("done_on", { date: closed_at ? date(Date.parse(closed_at), zone) : "" }), look: "good" };
  if (days < 0) return { text: plural("overdue", -days), look: "bad" };
  return { text: days === 0 ? t("today") : plural("days", days), look: days <= SOON ? "warn" : "" };
}

/** "14:05 05/03/2025" @param {string} at @param {string} zone */
export function momentWords(at, zone) {
  const ms = Date.parse(at);
  return `${clock(ms, zone)} ${date(ms, zone)}`;
}

/** What one step of the history says, line by line. @param {Step} step @param {(slug: string | null | undefined) => string} agencyName */
export function stepWords({ type, agency, forwarded_to, changes = {} }, agencyName) {
  const lines = [];
  if (type === "follow_up.opened" || type === "question.deferred") {
    return [t("was_opened", { agency: agencyName(agency), due: dayWords(changes.due?.to ?? "") })];
  }
  if (type === "follow_up.attached") return [t("was_attached")];
  if (type === "follow_up.detached") return [t("was_detached")];
  if (forwarded_to) lines.push(t("was_forwarded", { from: agencyName(agency), to: agencyName(forwarded_to) }));
  else if (changes.state?.to) lines.push(t("now_state", { state: stateWords(changes.state.to) }));
  if (changes.due) lines.push(t("now_due", { from: dayWords(changes.due.from ?? ""), to: dayWords(changes.due.to ?? "") }));
  if (changes.reply) lines.push(t("now_reply"));
  if (changes.document_number) lines.push(t("now_document_number", { to: changes.document_number.to ?? "" }));
  return lines;
}
