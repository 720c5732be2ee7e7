// The set-up screen: an administrator makes a conference ready, lets people in and switches its phase.
// Which conference is chosen first (setup/start.js); the rest of the screen is in setup/.

import { begin } from "./setup/start.js";

begin(/** @type {HTMLElement} */ (document.getElementById("setup")));
