// The question that is being answered: what it is, how long it has gone on, who answers, and what
// may be done with it besides going on to the next.

/** @import {Objects, Question} from "../types.js" */
/** @import {Chair} from "./chair.js" */
/** @import {Picture} from "./picture.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/chair.js";
import { t as shared } from "../i18n/work.js";
import { answererOf, askerDetails, bySlug, sitesOf, supportersOf, turnOf } from "../objects.js";
import { runningClock } from "../shell/running.js";
import { askerLine, privateParts } from "./private.js";

/**
 * @param {Chair} chair
 * @param {Objects} objects
 * @param {Picture} picture
 */
export function currentPart(chair, objects, picture) {
  const { current } = picture;
  if (!current) {
    return html`<div class="nobody"><h2>${t("nobody")}</h2>${picture.next ? html`<p>${t("nobody_hint")}</p>` : nothing}</div>`;
  }
  return html`
    <article class="current" aria-labelledby="current-title">
      <header>
        <h2 id="current-title"><span class="label">${t("current")}</span> <b class="number">${current.number}</b></h2>
        <div class="whence"><p class="site"><bdi>${sitesOf(current, objects)}</bdi></p>${about(current, objects)}</div>
        ${runningClock(turnOf(current)?.started_at ?? current.state_since, t("turn_clock"))}
      </header>
      ${questionBody(current, objects)} ${whoAnswers(current, objects, assignButton(chair, current))} ${currentActions(chair, picture, current)}
      ${privateParts(current, objects, chair)}
    </article>
  `;
}

/** @param {Question} question @param {Objects} objects */
export function about(question, objects) {
  const topic = bySlug(objects.topics, question.topic);
  return html`<p class="quiet-text about">${shared(`kind_${question.kind}`)}${topic ? html` · <bdi>${topic.name}</bdi>` : nothing}</p>`;
}

/**
 * Words and asker of a question.
 * @param {Question} question
 * @param {Objects} objects
 */
export function questionBody(question, objects) {
  return html`
    <p class="words text" dir="auto">${question.text}</p>
    ${askerLine(question)} ${otherOrigins(question, objects)}
  `;
}

/**
 * The sites and askers of the questions merged into this one; their names may be private.
 * @param {Question} question
 * @param {Objects} objects
 */
function otherOrigins(question, objects) {
  if (question.origins.length < 2) return nothing;
  const lines = question.origins.map(({ site, asker }) => {
    const isHidden = asker && asker.may_show_name === false;
    const who = asker ? [asker.name, askerDetails(asker)].filter(Boolean).join(", ") : "";
    return html`<li><bdi>${bySlug(objects.sites, site)?.name ?? site}</bdi>${who ? html`: <bdi>${who}</bdi>` : nothing}
      ${isHidden ? html`<span class="chip warn">${shared("name_hidden")}</span>` : nothing}</li>`;
  });
  return html`<div class="private origins"><p class="private-mark">${shared("private")}</p><p>${t("more_origins")}</p><ul>${lines}</ul></div>`;
}

/**
 * @param {Question} question
 * @param {Objects} objects
 * @param {unknown} [action] what may be done about it
 */
export function whoAnswers(question, objects, action = nothing) {
  const official = answererOf(question, objects);
  const lead = bySlug(objects.officials, question.assignment?.lead);
  const supporters = supportersOf(question, objects);
  const status = question.assignment?.status;
  return html`
    <div class="answers">
      <div>
      <p class="who">
        ${official
          ? html`<span class="label">${t("answers")}</span> <b><bdi>${official.name}</bdi></b>
              ${official.position ? html`<bdi class="quiet-text">${official.position}</bdi>` : nothing}
              ${official.present ? nothing : html`<span class="chip bad">${t("absent")}</span>`}`
          : html`<span class="chip warn">${t("answers_nobody")}</span>`}
        ${status && lead === official ? statusChip(status) : nothing}
      </p>
      ${supporters.length ? html`<p>${shared("supporting", { names: supporters.map(({ name }) => name).join(", ") })}</p>` : nothing}
      ${lead && official && lead !== official ? html`<p class="quiet-text">${t("answers_other", { name: lead.name })}</p>` : nothing}
      </div>
      ${action}
    </div>
  `;
}

/** @param {"pending" | "accepted" | "declined"} status */
function statusChip(status) {
  const kind = { pending: "", accepted: "good", declined: "bad" }[status];
  return html`<span class="chip ${kind}">${shared(`assignment_${status}`)}</span>`;
}

/** @param {Chair} chair @param {Question} current */
function assignButton(chair, current) {
  const open = () => chair.open({ name: "assign", number: current.number, was: current });
  return html`<button ?disabled=${!chair.work.isLive} @click=${open}>${current.assignment ? t("reassign") : t("assign")}</button>`;
}

/**
 * @param {Chair} chair
 * @param {Picture} picture
 * @param {Question} current
 */
function currentActions(chair, { next }, current) {
  const { floor, work } = chair;
  const press = () => floor.press();
  const off = floor.isReady ? "false" : "true";
  const look = floor.isSettling ? "settling" : "";
  return html`
    <div class="actions">
      <button class=${look} aria-disabled=${off} @pointerdown=${press} @click=${() => floor.step(current, "put_back")}>${t("put_back")}</button>
      ${next ? html`<button class=${look} aria-disabled=${off} @pointerdown=${press} @click=${() => floor.step(current, "finish")}>${t("finish")}</button>` : nothing}
      <button ?disabled=${!work.isLive} @click=${() => chair.open({ name: "defer", number: current.number, was: current })}>${t("defer")}…</button>
    </div>
  `;
}
