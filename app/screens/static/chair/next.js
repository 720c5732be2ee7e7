// The one large button, what it will do, and whether the site it calls is ready: all before the tap.

/** @import {Objects, Question, Readiness, Site} from "../types.js" */
/** @import {Chair} from "./chair.js" */
/** @import {Picture} from "./picture.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/chair.js";
import { t as shared } from "../i18n/work.js";
import { answererOf, firstWords, siteOf } from "../objects.js";
import { roomOf } from "./picture.js";

/**
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Picture} picture
 */
export function nextPart(chair, objects, picture) {
  const { next } = picture;
  return html`
    <section class="next" aria-labelledby="next-title">
      <div class="next-what">
        <div class="next-head">
          <h2 id="next-title">
            ${t("next_heading")}${next ? html`: ${shared("number", { number: next.number })} · <bdi>${siteOf(next, objects)}</bdi>` : nothing}
          </h2>
          ${next ? nextAnswerer(objects, next) : nothing}
        </div>
        ${next ? nextQuestion(chair, objects, next) : html`<p class="quiet-text">${t("queue_empty")}</p>`}
      </div>
      <div class="next-act">${nextButton(chair, objects, picture)} ${undoButton(chair, objects)}</div>
    </section>
  `;
}

/**
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Question} next
 */
function nextQuestion(chair, objects, next) {
  return html`
    ${readiness(chair, objects, next)}
    <p class="words preview" dir="auto">${firstWords(next.text, 160)}</p>
  `;
}

/** @param {Objects} objects @param {Question} next */
function nextAnswerer(objects, next) {
  const official = answererOf(next, objects);
  if (!official) return html`<p><span class="chip warn">${t("unassigned")}</span></p>`;
  return html`<p>${t("answers")}: <b><bdi>${official.name}</bdi></b>${official.present ? nothing : html` <span class="chip bad">${t("absent")}</span>`}</p>`;
}

/**
 * What the site reported, how long ago, and whether its own screen is open.
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Question} next
 */
function readiness({ work }, objects, next) {
  const { own, seat } = roomOf(next, objects);
  const reporting = own?.readiness ? own : (seat ?? own);
  const report = reporting?.readiness ?? null;
  const { presence } = work.news;
  return html`
    <ul class="readiness">
      ${seat ? html`<li class="chip"><bdi>${t("seated_at", { site: seat.name })}</bdi></li>` : nothing}
      ${report ? reported(report, work.now) : html`<li class="chip warn">${shared("ready_unknown")}</li>`}
      ${presence ? connected(presence.sites, own, seat) : nothing}
    </ul>
  `;
}

/** @param {Readiness} report @param {number} now ms */
function reported(report, now) {
  const line = { ok: "good", poor: "warn", down: "bad" }[report.line];
  return html`
    <li class="chip ${line}">${shared(`line_${report.line}`)}</li>
    <li class="chip ${report.microphone ? "good" : "bad"}">${shared(report.microphone ? "microphone_yes" : "microphone_no")}</li>
    <li class="chip ${report.delegate_present ? "good" : "bad"}">${shared(report.delegate_present ? "delegate_yes" : "delegate_no")}</li>
    <li class="quiet-text">${t("reported", { ago: ago(now - Date.parse(report.reported_at)) })}</li>
  `;
}

/**
 * @param {Record<string, number>} open sockets by site
 * @param {Site | undefined} own
 * @param {Site | undefined} seat
 */
function connected(open, own, seat) {
  const isOpen = [own, seat].some((site) => site && (open[site.slug] ?? 0) > 0);
  return html`<li class="chip ${isOpen ? "good" : "warn"}">${t(isOpen ? "site_connected" : "site_away")}</li>`;
}

/** @param {number} ms */
function ago(ms) {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return shared("just_now");
  if (minutes < 60) return shared("minutes_ago", { minutes });
  return shared("hours_ago", { hours: Math.floor(minutes / 60) });
}

/**
 * Never `disabled`: that would take the focus away under a person who works by keyboard.
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Picture} picture
 */
function nextButton({ floor, work }, objects, picture) {
  const { current, next } = picture;
  const isAny = Boolean(current ?? next);
  const isPossible = floor.isReady && isAny;
  return html`
    <button
      id="next-button"
      class="primary huge ${isAny && floor.isSettling ? "settling" : ""}"
      aria-disabled=${isPossible ? "false" : "true"}
      @pointerdown=${() => floor.press()}
      @keydown=${notHeld}
      @click=${(/** @type {MouseEvent} */ event) => floor.next(picture, event.detail > 0)}
    >
      ${work.isLive ? nextWords(picture, objects) : html`<span class="then">${t("next_lost")}</span>`}
    </button>
  `;
}

/** @param {Picture} picture @param {Objects} objects */
function nextWords({ current, next }, objects) {
  if (!current && !next) return html`<span class="then">${t("next_nothing")}</span>`;
  const finish = current && t("next_finish", { current: current.number });
  if (!next) return html`<span class="then">${finish}</span><span class="first">${t("next_queue_empty")}</span>`;
  const call = t("next_call", { next: next.number, site: siteOf(next, objects) });
  return html`${finish ? html`<span class="first">${finish}<span class="dot"> · </span></span>` : nothing}<span class="then"><bdi>${call}</bdi></span>`;
}

/** @param {Chair} chair @param {Objects} objects */
function undoButton({ floor, work }, { conference }) {
  const isPossible = Boolean(conference.can_undo) && work.isLive && !floor.isBusy;
  return html`
    <button class="undo ${conference.can_undo && floor.isSettling ? "settling" : ""}" aria-disabled=${isPossible ? "false" : "true"} @pointerdown=${() => floor.press()}
      @click=${() => conference.can_undo && floor.undo()}>${shared("undo")}</button>
  `;
}

/** A key held down is one tap. @param {KeyboardEvent} event */
function notHeld(event) {
  if (event.repeat && (event.key === "Enter" || event.key === " ")) event.preventDefault();
}
