// The whole of the screen: the bar, the sections to choose from, the one that is open, the dialog over it.

/** @import {Loaded} from "./loaded.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/setup.js";
import { later } from "../office/later.js";
import { bar } from "../shell/bar.js";
import { modal } from "../shell/modal.js";
import { Board } from "./board.js";
import { conferenceView } from "./conference.js";
import { screensView } from "./hall-screens.js";
import { invitationsView } from "./invitations.js";
import { AGENCIES, AGENDA, OFFICIALS, SITES, TOPICS } from "./kinds.js";
import { peopleView } from "./people.js";
import { phaseName, phaseView } from "./phase.js";
import { whenLoaded } from "./rows.js";
import { things } from "./things.js";

/**
 * @typedef {object} Section
 * @property {string} hash of its address
 * @property {string} label
 * @property {(board: Board) => unknown} view
 * @property {(board: Board) => Loaded<any>[]} [lists] that it asks for
 * @property {(board: Board) => number | undefined} [count]
 */

/** @type {readonly Section[]} */
const SECTIONS = [
  { hash: "hoi-nghi", label: t("conference"), view: conferenceView },
  { hash: "giai-doan", label: t("phase"), view: phaseView },
  { hash: "diem-cau", label: t("sites"), view: (board) => things(board, SITES), count: (board) => board.sites.length },
  { hash: "noi-dung", label: t("topics"), view: (board) => things(board, TOPICS), count: (board) => board.topics.length },
  {
    hash: "co-quan",
    label: t("agencies"),
    view: (board) => whenLoaded(board.agencies, () => things(board, AGENCIES)),
    lists: (board) => [board.agencies],
    count: (board) => board.agencies.items?.length,
  },
  { hash: "dai-bieu", label: t("officials"), view: (board) => things(board, OFFICIALS), count: (board) => board.officials.length },
  { hash: "chuong-trinh", label: t("agenda"), view: (board) => things(board, AGENDA), count: (board) => board.agenda.length },
  { hash: "nguoi-dung", label: t("people"), view: peopleView, lists: (board) => [board.members, board.users] },
  { hash: "loi-moi", label: t("invitations"), view: invitationsView, lists: (board) => [board.invitations, board.members] },
  { hash: "man-hinh", label: t("screens"), view: screensView, lists: (board) => [board.screens] },
  { hash: "bao-cao", label: t("reports"), ...later(() => import("../office/reports.js")) },
  { hash: "khoa-api", label: t("keys"), ...later(() => import("../office/keys.js")) },
  { hash: "webhook", label: t("webhooks"), ...later(() => import("../office/webhooks.js")) },
];

const FIRST = /** @type {Section} */ (SECTIONS[0]);
/** The section whose lists were asked for. @type {Section | null} */
let entered = null;

/** @param {Board} board */
export function screen(board) {
  const { work } = board;
  return html`
    ${bar(work, t("setup"), work.objects ? phaseChip(board) : nothing)}
    ${work.objects ? told(board) : untold(board)}
    ${work.sayings.view()}
    ${board.dialog ? modal({ title: board.dialog.title, content: board.dialog.content(), onClose: () => board.closed(), wide: board.dialog.wide ?? false }) : nothing}
  `;
}

/** @param {Board} board */
function phaseChip(board) {
  return html`<p class="chip">${phaseName(board.conference.phase)}</p>`;
}

/** @param {Board} board */
function untold({ work }) {
  const isGone = work.news.status.name === "stopped";
  return html`<main class="before">
    ${isGone ? html`<p><a class="button" href="/setup">${t("other_conferences")}</a></p>` : html`<p role="status">${t("loading")}</p>`}
  </main>`;
}

/** @param {Board} board */
function told(board) {
  const open = here(board);
  return html`
    <div class="set">
      <nav aria-label=${t("sections")}>
        <ul>${SECTIONS.map((one) => link(board, one, one === open))}</ul>
        <p><a class="elsewhere" href="/setup">${t("other_conferences")}</a></p>
      </nav>
      <main class="open-section">${open.view(board)}</main>
    </div>
  `;
}

/**
 * @param {Board} board
 * @param {Section} section
 * @param {boolean} isOpen
 */
function link(board, { hash, label, count }, isOpen) {
  const number = count?.(board);
  return html`<li>
    <a href="#${hash}" aria-current=${isOpen ? "page" : nothing}><span>${label}</span>${number === undefined ? nothing : html`<span class="count">${number}</span>`}</a>
  </li>`;
}

/** The section of the address; entering it asks for its lists anew. @param {Board} board */
function here(board) {
  const open = SECTIONS.find(({ hash }) => hash === location.hash.slice(1)) ?? FIRST;
  if (open !== entered) {
    entered = open;
    refresh(board);
  }
  return open;
}

/** @param {Board} board */
export function refresh(board) {
  for (const list of entered?.lists?.(board) ?? []) list.load();
}
