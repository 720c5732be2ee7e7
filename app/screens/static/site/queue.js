// The queue as everybody sees it, folded: who is at the floor and who comes next.

/** @import {Objects, Question} from "../types.js" */
/** @import {SiteDesk} from "./desk.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../i18n/site.js";
import { firstWords, siteOf } from "../objects.js";
import { atTheFloor, queueOf } from "./lists.js";

const MOST = 8;

/** @param {SiteDesk} desk */
export function publicQueue({ work, site }) {
  const { objects } = work;
  if (!objects) return nothing;
  const now = atTheFloor(objects);
  const queue = queueOf(objects);
  return html`
    <details class="queue">
      <summary><h2>${t("queue_title")} <span class="count">${queue.length}</span></h2></summary>
      ${now ? html`<h3>${t("queue_now")}</h3><ol>${row(now, objects, site)}</ol>` : nothing}
      <h3>${t("queue_next")}</h3>
      ${queue.length === 0 ? html`<p class="quiet-text">${t("queue_none")}</p>` : nothing}
      <ol>${repeat(queue.slice(0, MOST), (one) => one.id, (one) => row(one, objects, site))}</ol>
      ${queue.length > MOST ? html`<p class="quiet-text">${t("queue_more", { count: queue.length - MOST })}</p>` : nothing}
    </details>
  `;
}

/**
 * @param {Question} question
 * @param {Objects} objects
 * @param {string} site slug of this one
 */
function row(question, objects, site) {
  const isOurs = question.site === site;
  return html`
    <li class=${isOurs ? "ours" : ""}>
      <b class="number">${question.number}</b>
      <span>
        <b><bdi>${siteOf(question, objects)}</bdi></b> ${isOurs ? html`<span class="chip">${t("ours")}</span>` : nothing}
        <span class="words" dir="auto">${firstWords(question.text, 90)}</span>
      </span>
    </li>
  `;
}
