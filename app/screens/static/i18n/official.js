// The words of the officials' screen. What it shares with the other working screens is in work.js.

import { catalogue } from "./index.js";
import en from "./en/official.js";
import vi from "./vi/official.js";

export const { t, plural } = catalogue(vi, en);
