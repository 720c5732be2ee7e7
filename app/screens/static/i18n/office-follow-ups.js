// The words of the screen of follow-ups. What it shares with the other working screens is in work.js.

import { catalogue } from "./index.js";
import vi from "./vi/office-follow-ups.js";

export const { t, plural } = await catalogue(vi, () => import("./en/office-follow-ups.js"));
