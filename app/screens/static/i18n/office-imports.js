// The words of the page where sheets of collected questions are taken in.

import { catalogue } from "./index.js";
import vi from "./vi/office-imports.js";

export const { t, plural } = await catalogue(vi, () => import("./en/office-imports.js"));
