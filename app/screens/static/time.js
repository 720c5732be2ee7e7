// Times as people read them: HH:mm in the conference's zone, and how long something has gone on.

import { t } from "./i18n/index.js";

const FALLBACK_ZONE = "Asia/Ho_Chi_Minh";
/** @type {Map<string, Intl.DateTimeFormat>} */
const clocks = new Map();

/**
 * @param {number} ms
 * @param {string} zone IANA name
 */
export function clock(ms, zone) {
  return formatter(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(ms);
}

/**
 * "05/03/2025"
 * @param {number} ms
 * @param {string} zone IANA name
 */
export function date(ms, zone) {
  return formatter(zone, { day: "2-digit", month: "2-digit", year: "numeric" }).format(ms);
}

/** Today, as `<input type="date">` writes it. @param {number} ms @param {string} zone IANA name */
export function today(ms, zone) {
  return dayWords(date(ms, zone), "/", "-");
}

/** "05/03/2025" from "2025-03-05". @param {string} day */
export function dayWords(day, from = "-", to = "/") {
  return day.split(from).reverse().join(to);
}

/**
 * By whole minutes: seconds that run would hurry the one who answers.
 * @param {number} ms
 */
export function duration(ms) {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return t("just_now");
  if (minutes < 60) return t("minutes", { minutes });
  return t("hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/**
 * Making a formatter is slow and the clock asks every second, so they are kept.
 * @param {string} zone
 * @param {Intl.DateTimeFormatOptions} options
 */
function formatter(zone, options) {
  const key = zone + Object.keys(options).join();
  const kept = clocks.get(key);
  if (kept) return kept;
  const made = inZone(zone, options);
  clocks.set(key, made);
  return made;
}

/**
 * A zone this browser has never heard of must not blank the screen.
 * @param {string} timeZone
 * @param {Intl.DateTimeFormatOptions} options
 */
function inZone(timeZone, options) {
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: FALLBACK_ZONE });
  }
}
