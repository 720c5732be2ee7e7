// What waits: the next questions, how many wait and how many are answered, and the scene before the first is called.

/** @import {Objects, Question} from "../types.js" */
/** @import {Scene} from "./scenes.js" */
import { html } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../i18n/index.js";
import { firstWords, siteOf } from "../objects.js";

/**
 * @param {Question[]} next
 * @param {Objects} objects
 */
export function nextRows(next, objects) {
  if (next.length === 0) return html`<p class="next none">${t("next_none")}</p>`;
  return html`<ol class="next">
    ${repeat(next, (question) => question.id, (question) => row(question, objects))}
  </ol>`;
}

/**
 * @param {Question} question
 * @param {Objects} objects
 */
function row(question, objects) {
  return html`
    <li>
      <div class="whence">
        <b class="number">${question.number}</b>
        <p class="site" dir="auto">${siteOf(question, objects)}</p>
      </div>
      <p class="words" dir="auto">${firstWords(question.text)}</p>
    </li>
  `;
}

/** @param {Scene} scene */
export function counts({ counts }) {
  return html`
    <p class="counts">
      <span><b>${counts.queued}</b> ${t("queued")}</span>
      <span><b>${counts.answered}</b> ${t("answered")}</span>
    </p>
  `;
}

/**
 * No question on the floor, but some in the queue.
 * @param {Scene} scene
 * @param {Objects} objects
 */
export function waitingScene(scene, objects) {
  return html`
    <main class="scene scene-waiting">
      <h2>${t("get_ready")}</h2>
      ${nextRows(scene.next, objects)} ${counts(scene)}
    </main>
  `;
}
