// The words of forms: what is wrong with what was typed, and what may be done about it.

import { catalogue } from "./index.js";
import vi from "./vi/form.js";

export const { t } = await catalogue(vi, () => import("./en/form.js"));
