// The words of the set-up screen.

import { catalogue } from "./index.js";
import en from "./en/setup.js";
import vi from "./vi/setup.js";

export const { t, plural } = catalogue(vi, en);
