// The words of forms: what is wrong with what was typed, and what may be done about it.

import { catalogue } from "./index.js";
import en from "./en/form.js";
import vi from "./vi/form.js";

export const { t } = catalogue(vi, en);
