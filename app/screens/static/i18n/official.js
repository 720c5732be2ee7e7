// The words of the officials' screen. What it shares with the other working screens is in work.js.

import { catalogue } from "./index.js";
import vi from "./vi/official.js";

export const { t, plural } = await catalogue(vi, () => import("./en/official.js"));
