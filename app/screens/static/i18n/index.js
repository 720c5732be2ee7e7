// Which language the screen speaks, and its words. Vietnamese unless the address says ?lang=en:
// the browser's own setting never decides what a hall of people reads.

import en from "./en.js";
import vi from "./vi.js";

/** @typedef {keyof typeof vi} Word */

/** @param {string} search of the address */
export function language(search) {
  return new URLSearchParams(search).get("lang") === "en" ? "en" : "vi";
}

export const lang = language(location.search);
document.documentElement.lang = lang;
const words = lang === "en" ? en : vi;

/**
 * @param {Word} word
 * @param {Record<string, string | number>} [values] for its {places}
 */
export function t(word, values = {}) {
  return words[word].replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}
