// A site's desk: hands questions in over a poor line. Brings the live view and the outbox together.

import { Work } from "./shell/work.js";
import { SiteDesk } from "./site/desk.js";
import { screen } from "./site/screen.js";

/** @type {SiteDesk} */
let desk;

const work = new Work({
  root: /** @type {HTMLElement} */ (document.getElementById("site")),
  view: "site",
  roles: ["site_moderator", "moderator", "admin"],
  onPlace: () => {
    desk = new SiteDesk(work);
    desk.begin();
  },
  onNews: () => desk.follow(),
  draw: () => screen(desk),
});
work.begin();
