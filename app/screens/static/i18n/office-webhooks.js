// The words of the set-up's section of webhooks.

import { catalogue } from "./index.js";
import vi from "./vi/office-webhooks.js";

export const { t, plural } = await catalogue(vi, () => import("./en/office-webhooks.js"));
