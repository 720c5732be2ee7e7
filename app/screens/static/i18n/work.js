// The words that all working screens share: the bar, the line, states, kinds, readiness, refusals.

import { catalogue } from "./index.js";
import vi from "./vi/work.js";

export const { t, plural } = await catalogue(vi, () => import("./en/work.js"));

/** @typedef {keyof typeof vi} WorkWord */
