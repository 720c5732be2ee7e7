// The phase of the conference: where it stands, the next step, and a question before each switch.

/** @import {Conference} from "../types.js" */
/** @import {Board} from "./board.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { classMap } from "../../vendor/lit-html/directives/class-map.js";
import { Problem, send } from "../api.js";
import { t } from "../i18n/setup.js";
import { section } from "./rows.js";

/** @typedef {Conference["phase"]} Phase */

/** @type {readonly Phase[]} */
export const PHASES = ["draft", "collecting", "vetting", "live", "closed", "archived"];

/** @param {Phase} phase */
export function phaseName(phase) {
  return t(`phase_${phase}`);
}

/** @param {Board} board */
export function phaseView(board) {
  const { phase } = board.conference;
  const here = PHASES.indexOf(phase);
  const next = PHASES[here + 1];
  const before = PHASES[here - 1];
  return section(
    { title: t("phase"), lead: t("phase_lead") },
    html`
      <ol class="phases">${PHASES.map((one, place) => phaseItem(board, one, place - here))}</ol>
      <div class="actions phase-acts">
        ${next ? html`<button class="primary" @click=${() => askPhase(board, next)}>${t("go_to_phase", { phase: phaseName(next) })}</button>` : nothing}
        ${before && next ? html`<button @click=${() => askPhase(board, before)}>${t("back_to_phase", { phase: phaseName(before) })}</button>` : nothing}
      </div>
      ${next ? nothing : html`<p>${t("archived_read_only")}</p>`}
    `,
  );
}

/**
 * @param {Board} board
 * @param {Phase} phase
 * @param {number} distance from where the conference stands
 */
function phaseItem(board, phase, distance) {
  const isHere = distance === 0;
  const skips = distance > 1 && !board.isArchived;
  return html`<li class=${classMap({ phase: true, here: isHere, past: distance < 0 })} aria-current=${isHere ? "step" : nothing}>
    <div class="row-words">
      <p class="row-name">${phaseName(phase)} ${isHere ? html`<span class="chip good">${t("here")}</span>` : nothing}
        ${distance < 0 ? html`<span class="chip">${t("past")}</span>` : nothing}</p>
      <p class="row-details"><span>${t(`phase_${phase}_means`)}</span></p>
    </div>
    ${skips
      ? html`<button aria-label=${t("skip_to_phase", { phase: phaseName(phase) })} @click=${() => askPhase(board, phase)}>${t("skip_here")}</button>`
      : nothing}
  </li>`;
}

/**
 * @param {Board} board
 * @param {Phase} to
 */
function askPhase(board, to) {
  const { conference } = board;
  const isBack = PHASES.indexOf(to) < PHASES.indexOf(conference.phase);
  const isFinal = to === "archived";
  board.ask({
    title: t(isBack ? "back_to_phase" : "go_to_phase", { phase: phaseName(to) }),
    lead: html`
      <p>${t("phase_change", { from: phaseName(conference.phase), to: phaseName(to) })}</p>
      <p>${t(`phase_${to}_means`)}</p>
      ${isFinal ? html`<p class="error">${t("archive_final", { slug: conference.slug })}</p>` : nothing}
    `,
    fields: isFinal ? [{ name: "slug", label: t("type_slug"), type: "line", required: true }] : [],
    save: isFinal ? t("archive") : t("switch_phase"),
    danger: isFinal,
    submit: ({ slug }) => switchPhase(board, conference, to, isFinal ? slug : conference.slug),
    done: () => board.work.sayings.tell(t("phase_switched", { phase: phaseName(to) })),
  });
}

/**
 * @param {Board} board
 * @param {Conference} conference as it was when this was asked
 * @param {Phase} to
 * @param {string} typed the slug
 */
async function switchPhase(board, { slug, version }, to, typed) {
  if (typed !== slug) throw new Problem(422, "invalid_request", "", null, { errors: [{ field: "slug", message: t("slug_differs") }] });
  await send("POST", board.work.path("/phase"), { to }, { ifMatch: version });
}
