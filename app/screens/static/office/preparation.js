// Handing a question to an agency that is to prepare the answer, and how far the agencies have come.

/** @import {Objects, Question} from "../types.js" */
/** @import {Desk} from "../desk/state.js" */
/** @import {OfAgency, Progress} from "./handed.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { dayWords, today } from "../time.js";
import { about, forget, refused } from "../desk/deeds.js";
import { area, dialog, form, quoted } from "../desk/dialogs.js";
import { agencies, agencyName } from "../desk/fetched.js";
import { t } from "../i18n/office-preparation.js";
import { t as shared } from "../i18n/work.js";
import { firstWords } from "../objects.js";
import { byName } from "../order.js";
import { prepared as preparedAnswer, returningPrepared } from "./prepared.js";
import { byAgency, dueWords, ENDED, isLate, progressOf } from "./handed.js";

/** @type {Record<Progress, string>} */
const LOOKS = { asked: "", draft: "", returned: "bad", submitted: "warn", cleared: "good" };
const STATES = /** @type {Progress[]} */ (Object.keys(LOOKS));
const DAYS_BEFORE = 5;
const DAY_MS = 86_400_000;

export { returningPrepared as returning };

/** @type {string | null} the agency whose questions are listed */
let unfolded = null;

/** Among the commands of the open question. @param {Desk} desk @param {Question} question */
export function command(desk, { number, state }) {
  if (ENDED.includes(state)) return nothing;
  const open = () => desk.open({ name: "ask", number, problem: null });
  return html`<button aria-disabled=${desk.work.busy.has(about(number))} @click=${open}>${t("command")}</button>`;
}

/** What stands of it in the open question. @param {Desk} desk @param {Question} question @param {Objects} objects */
export function prepared(desk, question, objects) {
  return html`${asked(desk, question, objects)} ${preparedAnswer(desk, question, objects)}`;
}

/** @param {Desk} desk @param {Question} question @param {Objects} objects */
function asked(desk, question, objects) {
  const { preparation } = question;
  if (!preparation) return nothing;
  const state = progressOf(question);
  return html`<section class="private" aria-labelledby="asked-title">
    <h3 id="asked-title">${t("title_section")} <span class="chip ${LOOKS[state]}">${t(`state_${state}`)}</span></h3>
    <p><b><bdi>${agencyName(desk, preparation.agency)}</bdi></b> · ${dueWords(question)}
      ${isLate(question, day(desk, objects)) ? html`<span class="chip bad">${t("late")}</span>` : nothing}</p>
    ${preparation.note ? html`<p class="words" dir="auto">${preparation.note}</p>` : nothing}
    <p class="private-mark">${shared("private")}</p>
  </section>`;
}

/** @param {Desk} desk @param {Question} question */
export function asking(desk, question) {
  const { number, preparation } = question;
  const due = preparation ? preparation.due : usualDue(desk);
  const fields = html`
    ${quoted(question)}
    <div class="field">
      <label for="field-agency">${t("agency")}</label>
      <select id="field-agency" name="agency" required autofocus>
        <option value="">${t("choose")}</option>
        ${repeat(byName(agencies(desk)), (one) => one.id, (one) => html`<option value=${one.slug} ?selected=${one.slug === preparation?.agency}>${one.name}</option>`)}
      </select>
    </div>
    <div class="field">
      <label for="field-due">${t("day")}</label>
      <input id="field-due" name="due" type="date" value=${due ?? ""} aria-describedby="hint-due" />
      <p class="hint" id="hint-due">${t("day_hint")}</p>
    </div>
    ${area(desk, { name: "note", label: t("note"), draft: `ask ${number}`, first: preparation?.note ?? "", rows: 3, required: false })}
  `;
  const also = preparation ? html`<button type="button" class="danger" @click=${() => withdraw(desk, question)}>${t("do_withdraw")}</button>` : nothing;
  const content = form(desk, question, { fields, label: t("do_ask"), send: (data) => ask(desk, question, data), also });
  return dialog(desk, { title: t("title_ask", { number }), content });
}

/** @param {Desk} desk @param {Question} question @param {FormData} data */
async function ask(desk, { number }, data) {
  const body = { agency: data.get("agency"), due: data.get("due") || null, note: String(data.get("note")).trim() || null };
  const { answer, problem } = await desk.attempt(about(number), "PUT", `/questions/${number}/preparation`, body);
  if (problem) return refused(desk, problem);
  if (answer) finish(desk, number, t("done_ask", { number }));
}

/** @param {Desk} desk @param {Question} question */
async function withdraw(desk, { number }) {
  const { answer, problem } = await desk.attempt(about(number), "DELETE", `/questions/${number}/preparation`);
  if (problem) return refused(desk, problem);
  if (answer) finish(desk, number, t("done_withdraw", { number }));
}

/** @param {Desk} desk @param {number} number @param {string} said */
function finish(desk, number, said) {
  forget(desk, number, "ask");
  desk.tell(said);
  desk.close();
}

/** Days in the conference's zone, as the server takes them when none is named. @param {Desk} desk */
function usualDue(desk) {
  const { objects } = desk.work;
  const starts = Date.parse(objects?.conference.starts_at ?? "");
  if (!objects || !(starts > desk.work.now)) return null;
  const due = today(starts - DAYS_BEFORE * DAY_MS, objects.conference.timezone);
  const now = day(desk, objects);
  return due < now ? now : due;
}

/** The way to the progress, beside the room's. @param {Desk} desk */
export function opener(desk) {
  return html`<button @click=${() => desk.open({ name: "progress", number: 0, problem: null })}>${t("opener")}</button>`;
}

/** How far each agency has come, and the questions of the one that is unfolded. @param {Desk} desk */
export function progress(desk) {
  const { objects } = desk.work;
  if (!objects) return nothing;
  const found = byAgency(objects.questions.values(), day(desk, objects));
  const rows = byName([...found.values()].map((one) => ({ ...one, name: agencyName(desk, one.agency) })));
  const open = rows.find(({ agency }) => agency === unfolded);
  const content = html`
    ${rows.length ? table(desk, rows) : html`<p class="quiet-text">${t("none_asked")}</p>`}
    ${open ? questionsOf(desk, open, objects) : nothing}
    <div class="actions end"><button autofocus @click=${() => desk.close()}>${shared("close")}</button></div>
  `;
  return dialog(desk, { title: t("title_progress"), content, wide: true });
}

/** @param {Desk} desk @param {(OfAgency & {name: string})[]} rows */
function table(desk, rows) {
  return html`<div class="table" tabindex="0" role="region" aria-label=${t("title_progress")}>
    <table>
      <thead>
        <tr>
          <th scope="col">${t("agency")}</th><th scope="col">${t("total")}</th>
          ${STATES.map((state) => html`<th scope="col">${t(`state_${state}`)}</th>`)}
          <th scope="col">${t("late")}</th><th scope="col">${t("nearest")}</th>
        </tr>
      </thead>
      <tbody>${repeat(rows, ({ agency }) => agency, (one) => agencyRow(desk, one))}</tbody>
    </table>
  </div>`;
}

/** @param {Desk} desk @param {OfAgency & {name: string}} one */
function agencyRow(desk, { agency, name, questions, counts, late, due }) {
  const unfold = () => {
    unfolded = unfolded === agency ? null : agency;
    desk.work.redraw();
  };
  return html`<tr>
    <th scope="row"><button class="quiet" aria-expanded=${unfolded === agency} @click=${unfold}><bdi>${name}</bdi></button></th>
    <td>${questions.length}</td>
    ${STATES.map((state) => html`<td>${counts[state]}</td>`)}
    <td>${late ? html`<span class="chip bad">${late}</span>` : late}</td>
    <td>${due ? dayWords(due) : "–"}</td>
  </tr>`;
}

/** @param {Desk} desk @param {OfAgency & {name: string}} one @param {Objects} objects */
function questionsOf(desk, { name, questions }, objects) {
  const now = day(desk, objects);
  return html`<section aria-labelledby="handed-title">
    <h3 id="handed-title"><bdi>${t("questions_of", { agency: name })}</bdi></h3>
    <ul>${repeat(questions, (one) => one.id, (one) => questionLine(desk, one, now))}</ul>
  </section>`;
}

/** @param {Desk} desk @param {Question} question @param {string} now */
function questionLine(desk, question, now) {
  const { number, text } = question;
  const state = progressOf(question);
  const go = () => {
    desk.close();
    desk.goTo(number);
  };
  return html`<li>
    <button class="quiet" aria-label=${t("open_number", { number })} @click=${go}><b>${number}</b></button>
    <span class="chip ${LOOKS[state]}">${t(`state_${state}`)}</span>
    ${isLate(question, now) ? html`<span class="chip bad">${t("late")}</span>` : nothing}
    <span>${dueWords(question)}</span> <bdi class="words quiet-text">${firstWords(text, 90)}</bdi>
  </li>`;
}

/** @param {Desk} desk @param {Objects} objects */
function day(desk, { conference }) {
  return today(desk.work.now, conference.timezone);
}
