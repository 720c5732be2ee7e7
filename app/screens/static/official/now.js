// What is being answered, whether it is the official's own, and when the next of the own comes.

/** @import {Asker, Objects, Question} from "../types.js" */
/** @import {OfficialDesk} from "./desk.js" */
/** @import {Mine} from "./mine.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/official.js";
import { t as shared } from "../i18n/work.js";
import { answererOf, siteOf, sitesOf, turnOf } from "../objects.js";
import { privately } from "../shell/private.js";
import { runningClock } from "../shell/running.js";
import { clock } from "../time.js";
import { partOf } from "./mine.js";

/**
 * @param {OfficialDesk} desk
 * @param {Objects} objects
 * @param {Mine} mine
 */
export function nowPart(desk, objects, mine) {
  const { current, me } = mine;
  const part = current && me ? partOf(current, me.slug) : null;
  return html`
    <section class="now ${part ? "is-mine" : ""}" aria-labelledby="now-title">
      <h2 id="now-title">${current ? html`${t("now")} <b class="number">${current.number}</b>` : t("now_nobody")}</h2>
      ${current ? currentQuestion(objects, current, part) : nothing} ${nextOfMine(desk, objects, mine)}
    </section>
  `;
}

/**
 * @param {Objects} objects
 * @param {Question} current
 * @param {"lead" | "supporting" | null} part
 */
function currentQuestion(objects, current, part) {
  const official = answererOf(current, objects);
  const note = current.assignment?.note;
  return html`
    ${part ? html`<p class="mine-mark">${t(part === "lead" ? "now_mine" : "now_supporting")}</p>` : nothing}
    <div class="now-head">
      <p class="site"><bdi>${sitesOf(current, objects)}</bdi></p>
      ${runningClock(turnOf(current)?.started_at ?? current.state_since, t("turn_clock"))}
    </div>
    <p class="words text" dir="auto">${current.text}</p>
    ${current.asker && !part ? askedBy(current.asker) : nothing}
    ${part === "lead" ? nothing : html`<p><bdi>${official ? t("now_answers", { name: official.name }) : t("now_open")}</bdi></p>`}
    ${part && (note || current.prepared_answer || current.asker)
      ? privately(html`
          ${current.prepared_answer ? html`<h3>${t("prepared")}</h3><p class="words aloud" dir="auto">${current.prepared_answer.text}</p>` : nothing}
          ${current.asker ? askedBy(current.asker) : nothing}
          ${note ? html`<h3>${t("note")}</h3><p class="words" dir="auto">${note}</p>` : nothing}
        `)
      : nothing}
  `;
}

/** For others the name is there only when it may be shown. @param {Asker} asker */
function askedBy({ name }) {
  return html`<p class="quiet-text">${shared("asked_by", { name: "" })}<bdi>${name}</bdi></p>`;
}

/**
 * @param {OfficialDesk} desk
 * @param {Objects} objects
 * @param {Mine} mine
 */
function nextOfMine(desk, objects, { open, queue }) {
  const next = open.find((one) => one.state === "queued");
  return html`
    <div class="next-mine">
      <h3>${t("next_mine")}</h3>
      ${next
        ? html`<p><a href=${`#question-${next.number}`}><b>${shared("number", { number: next.number })}</b> · <bdi>${siteOf(next, objects)}</bdi></a></p>
            <p>${placeWords(desk, objects, queue, next)}</p>`
        : html`<p class="quiet-text">${t("next_mine_none")}</p>`}
    </div>
  `;
}

/**
 * Where it stands in the queue and when it is expected.
 * @param {OfficialDesk} desk
 * @param {Objects} objects
 * @param {Question[]} queue
 * @param {Question} question
 */
export function placeWords({ outlook }, { conference }, queue, question) {
  const place = queue.indexOf(question) + 1;
  if (place === 0) return t("not_queued");
  const words = place === 1 ? t("place_first") : t("place_other", { place });
  const at = outlook.starts.get(question.number);
  return at ? `${words} · ${t("expected", { time: clock(Date.parse(at), conference.timezone) })}` : words;
}
