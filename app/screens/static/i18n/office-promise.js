// The words with which a promise is recorded.

import { catalogue } from "./index.js";
import vi from "./vi/office-promise.js";

export const { t } = await catalogue(vi, () => import("./en/office-promise.js"));
