// Which language the screen speaks, and how a word becomes text. Vietnamese unless the address says
// ?lang=en, or a person chose it on a page that keeps choices (<html data-keeps>): the browser's own
// setting never decides what a hall of people reads.

import vi from "./vi.js";

/** @typedef {"vi" | "en"} Language */
/** @typedef {Record<string, string | number>} Values for the {places} of a text */

const KEPT = "doithoai.lang";

/**
 * @param {string} search of the address
 * @param {string | null} [kept] what a person chose here before
 * @returns {Language}
 */
export function language(search, kept = null) {
  return (new URLSearchParams(search).get("lang") ?? kept) === "en" ? "en" : "vi";
}

export const lang = language(location.search, "keeps" in document.documentElement.dataset ? localStorage.getItem(KEPT) : null);
document.documentElement.lang = lang;
const numbers = new Intl.NumberFormat(lang);
const plurals = new Intl.PluralRules(lang);

/**
 * The two catalogues of one part of the product, as the functions that speak them.
 * @template {Record<string, string>} Words
 * @param {Words} inVietnamese decides which words there are
 * @param {() => Promise<{default: {[word in keyof Words]: string}}>} inEnglish fetched only to be spoken
 */
export async function catalogue(inVietnamese, inEnglish) {
  /** @type {{[word in keyof Words]: string}} */
  const words = lang === "en" ? (await inEnglish()).default : inVietnamese;
  return {
    /**
     * @param {keyof Words} word
     * @param {Values} [values]
     */
    t: (word, values = {}) => filled(words[word], values),
    /**
     * The form for this count: `word_one` or `word_other` (Vietnamese has the same for both). {count} is the number.
     * @param {keyof Words extends infer Key ? Key extends `${infer Stem}_other` ? Stem : never : never} word
     * @param {number} count
     * @param {Values} [values]
     */
    plural: (word, count, values = {}) => {
      const form = plurals.select(count) === "one" ? "one" : "other";
      return filled(words[`${word}_${form}`] ?? "", { count: numbers.format(count), ...values });
    },
  };
}

/** Speaks the other language from now on; the page begins anew. */
export function changeLanguage() {
  localStorage.setItem(KEPT, lang === "en" ? "vi" : "en");
  const url = new URL(location.href);
  url.searchParams.delete("lang");
  location.replace(url);
}

/**
 * @param {string} text
 * @param {Values} values
 */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

/** @typedef {keyof typeof vi} Word */
export const { t } = await catalogue(vi, () => import("./en.js"));
