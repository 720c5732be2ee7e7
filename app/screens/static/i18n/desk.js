// The words of the moderators' desk.

import { catalogue } from "./index.js";
import en from "./en/desk.js";
import vi from "./vi/desk.js";

export const { t, plural } = catalogue(vi, en);

/** @typedef {keyof typeof vi} DeskWord */

/** @param {string} word */
export function knows(word) {
  return word in vi;
}
