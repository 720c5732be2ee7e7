// The words with which the desk makes questions public; fetched with the first answer.

import { catalogue } from "./index.js";
import vi from "./vi/office-publishing.js";

export const { t } = await catalogue(vi, () => import("./en/office-publishing.js"));
