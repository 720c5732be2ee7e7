// Readiness: three things to press, and what was reported last.

/** @import {Ready, Report} from "./report.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/site.js";
import { t as tw } from "../i18n/work.js";
import { clock } from "../time.js";

const LINES = /** @type {const} */ (["ok", "poor", "down"]);

/**
 * @param {Report} report
 * @param {string} zone of the conference
 */
export function readiness(report, zone) {
  return html`
    <section class="ready" aria-labelledby="ready-title">
      <h2 id="ready-title">${t("ready_title")}</h2>
      <fieldset>
        <legend>${t("ready_line")}</legend>
        <div class="segments">
          ${LINES.map((line) => segment(report, t(`ready_${line}`), report.shown.line === line, { line }, line))}
        </div>
      </fieldset>
      ${yesNo(report, t("ready_microphone"), "microphone")} ${yesNo(report, t("ready_delegate"), "delegate_present")}
      ${lastReport(report, zone)}
    </section>
  `;
}

/**
 * @param {Report} report
 * @param {string} legend
 * @param {"microphone" | "delegate_present"} what
 */
function yesNo(report, legend, what) {
  return html`
    <fieldset>
      <legend>${legend}</legend>
      <div class="segments">
        ${segment(report, t("yes"), report.shown[what], { [what]: true }, "ok")}
        ${segment(report, t("no"), !report.shown[what], { [what]: false }, "poor")}
      </div>
    </fieldset>
  `;
}

/**
 * Nothing is pressed before something was said.
 * @param {Report} report
 * @param {string} label
 * @param {boolean} isSo
 * @param {Partial<Ready>} change
 * @param {"ok" | "poor" | "down"} tone
 */
function segment(report, label, isSo, change, tone) {
  const isPressed = isSo && report.isKnown;
  return html`<button class="segment ${tone}" aria-pressed=${isPressed} @click=${() => report.change(change)}>${label}</button>`;
}

/**
 * @param {Report} report
 * @param {string} zone
 */
function lastReport(report, zone) {
  const { reported, failure, isSending } = report;
  const last = reported ? t("reported_at", { time: clock(Date.parse(reported.reported_at), zone) }) : tw("ready_unknown");
  return html`
    <div class="last-report" role="status">
      <p class="hint">${isSending ? t("reporting") : last}</p>
      ${failure
        ? html`<p class="error">${t("report_failed", { reason: failure })}</p><button @click=${() => report.repeat()}>${t("report_again")}</button>`
        : nothing}
    </div>
  `;
}
