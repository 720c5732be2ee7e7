// The words of the reports' section.

import { catalogue } from "./index.js";
import vi from "./vi/office-reports.js";

export const { t } = await catalogue(vi, () => import("./en/office-reports.js"));
