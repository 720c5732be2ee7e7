// The words of a site's desk, beyond those that all working screens share.

import { catalogue } from "./index.js";
import en from "./en/site.js";
import vi from "./vi/site.js";

export const { t, plural } = catalogue(vi, en);
