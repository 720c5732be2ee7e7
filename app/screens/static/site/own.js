// This site's questions: what has to be done first, then what is under way, then what is over.

/** @import {Objects, Question} from "../types.js" */
/** @import {SiteDesk} from "./desk.js" */
/** @import {Revisions} from "./revisions.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../i18n/site.js";
import { t as tw } from "../i18n/work.js";
import { firstWords } from "../objects.js";
import { ownQuestions, placesInQueue } from "./lists.js";
import { whole } from "./whole.js";

/** What one card needs to know besides its question. @typedef {{desk: SiteDesk, revisions: Revisions, objects: Objects, places: Map<number, number>}} Around */

const TONES = new Map([
  ["returned", "warn"],
  ["rejected", "bad"],
  ["approved", "good"],
  ["queued", "good"],
  ["answering", "good"],
]);

/**
 * @param {SiteDesk} desk
 * @param {Revisions} revisions
 */
export function ownQuestionsList(desk, revisions) {
  const { objects } = desk.work;
  if (!objects) return nothing;
  const { returned, open, over } = ownQuestions(objects, desk.site);
  const around = { desk, revisions, objects, places: placesInQueue(objects) };
  if (returned.length + open.length + over.length + desk.outbox.count === 0) return html`<p class="quiet-text">${t("own_none")}</p>`;
  return html`
    ${returned.length > 0 ? group(t("returned_title"), returned, around) : nothing}
    ${open.length > 0 ? group(t("open_title"), open, around) : nothing}
    ${over.length > 0
      ? html`
          <details class="over">
            <summary><h3>${t("over_title", { count: over.length })}</h3></summary>
            ${cards(over, around)}
          </details>
        `
      : nothing}
  `;
}

/**
 * @param {string} title
 * @param {Question[]} questions
 * @param {Around} around
 */
function group(title, questions, around) {
  return html`<h3>${title} <span class="count">${questions.length}</span></h3>${cards(questions, around)}`;
}

/**
 * @param {Question[]} questions
 * @param {Around} around
 */
function cards(questions, around) {
  return html`<ol class="cards">${repeat(questions, (one) => one.id, (one) => card(one, around))}</ol>`;
}

/**
 * @param {Question} question
 * @param {Around} around
 */
function card(question, around) {
  const { number, state, text } = question;
  const place = around.places.get(question.id);
  return html`
    <li class="card question ${state}">
      <details ?open=${state === "returned"}>
        <summary>
          <span class="number"><span class="visually-hidden">${tw("number", { number })}</span><span aria-hidden="true">${number}</span></span>
          <span class="gist">
            <span class="first-words words" dir="auto">${firstWords(text)}</span>
            <span class="marks">
              <span class="chip ${TONES.get(state) ?? ""}">${tw(`state_${state}`)}</span>
              ${place ? html`<b class="place">${t("place", { place })}</b>` : nothing}
            </span>
          </span>
        </summary>
        ${whole(question, around)}
      </details>
    </li>
  `;
}
