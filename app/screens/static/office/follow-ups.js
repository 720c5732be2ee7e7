// The screen of follow-ups: what was promised, until when, and the written reply.
// Puts the parts together; each lives in follow-ups/.

import { html } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/office-follow-ups.js";
import { t as shared } from "../i18n/work.js";
import { bar } from "../shell/bar.js";
import { Work } from "../shell/work.js";
import { detailPart } from "./follow-ups/detail.js";
import { dialogPart } from "./follow-ups/dialogs.js";
import { listPart } from "./follow-ups/list.js";
import { FollowUps } from "./follow-ups/state.js";

const VIEWS = { official: "official", site_moderator: "site", chair: "chair", moderator: "desk", admin: "desk" };
const roles = /** @type {(keyof typeof VIEWS)[]} */ (Object.keys(VIEWS));

const work = new Work({
  root: /** @type {HTMLElement} */ (document.getElementById("follow-ups")),
  get view() {
    return VIEWS[/** @type {keyof typeof VIEWS} */ (work.place.role)];
  },
  roles,
  draw,
  onPlace: () => followUps.arrive(),
  onNews: () => followUps.hear(),
});
const followUps = new FollowUps(work);

function draw() {
  const { objects, sayings } = work;
  const parts = () => html`
    <div class=${followUps.chosen ? "panels has-chosen" : "panels"}>${listPart(followUps)} ${detailPart(followUps)}</div>
    ${dialogPart(followUps)}
  `;
  return html`
    ${bar(work, t("title"))}
    <main>${objects ? parts() : html`<p class="before">${shared("connecting")}</p>`}</main>
    ${sayings.view()}
  `;
}

work.begin();
