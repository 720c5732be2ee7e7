// The desk of the moderators: brings the live view, the list, the open question, dialogs and keys together.

/** @import {Dialog} from "./desk/dialogs.js" */
/** @import {Question} from "./types.js" */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { assigning } from "./desk/assigning.js";
import { detailPane } from "./desk/detail.js";
import { editing } from "./desk/editing.js";
import { numbered } from "./desk/find.js";
import { keepSaying, sayWhatIsOpen } from "./desk/handling.js";
import { keysDialog, listenToKeys } from "./desk/keys.js";
import { listPane } from "./desk/list.js";
import { arranging } from "./desk/queue.js";
import { sitesDialog, strip } from "./desk/room.js";
import { screensDialog } from "./desk/screens.js";
import { askForSimilar, comparing } from "./desk/similar.js";
import { Desk } from "./desk/state.js";
import { stayInPlace } from "./desk/stay.js";
import { toolbar } from "./desk/toolbar.js";
import { confirming, deferring, merging, rejecting, returning } from "./desk/vetting.js";
import { t } from "./i18n/desk.js";
import { preparation } from "./office/before.js";
import { bar } from "./shell/bar.js";
import { Work } from "./shell/work.js";

const AGES_MS = 30_000;

const work = new Work({
  root: /** @type {HTMLElement} */ (document.getElementById("desk")),
  view: "desk",
  roles: ["moderator", "admin"],
  draw,
  onPlace: () => keepSaying(desk),
  onNews: () => desk.heard(),
});
const desk = new Desk(work, () => {
  sayWhatIsOpen(desk);
  askForSimilar(desk);
});

function draw() {
  const { objects } = work;
  queueMicrotask(stayInPlace(desk));
  if (!objects) return html`${bar(work, t("title"))}<main class="before"><p role="status">${t("loading")}</p></main>${work.sayings.view()}`;
  const list = desk.list();
  desk.order = list.map((question) => question.number);
  return html`
    ${bar(work, t("title"))}
    <main class="desk">
      ${toolbar(desk, objects)}
      <div class="panes">${listPane(desk, objects, list)} ${detailPane(desk, objects)}</div>
    </main>
    ${strip(desk, objects)} ${work.sayings.view()} ${desk.dialog ? dialogOf(desk.dialog) : nothing}
  `;
}

/** @param {Dialog} dialog */
function dialogOf({ name, number }) {
  switch (name) {
    case "sites":
      return sitesDialog(desk);
    case "screens":
      return screensDialog(desk);
    case "keys":
      return keysDialog(desk);
    case "arrange":
      return arranging(desk);
    case "progress":
      return preparation(desk)?.progress(desk);
  }
  const question = numbered(work.objects, number);
  return question ? dialogAbout(question, name) : nothing;
}

/** @param {Question} question @param {Dialog["name"]} name */
function dialogAbout(question, name) {
  switch (name) {
    case "return":
      return returning(desk, question);
    case "reject":
      return rejecting(desk, question);
    case "merge":
      return merging(desk, question);
    case "assign":
      return assigning(desk, question);
    case "ask":
      return preparation(desk)?.asking(desk, question);
    case "edit":
      return editing(desk, question);
    case "defer":
      return deferring(desk, question);
    case "compare":
      return comparing(desk, question);
    case "prepared":
      return preparation(desk)?.returning(desk, question);
    case "recall":
    case "withdraw":
      return confirming(desk, question, name);
    default:
      return nothing;
  }
}

listenToKeys(desk);
setInterval(() => work.redraw(), AGES_MS);
work.begin();
