// The words of letting a screen in, on /device and at the desk.

import { catalogue } from "./index.js";
import vi from "./vi/device.js";

export const { t } = await catalogue(vi, () => import("./en/device.js"));
