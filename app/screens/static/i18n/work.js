// The words that all working screens share: the bar, the line, states, kinds, readiness, refusals.

import { catalogue } from "./index.js";
import en from "./en/work.js";
import vi from "./vi/work.js";

export const { t, plural } = catalogue(vi, en);

/** @typedef {keyof typeof vi} WorkWord */
