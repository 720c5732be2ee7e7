// Small things that stand in rows, in the open question and in dialogs alike.

/** @import {Question, State} from "../types.js" */
/** @import {WorkWord} from "../i18n/work.js" */
import { html } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/desk.js";
import { t as shared } from "../i18n/work.js";
import { clock, date } from "../time.js";

/** @type {Partial<Record<State, string>>} */
const LOOKS = { submitted: "warn", approved: "good", queued: "good", answering: "good", rejected: "bad", returned: "warn" };

/** @param {Question} question */
export function stateChip({ state }) {
  return html`<span class="chip ${LOOKS[state] ?? ""}">${stateWord(state)}</span>`;
}

/** @param {State} state */
export function stateWord(state) {
  return shared(/** @type {WorkWord} */ (`state_${state}`));
}

/** Since when, in few words. @param {string | undefined} since @param {number} now ms */
export function age(since, now) {
  const minutes = since ? Math.floor((now - Date.parse(since)) / 60_000) : 0;
  if (minutes < 1) return shared("just_now");
  if (minutes < 60) return t("short_minutes", { minutes });
  if (minutes < 48 * 60) return t("short_hours", { hours: Math.floor(minutes / 60) });
  return t("short_days", { days: Math.floor(minutes / (24 * 60)) });
}

/** "14:05", and the date when it is not today's. @param {string | null | undefined} time @param {string} zone @param {number} now ms */
export function at(time, zone, now) {
  if (!time) return "";
  const ms = Date.parse(time);
  const day = date(ms, zone);
  return day === date(now, zone) ? clock(ms, zone) : `${clock(ms, zone)} ${day}`;
}
