// The words of the page on which an invitation is accepted; fetched only with an invitation's link.

import { catalogue } from "./index.js";
import vi from "./vi/invitation.js";

export const { t } = await catalogue(vi, () => import("./en/invitation.js"));
