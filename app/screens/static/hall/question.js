// The scene of a question being answered: whose it is, its words, who answers, and what comes next.

/** @import {Objects, Official, Question} from "../types.js" */
/** @import {Scene} from "./scenes.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/index.js";
import { duration } from "../time.js";
import { counts, nextRows } from "./queue.js";
import { answererOf, askerDetails, bySlug, paragraphs, sitesOf, supportersOf, turnOf } from "../objects.js";

/** From here on, in characters, the question needs the whole screen to be read at all. */
const LONG = 500;

/**
 * @param {Scene & {current: Question}} scene
 * @param {Objects} objects
 * @param {number} now ms
 */
export function questionScene(scene, objects, now) {
  const question = scene.current;
  return html`
    <main class="scene scene-question ${question.text.length > LONG ? "long" : ""}">
      <article>
        ${heading(question, objects)}
        <div class="text" data-fit="5" data-fit-columns="1.55">
          <p dir="auto">${paragraphs(question.text)}</p>
        </div>
        ${asker(question)} ${answer(question, objects, now)}
      </article>
      <aside class="rail">
        <h2 class="label">${t("next")}</h2>
        ${nextRows(scene.next, objects)} ${counts(scene)}
      </aside>
    </main>
  `;
}

/**
 * @param {Question} question
 * @param {Objects} objects
 */
function heading(question, objects) {
  const topic = bySlug(objects.topics, question.topic);
  return html`
    <header class="whose">
      <p class="number"><span class="label">${t(`kind_${question.kind}`)}</span> <b>${question.number}</b></p>
      <div>
        <div class="site" data-fit="3"><p dir="auto">${sitesOf(question, objects)}</p></div>
        <p class="topic" dir="auto">${topic?.name ?? nothing}</p>
      </div>
    </header>
  `;
}

/** @param {Question} question */
function asker({ asker }) {
  if (!asker) return nothing;
  const details = askerDetails(asker);
  return html`<p class="asker">
    ${t("asked_by")}: <b><bdi>${asker.name}</bdi></b>${details ? html`, <bdi>${details}</bdi>` : nothing}
  </p>`;
}

/**
 * The band keeps its height while nobody is named, so that naming somebody moves nothing.
 * @param {Question} question
 * @param {Objects} objects
 * @param {number} now ms
 */
function answer(question, objects, now) {
  const lead = answererOf(question, objects);
  const since = Date.parse(turnOf(question)?.started_at ?? question.state_since);
  return html`
    <footer class="answer">
      <p class="label">
        <span>${lead ? t("answering") : nothing}</span>
        <span class="elapsed">${duration(now - since)}</span>
      </p>
      <div class="names" data-fit="2.5">
        <div>
          <p>${lead ? leading(lead) : t("answering_open")}</p>
          ${supporting(question, objects)}
        </div>
      </div>
    </footer>
  `;
}

/** @param {Official} lead */
function leading(lead) {
  return html`<b><bdi>${lead.name}</bdi></b><bdi class="position">${lead.position}</bdi>`;
}

/**
 * @param {Question} question
 * @param {Objects} objects
 */
function supporting(question, objects) {
  const officials = supportersOf(question, objects);
  if (officials.length === 0) return nothing;
  const names = officials.map(
    ({ name, position }, at) =>
      html`${at ? "; " : ""}<bdi>${name}</bdi>${position ? html` (<bdi>${position}</bdi>)` : nothing}`,
  );
  return html`<p class="supporting">${t("supporting")}: ${names}</p>`;
}
