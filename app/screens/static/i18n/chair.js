// The words of the chair's tablet. What it shares with the other working screens is in work.js.

import { catalogue } from "./index.js";
import vi from "./vi/chair.js";

export const { t, plural } = await catalogue(vi, () => import("./en/chair.js"));
