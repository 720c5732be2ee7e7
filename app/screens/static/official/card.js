// One question assigned to the official: what it is, yes or no, the note, and the prepared answer.

/** @import {Objects, Official, Question} from "../types.js" */
/** @import {OfficialDesk} from "./desk.js" */
/** @import {Mine} from "./mine.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/official.js";
import { t as shared } from "../i18n/work.js";
import { askerDetails, bySlug, sitesOf, supportersOf } from "../objects.js";
import { askedPart } from "../office/asked.js";
import { ENDED } from "../office/handed.js";
import { privately } from "../shell/private.js";
import { declinedBy, partOf } from "./mine.js";
import { placeWords } from "./now.js";
import { preparedPart } from "./prepared.js";

/**
 * @param {OfficialDesk} desk
 * @param {Objects} objects
 * @param {Mine & {me: Official}} mine
 * @param {Question} question
 */
export function card(desk, objects, mine, question) {
  const { number, state, text } = question;
  const topic = bySlug(objects.topics, question.topic);
  return html`
    <li class="card mine" id=${`question-${number}`} aria-labelledby=${`title-${number}`}>
      <header>
        <h3 id=${`title-${number}`}><b class="number">${number}</b> <bdi>${sitesOf(question, objects)}</bdi></h3>
        <p class="quiet-text">${state === "queued" ? placeWords(desk, objects, mine.queue, question) : shared(`state_${state}`)}</p>
      </header>
      ${topic ? html`<p class="quiet-text"><bdi>${topic.name}</bdi></p>` : nothing}
      <p class="words text" dir="auto">${text}</p>
      ${assignmentPart(desk, objects, mine.me, question)} ${askedPart(desk, objects, mine.me, question)}
      ${notes(objects, mine.me, question)} ${preparedPart(desk, objects, mine.me, question)}
    </li>
  `;
}

/**
 * @param {OfficialDesk} desk
 * @param {Objects} objects
 * @param {Official} me
 * @param {Question} question
 */
function assignmentPart(desk, objects, me, question) {
  const part = partOf(question, me.slug);
  if (!part) return nothing;
  const lead = bySlug(objects.officials, question.assignment?.lead);
  const supporters = supportersOf(question, objects).filter((one) => one !== me);
  return html`
    <div class="assignment">
      <p class="part">
        <span class="chip ${part === "lead" ? "warn" : ""}">${t(part === "lead" ? "leads" : "supports")}</span>
        ${statusChip(desk, me, question)}
        ${part === "lead" ? nothing : html`<span><bdi>${t("lead_is", { name: lead?.name ?? "" })}</bdi></span>`}
        ${supporters.length ? html`<span><bdi>${shared("supporting", { names: supporters.map(({ name }) => name).join(", ") })}</bdi></span>` : nothing}
      </p>
      ${desk.isOwn ? reply(desk, me, question) : nothing}
    </div>
  `;
}

/** What I said to it. Whether one who supports has said yes is not shown to anybody. @param {OfficialDesk} desk @param {Official} me @param {Question} question */
function statusOf(desk, me, question) {
  if (declinedBy(question, me.slug)) return "declined";
  if (partOf(question, me.slug) === "lead") return question.assignment?.status ?? "pending";
  return desk.hasAccepted(question.number) ? "accepted" : "pending";
}

/** @param {OfficialDesk} desk @param {Official} me @param {Question} question */
function statusChip(desk, me, question) {
  const status = statusOf(desk, me, question);
  const kind = { pending: "warn", accepted: "good", declined: "bad" }[status];
  return html`<span class="chip ${kind}">${shared(`assignment_${status}`)}</span>`;
}

/** @param {OfficialDesk} desk @param {Official} me @param {Question} question */
function reply(desk, me, question) {
  const { number, state } = question;
  if (ENDED.includes(state)) return nothing;
  const status = statusOf(desk, me, question);
  const isOff = desk.work.busy.has(`accept-${number}`) || !desk.work.isLive;
  return html`
    <div class="actions">
      ${status === "accepted"
        ? nothing
        : html`<button class="primary" ?disabled=${isOff} aria-label=${t("number_accept", { number })} @click=${() => desk.accept(question)}>
            ${t(status === "declined" ? "accept_again" : "accept")}
          </button>`}
      ${status === "declined"
        ? nothing
        : html`<button ?disabled=${isOff} aria-label=${t("number_decline", { number })} @click=${() => desk.ask(question)}>${t("decline")}</button>`}
    </div>
  `;
}

/** Also who asks: whether the name may be said is not known here. @param {Objects} objects @param {Official} me @param {Question} question */
function notes(objects, me, { asker, assignment, answer }) {
  const declined = assignment?.declined ?? [];
  if (!asker && !assignment?.note && !declined.length && !answer?.summary) return nothing;
  return privately(html`
    ${asker ? html`<p>${shared("asked_by", { name: "" })}<bdi>${[asker.name, askerDetails(asker)].filter(Boolean).join(", ")}</bdi></p>` : nothing}
    ${assignment?.note ? html`<h4>${t("note")}</h4><p class="words" dir="auto">${assignment.note}</p>` : nothing}
    ${declined.map(({ official, reason }) => {
      const name = bySlug(objects.officials, official)?.name ?? official;
      const said = official === me.slug ? t("i_declined", { reason: reason ?? "" }) : t("other_declined", { name, reason: reason ?? "" });
      return html`<p class="words" dir="auto">${said}</p>`;
    })}
    ${answer?.summary ? html`<h4>${t("summary")}</h4><p class="words" dir="auto">${answer.summary}</p>` : nothing}
  `);
}
