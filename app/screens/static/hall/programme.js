// The scenes without a question: before the dialogue (the programme), a pause in it, and the end.

/** @import {AgendaItem, Conference, Objects} from "../types.js" */
/** @import {Scene} from "./scenes.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/index.js";
import { clock, date } from "../time.js";
import { counts } from "./queue.js";
import { programme, progress } from "./scenes.js";

/** @param {Objects} objects */
export function openingScene(objects) {
  const { conference } = objects;
  return html`
    <main class="scene scene-opening">
      <section class="hero">
        <div class="hero-title" data-fit="4"><h1 dir="auto">${conference.title}</h1></div>
        ${theme(conference)}
        <p class="when">${when(conference)}</p>
      </section>
      <section class="programme">
        <h2 class="label">${t("programme")}</h2>
        <div class="items" data-fit="2"><ol>${programme(objects).map(item)}</ol></div>
      </section>
    </main>
  `;
}

/**
 * @param {Scene} scene
 * @param {Objects} objects
 */
export function pauseScene(scene, objects) {
  const now = programme(objects).find((one) => progress(one) === "under-way");
  return html`
    <main class="scene scene-pause">
      <h2 class="label">${now ? html`<bdi>${now.title}</bdi>` : t("pause")}</h2>
      ${theme(objects.conference)} ${counts(scene)}
    </main>
  `;
}

/**
 * @param {Scene} scene
 * @param {Objects} objects
 */
export function closingScene({ counts }, objects) {
  return html`
    <main class="scene scene-closing">
      <h2>${t("closed")}</h2>
      <p class="thanks">${t("thanks")}</p>
      <p class="counts">
        <span><b>${counts.answered}</b> ${t("closing_answered")}</span>
        ${counts.deferred ? html`<span><b>${counts.deferred}</b> ${t("closing_deferred")}</span>` : nothing}
        <span><b>${objects.sites.size}</b> ${t("closing_sites")}</span>
      </p>
    </main>
  `;
}

/** @param {AgendaItem} one */
function item(one) {
  const state = progress(one);
  return html`
    <li class=${state}>
      <span class="time">${one.planned_start ?? nothing}</span>
      <span><bdi>${one.title}</bdi>${state === "under-way" ? html`<em>${t("under_way")}</em>` : nothing}</span>
    </li>
  `;
}

/** @param {Conference} conference */
function theme(conference) {
  if (!conference.theme) return nothing;
  return html`<div class="theme" data-fit="3.2"><p dir="auto">“${conference.theme}”</p></div>`;
}

/** @param {Conference} conference */
function when({ starts_at, timezone }) {
  if (!starts_at) return nothing;
  const start = Date.parse(starts_at);
  return `${clock(start, timezone)}  ·  ${date(start, timezone)}`;
}
