// The follow-up that is open: question, promise, reply, enclosures, steps, history.

/** @import {FollowUps} from "./state.js" */
/** @import {FollowUp} from "./words.js" */
import { html, nothing } from "../../../vendor/lit-html/lit-html.js";
import { repeat } from "../../../vendor/lit-html/directives/repeat.js";
import { t } from "../../i18n/office-follow-ups.js";
import { t as shared } from "../../i18n/work.js";
import { bySlug } from "../../objects.js";
import { dayWords } from "../../time.js";
import { replyPart } from "./reply.js";
import { momentWords, stateWords, stepWords, timeLeft } from "./words.js";

/** @param {FollowUps} followUps */
export function detailPart(followUps) {
  const { chosen } = followUps;
  if (!chosen) return html`<section class="detail empty"><p class="quiet-text">${t("choose")}</p></section>`;
  return html`
    <section class="detail card" aria-labelledby="detail-title" data-id=${chosen.id}>
      <button class="back" @click=${() => followUps.leave()}>← ${t("back")}</button>
      ${head(followUps, chosen)} ${replyPart(followUps, chosen)} ${managing(followUps, chosen)} ${historyPart(followUps)}
    </section>
  `;
}

/** @param {FollowUps} followUps @param {FollowUp} one */
function head(followUps, one) {
  const { objects } = followUps.work;
  const site = bySlug(objects?.sites ?? new Map(), one.site)?.name ?? one.site;
  const left = timeLeft(one, followUps.zone);
  return html`
    <h2 id="detail-title">${shared("number", { number: one.number })} <span class="chip">${stateWords(one.state)}</span> <span class="chip ${left.look}">${left.text}</span></h2>
    <p><b><bdi>${followUps.agencyName(one.agency)}</bdi></b> · ${t("due", { date: dayWords(one.due) })}</p>
    ${one.forwarded_from ? html`<p class="quiet-text">${t("forwarded_from", { agency: followUps.agencyName(one.forwarded_from) })}</p>` : nothing}
    <h3>${t("question")}</h3>
    <p class="quiet-text"><bdi>${site}</bdi></p>
    ${one.question ? html`<p class="words text" dir="auto">${one.question.text}</p>` : html`<p class="hint">${t("question_hidden")}</p>`}
    <h3>${t("promise")}</h3>
    <p class="words" dir="auto">${one.promise ?? t("promise_none")}</p>
  `;
}

/** What only moderators do. @param {FollowUps} followUps @param {FollowUp} one */
function managing(followUps, one) {
  if (!followUps.mayManage) return nothing;
  const isOff = followUps.work.busy.has(`follow-up-${one.id}`);
  return html`
    <div class="actions">
      ${one.days_left === null
        ? html`<button ?disabled=${isOff} @click=${() => followUps.open("reopen")}>${t("reopen")}</button>`
        : html`<button ?disabled=${isOff} @click=${() => followUps.open("due")}>${t("change_due")}</button>`}
    </div>
  `;
}

/** @param {FollowUps} followUps */
function historyPart(followUps) {
  return html`
    <h3>${t("history")}</h3>
    <ol class="history">
      ${repeat(followUps.history, (step) => step.seq, (step) => html`
        <li>
          <p class="quiet-text">${momentWords(step.at, followUps.zone)}${step.actor ? html` · <bdi>${step.actor}</bdi>` : nothing}</p>
          ${stepWords(step, followUps.agencyName).map((line) => html`<p dir="auto">${line}</p>`)}
          ${step.note ? html`<blockquote class="words" dir="auto">${step.note}</blockquote>` : nothing}
        </li>`)}
    </ol>
  `;
}
