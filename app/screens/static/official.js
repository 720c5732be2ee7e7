// An official's screen: what is being answered, what is assigned to me, and what my agency prepared.
// Puts the parts together; each lives in official/.

/** @import {Objects, Official} from "./types.js" */
/** @import {Mine} from "./official/mine.js" */
import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { repeat } from "../vendor/lit-html/directives/repeat.js";
import { plural, t } from "./i18n/official.js";
import { t as shared } from "./i18n/work.js";
import { answersPart } from "./official/answers.js";
import { card } from "./official/card.js";
import { choosePart } from "./official/choose.js";
import { declineDialog } from "./official/decline.js";
import { OfficialDesk } from "./official/desk.js";
import { mineOf } from "./official/mine.js";
import { nowPart } from "./official/now.js";
import { bar } from "./shell/bar.js";
import { runClocks } from "./shell/running.js";
import { Work } from "./shell/work.js";

const root = /** @type {HTMLElement} */ (document.getElementById("official"));
const work = new Work({ root, view: "official", roles: ["official", "moderator", "admin"], draw, onPlace: () => desk.arrive() });
const desk = new OfficialDesk(work);

function draw() {
  const { objects, place, sayings } = work;
  root.classList.toggle("choosing", !place.official);
  return html`
    ${bar(work, t("title"))}
    <main>${place.official ? (objects ? parts(objects) : html`<p class="before">${shared("connecting")}</p>`) : choosePart(desk)}</main>
    ${sayings.view()}
  `;
}

/** @param {Objects} objects */
function parts(objects) {
  const mine = mineOf(objects, work.place.official);
  desk.outlook.see(mine);
  desk.see(objects.questions.values());
  return html`
    ${mine.me ? html`<p class="whose"><bdi>${t("seen_as", { name: mine.me.name })}</bdi></p>` : nothing}
    <div class="panels">
      <div class="side">${nowPart(desk, objects, mine)} ${answersPart(desk, mine)}</div>
      ${minePart(objects, mine)}
    </div>
    ${declineDialog(desk)}
  `;
}

/** @param {Objects} objects @param {Mine} mine */
function minePart(objects, mine) {
  const { me, open, ended } = mine;
  if (!me) return nothing;
  const of = /** @type {Mine & {me: Official}} */ (mine);
  return html`
    <section class="assigned" aria-labelledby="mine-title">
      <h2 id="mine-title">${t("mine")} <span class="chip">${open.length}</span></h2>
      ${open.length ? nothing : html`<p class="quiet-text">${t("mine_none")}</p>`}
      <ul class="cards">${repeat(open, (one) => one.id, (one) => card(desk, objects, of, one))}</ul>
      ${ended.length
        ? html`<details class="ended"><summary>${plural("ended", ended.length)}</summary>
            <ul class="cards">${repeat(ended, (one) => one.id, (one) => card(desk, objects, of, one))}</ul></details>`
        : nothing}
    </section>
  `;
}

runClocks(() => work.now);
work.begin();
