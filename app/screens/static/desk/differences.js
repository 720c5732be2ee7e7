// Two texts side by side: the words that the other does not have are marked.

import { html } from "../../vendor/lit-html/lit-html.js";
import { searchKey } from "../order.js";

/**
 * @param {string} text
 * @param {string} other
 */
export function marked(text, other) {
  const known = new Set(other.split(/\s+/).map(bare));
  return text.split(/(\s+)/).map((word) => (word.trim() === "" || known.has(bare(word)) ? word : html`<mark>${word}</mark>`));
}

/** Without what a change of punctuation or case would make different. @param {string} word */
function bare(word) {
  return searchKey(word).replace(/[^\p{L}\p{N}]/gu, "");
}
