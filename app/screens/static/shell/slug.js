// Short names for addresses and accounts, made out of what people write.
// The server's rules: small letters a–z and digits, one hyphen between them, 64 at most.

import { searchKey } from "../order.js";

const MOST = 64;
export const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export const USERNAME = /^[a-z0-9]+([._-][a-z0-9]+)*$/;

/** "Huyện Chợ Đồn" becomes "huyen-cho-don". @param {string} text */
export function slugOf(text) {
  const whole = searchKey(text).replace(/[^a-z0-9]+/g, "-");
  return trimmed(trimmed(whole).slice(0, MOST));
}

/** @param {string} text */
function trimmed(text) {
  return text.replace(/^-+|-+$/g, "");
}
