// The words of a site's desk, beyond those that all working screens share.

import { catalogue } from "./index.js";
import vi from "./vi/site.js";

export const { t, plural } = await catalogue(vi, () => import("./en/site.js"));
