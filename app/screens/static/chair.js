// The chair's tablet: one large button, what is being answered, what comes next, and the queue.
// Puts the parts together; each lives in chair/.

/** @import {Work as WorkType} from "./shell/work.js" */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { Chair } from "./chair/chair.js";
import { currentPart } from "./chair/current.js";
import { dialogPart } from "./chair/dialogs.js";
import { nextPart } from "./chair/next.js";
import { pictureOf } from "./chair/picture.js";
import { queuePart } from "./chair/queue.js";
import { summaryPart } from "./chair/summary.js";
import { t } from "./i18n/chair.js";
import { t as shared } from "./i18n/work.js";
import { stayAwake } from "./shell/awake.js";
import { bar } from "./shell/bar.js";
import { runClocks } from "./shell/running.js";
import { Work } from "./shell/work.js";

const root = /** @type {HTMLElement} */ (document.getElementById("chair"));
const work = new Work({ root, view: "chair", roles: ["chair", "moderator", "admin"], draw, onPlace: () => chair.arrive() });
const chair = new Chair(work);

/** @param {WorkType} work */
function draw({ objects, sayings }) {
  return html`
    ${bar(work, t("title"), phase())}
    <main>${objects ? parts(objects) : html`<p class="before">${shared("connecting")}</p>`}</main>
    ${sayings.view()}
  `;
}

/** @param {NonNullable<WorkType["objects"]>} objects */
function parts(objects) {
  const picture = pictureOf(objects);
  chair.see(objects, picture);
  return html`
    <div class="table">
      <section class="floor scrolls" aria-label=${t("current")}>
        ${currentPart(chair, objects, picture)} ${summaryPart(chair, objects, picture)}
      </section>
      ${nextPart(chair, objects, picture)} ${queuePart(chair, objects, picture)}
    </div>
    ${dialogPart(chair, objects, picture)}
  `;
}

/** The hall shows no question before the conference is live and after it. */
function phase() {
  const phase = work.objects?.conference.phase;
  if (!phase || phase === "live") return nothing;
  const isOver = phase === "closed" || phase === "archived";
  return html`<p class="chip warn">${t(isOver ? "phase_after" : "phase_before")}</p>`;
}

runClocks(() => work.now);
stayAwake();
work.begin();
