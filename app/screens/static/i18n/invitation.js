// The words of the page on which an invitation is accepted; fetched only with an invitation's link.

import { catalogue } from "./index.js";
import en from "./en/invitation.js";
import vi from "./vi/invitation.js";

export const { t } = catalogue(vi, en);
