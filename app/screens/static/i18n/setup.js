// The words of the set-up screen.

import { catalogue } from "./index.js";
import vi from "./vi/setup.js";

export const { t, plural } = await catalogue(vi, () => import("./en/setup.js"));
