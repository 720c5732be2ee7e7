// The page on which a moderator lets a hall screen in, mostly on a phone that has read the screen's picture.
// Nothing here is live: it asks who is here, shows the form (device/approve.js), and says what became of it.

import { begin } from "./device/page.js";

begin(/** @type {HTMLElement} */ (document.getElementById("device")));
