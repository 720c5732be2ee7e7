// What stays on the hall's screen through every scene: title, clock, the marks for rehearsal and a broken line.

/** @import {LiveNews, LiveStatus} from "../live.js" */
/** @import {Conference} from "../types.js" */
/** @import {TemplateResult} from "../../vendor/lit-html/lit-html.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/index.js";
import { clock } from "../time.js";

/**
 * @param {Conference} conference
 * @param {number} now ms
 * @param {boolean} titled false for a scene that shows the title itself
 * @param {TemplateResult} scene
 */
export function frame(conference, now, titled, scene) {
  return html`
    <header class="top">
      <div class="title" data-fit="1.9">${titled ? html`<h1 dir="auto">${conference.title}</h1>` : nothing}</div>
      ${conference.rehearsal ? html`<p class="rehearsal">${t("rehearsal")}</p>` : nothing}
      <time class="clock">${clock(now, conference.timezone)}</time>
    </header>
    ${scene}
  `;
}

/** Before the first state there is nothing to show but that we are trying, or why not. @param {LiveStatus} status */
export function beforeAnything(status) {
  return html`<p class="before">${status.name === "stopped" ? stopped(status.code) : t("connecting")}</p>`;
}

/**
 * Small, in the corner, with the time since when what is shown may be old.
 * @param {LiveNews} news
 */
export function lineMark({ state, status }) {
  if (!state || status.name === "live") return nothing;
  const since = clock(status.since, state.objects.conference.timezone);
  const what = status.name === "stopped" ? stopped(status.code) : t("lost");
  return html`<p class="line-mark">${what}, ${t("lost_since", { time: since })}</p>`;
}

/** @param {number | null} code of the closing */
function stopped(code) {
  if (code === 4003) return t("stopped_4003");
  if (code === 4004) return t("stopped_4004");
  return t("stopped");
}
