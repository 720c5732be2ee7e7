// The words of the chair's tablet. What it shares with the other working screens is in work.js.

import { catalogue } from "./index.js";
import en from "./en/chair.js";
import vi from "./vi/chair.js";

export const { t, plural } = catalogue(vi, en);
