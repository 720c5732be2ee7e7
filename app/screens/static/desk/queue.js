// The queue's order: moving a question up and down, the server's suggestion, and arranging it anew.
// Nothing is put into another order but by a person's own tap.

/** @import {Objects, Question} from "../types.js" */
/** @import {Desk} from "./state.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/desk.js";
import { closeModal } from "../shell/modal.js";
import { t as shared } from "../i18n/work.js";
import { clock } from "../time.js";
import { refused } from "./deeds.js";
import { dialog, problemLine } from "./dialogs.js";
import { fetched } from "./fetched.js";
import { floorOf } from "./find.js";

const ABOUT = "queue";
const WAYS = /** @type {const} */ (["rotation", "topic", "arrival"]);

/** @typedef {{version: number, suggestion: {number: number, why: string} | null, forecast: {number: number, starts_at: string}[]}} Help */

/** A change of queue or floor makes the server's help another. @param {Desk} desk @returns {Help | null} */
function help(desk) {
  const { objects } = desk.work;
  if (!objects) return null;
  return fetched(desk, "/queue", `${objects.conference.queue_version} ${floorOf(objects).current?.number}`);
}

/** When it is expected to be called. @param {Desk} desk @param {Question} question */
export function expectedStart(desk, { state, number }) {
  if (state !== "queued" || desk.tab !== "queue") return "";
  const start = startsOf(help(desk)).get(number);
  const { conference } = desk.work.objects ?? {};
  return start && conference ? t("expected", { time: clock(Date.parse(start), conference.timezone) }) : "";
}

/** @type {WeakMap<Help, Map<number, string>>} */
const starts = new WeakMap();

/** @param {Help | null} help */
function startsOf(help) {
  if (!help) return new Map();
  let times = starts.get(help);
  if (!times) {
    times = new Map(help.forecast.map((one) => [one.number, one.starts_at]));
    starts.set(help, times);
  }
  return times;
}

/** @param {Desk} desk @param {Objects} objects */
export function queueHelp(desk, objects) {
  const suggestion = help(desk)?.suggestion;
  const [first] = floorOf(objects).queue;
  if (!first) return nothing;
  const isUseful = suggestion && suggestion.number !== first.number;
  return html`<div class="queue-help">
    <div class="suggested">
      <p><bdi>${isUseful ? `${t("suggestion")} ${suggestion.why}` : t("suggestion_none")}</bdi></p>
      ${isUseful ? html`<button aria-disabled=${isMoving(desk)} @click=${() => move(desk, suggestion.number, first.number)}>${t("move_first", { number: suggestion.number })}</button>` : nothing}
    </div>
    <div class="arrange" role="group" aria-label=${t("arrange")}>
      <span>${t("arrange")}</span>
      ${WAYS.map((by) => html`<button aria-disabled=${isMoving(desk)} @click=${() => ask(desk, by)}>${t(`arrange_${by}`)}</button>`)}
    </div>
  </div>`;
}

/** @param {Desk} desk @param {"rotation" | "topic" | "arrival"} by */
function ask(desk, by) {
  const version = desk.work.objects?.conference.queue_version ?? 0;
  desk.open({ name: "arrange", number: 0, version, problem: null, by });
}

/** @param {Desk} desk */
export function arranging(desk) {
  const by = desk.dialog?.by ?? "rotation";
  const content = html`
    <p>${t(`arrange_${by}_means`)}</p>
    ${problemLine(desk)}
    <div class="actions">
      <button class="primary" autofocus aria-disabled=${isMoving(desk)} @click=${() => arrange(desk, by)}>${t("do_arrange")}</button>
      <button @click=${closeModal}>${shared("cancel")}</button>
    </div>
  `;
  return dialog(desk, { title: t("title_arrange"), content });
}

/** @param {Desk} desk @param {string} by */
async function arrange(desk, by) {
  // The queue as it was when the question was put: nobody agreed to rearrange a later one.
  const version = desk.dialog?.version;
  const { answer, problem } = await desk.attempt(ABOUT, "POST", "/queue/arrange", { by, version });
  if (problem) return refused(desk, problem);
  if (!answer) return;
  desk.tell(t("done_arrange"));
  desk.close();
}

/** @param {Desk} desk */
function isMoving({ work }) {
  return work.busy.has(ABOUT);
}

/** The buttons of a queued question. @param {Desk} desk @param {Question} question */
export function moves(desk, { number }) {
  const { objects } = desk.work;
  if (!objects) return nothing;
  const order = floorOf(objects).queue.map((one) => one.number);
  const place = order.indexOf(number);
  const first = order[0] ?? null;
  return html`<span class="moves" role="group" aria-label=${t("moves")}>
    <button aria-disabled=${isMoving(desk) || place === 0} @click=${() => place > 0 && move(desk, number, first)}>${t("first")}</button>
    <button aria-disabled=${isMoving(desk) || place === 0} aria-keyshortcuts="Alt+ArrowUp" @click=${() => shift(desk, -1)}>${t("up")}<kbd aria-hidden="true">Alt ↑</kbd></button>
    <button aria-disabled=${isMoving(desk) || place === order.length - 1} aria-keyshortcuts="Alt+ArrowDown" @click=${() => shift(desk, 1)}>${t("down")}<kbd aria-hidden="true">Alt ↓</kbd></button>
  </span>`;
}

/** One place up or down, in the whole queue, whatever the filters show of it. @param {Desk} desk @param {1 | -1} by */
export function shift(desk, by) {
  const { question, work } = desk;
  if (!work.objects || question?.state !== "queued") return;
  const order = floorOf(work.objects).queue.map((one) => one.number);
  const place = order.indexOf(question.number) + by;
  if (place < 0 || place >= order.length) return;
  return move(desk, question.number, order[by < 0 ? place : place + 1] ?? null);
}

/** @param {Desk} desk @param {number} number @param {number | null} before null: to the end */
async function move(desk, number, before) {
  const version = desk.work.objects?.conference.queue_version;
  const { answer, problem } = await desk.attempt(ABOUT, "POST", "/queue/move", { question: number, before, version });
  if (problem?.code === "stale_queue") desk.work.sayings.refuse(t("stale_queue"));
  else if (problem) desk.work.refuse(problem);
  else if (answer) desk.tell(t("done_move", { number }));
}
