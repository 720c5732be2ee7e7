// The open question in full, with the commands that its state allows.

/** @import {Objects, Question} from "../types.js" */
/** @import {WorkWord} from "../i18n/work.js" */
/** @import {Desk} from "./state.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../i18n/desk.js";
import { t as shared } from "../i18n/work.js";
import { sitesOf } from "../objects.js";
import { commandsOf } from "./commands.js";
import { about, begin } from "./deeds.js";
import { handledByOthers, nameOf } from "./find.js";
import { happenings } from "./history.js";
import { usesKeys } from "./keys.js";
import { asker, attachments, mergedInto, origins, reasonGiven } from "./matters.js";
import { at, stateChip } from "./parts.js";
import { moves } from "./queue.js";
import { assigned } from "./answering.js";
import { preparation } from "../office/before.js";
import { similarPart } from "./similar.js";

/** @param {Desk} desk @param {Objects} objects */
export function detailPane(desk, objects) {
  const { question } = desk;
  // Another question is another drawing: what was unfolded or scrolled belongs to the one before.
  const shown = question ? [question] : [];
  return html`<section class="pane detail-pane" aria-label=${t("open_question")}>
    ${repeat(shown, (one) => one.id, (one) => detail(desk, one, objects))}
    ${question ? nothing : html`<p class="none">${t("none_open")}</p>`}
  </section>`;
}

/** @param {Desk} desk @param {Question} question @param {Objects} objects */
function detail(desk, question, objects) {
  return html`<article>
    ${head(desk, question, objects)} ${commands(desk, question)}
    <div class="matters">
      <div class="matter">
        ${mergedInto(desk, question)} ${reasonGiven(question)} ${texts(question)} ${attachments(desk, question)} ${outcome(desk, question, objects)}
        ${preparation(desk)?.prepared(desk, question, objects)}
        <div class="beside">${assigned(question, objects)} ${asker(question)}</div>
        ${origins(question, objects)}
        ${happenings(desk, question, objects)}
      </div>
      ${similarPart(desk, question, objects)}
    </div>
  </article>`;
}

/** What follows an answer; fetched with the first of them. @type {typeof import("../office/outcome.js") | null} */
let after = null;

/** @param {Desk} desk @param {Question} question @param {Objects} objects */
function outcome(desk, question, objects) {
  if (after) return after.outcome(desk, question, objects);
  if (question.answer || question.follow_ups?.length) void fetchOutcome(desk);
  return nothing;
}

/** @param {Desk} desk */
async function fetchOutcome(desk) {
  after = await import("../office/outcome.js");
  desk.work.redraw();
}

/** @param {Desk} desk @param {Question} question @param {Objects} objects */
function head(desk, question, objects) {
  const { number, kind, origin, topic, submitted_at } = question;
  const handler = handledByOthers(desk.work.news.presence, desk.work.place.me.username).get(number);
  const { timezone } = objects.conference;
  return html`<header class="detail-head">
    <div class="detail-line">
      <h2 id="detail-title" tabindex="-1">${t("question_number", { number })}</h2>
      ${stateChip(question)}
      <p class="whence"><bdi>${sitesOf(question, objects)}</bdi></p>
      <div role="status" class="handling">${handler ? html`<p class="chip handled"><bdi>${t("handled_now", { name: handler })}</bdi></p>` : nothing}</div>
    </div>
    <p class="facts quiet-text">
      <span>${shared(/** @type {WorkWord} */ (`kind_${kind}`))}</span>
      <span>${shared(/** @type {WorkWord} */ (`origin_${origin}`))}</span>
      <bdi>${topic ? nameOf(objects.topics, topic) : t("no_topic")}</bdi>
      <span>${t("handed_in", { time: at(submitted_at, timezone, desk.work.now) })}</span>
    </p>
  </header>`;
}

/** @param {Desk} desk @param {Question} question */
function commands(desk, question) {
  const isBusy = desk.work.busy.has(about(question.number));
  const shows = usesKeys();
  return html`<div class="commands" role="group" aria-label=${t("commands")}>
    ${repeat(commandsOf(question), ({ name }) => name, ({ name, key, look }) => html`
      <button class=${look} aria-disabled=${isBusy} aria-keyshortcuts=${key && shows ? key : nothing} @click=${() => begin(desk, name)}>
        ${t(`command_${name}`)}${key && shows ? html`<kbd aria-hidden="true">${key}</kbd>` : nothing}
      </button>`)}
    ${preparation(desk)?.command(desk, question)} ${question.state === "queued" ? moves(desk, question) : nothing}
  </div>`;
}

/** The original stands beside a text that was edited. @param {Question} question */
function texts({ text, original_text: original = text }) {
  if (original === text) return html`<p class="words text" dir="auto">${text}</p>`;
  return html`<div class="beside texts">
    <div><h3>${t("edited_text")}</h3><p class="words text" dir="auto">${text}</p></div>
    <div class="original"><h3>${t("original_text")}</h3><p class="words" dir="auto">${original}</p></div>
  </div>`;
}
