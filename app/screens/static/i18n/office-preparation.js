// The words of handing questions to agencies, on the desk and on the officials' screen.

import { catalogue } from "./index.js";
import vi from "./vi/office-preparation.js";

export const { t } = await catalogue(vi, () => import("./en/office-preparation.js"));
