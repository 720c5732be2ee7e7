// The words of the moderators' desk.

import { catalogue } from "./index.js";
import vi from "./vi/desk.js";

export const { t, plural } = await catalogue(vi, () => import("./en/desk.js"));

/** @typedef {keyof typeof vi} DeskWord */

/** @param {string} word */
export function knows(word) {
  return word in vi;
}
