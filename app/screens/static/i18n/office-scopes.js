// What an API key may be given, in words. The server refuses what it does not know.

import { catalogue } from "./index.js";
import vi from "./vi/office-scopes.js";

const { t } = await catalogue(vi, () => import("./en/office-scopes.js"));

/** Seeing comes first; what changes something after it. */
export const SCOPES = /** @type {(keyof typeof vi)[]} */ (Object.keys(vi));

/** @param {string} scope @returns {string} */
export function scopeName(scope) {
  return scope in vi ? t(/** @type {keyof typeof vi} */ (scope)) : scope;
}
