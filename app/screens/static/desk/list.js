// The list: its tabs with their counts, and a row for each question.

/** @import {Objects, Question} from "../types.js" */
/** @import {Desk} from "./state.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../i18n/desk.js";
import { t as shared } from "../i18n/work.js";
import { firstWords } from "../objects.js";
import { handledByOthers, nameOf } from "./find.js";
import { listsOf, TAB_NAMES, TABS } from "./lists.js";
import { age, stateChip, stateWord } from "./parts.js";
import { expectedStart, queueHelp } from "./queue.js";

/** The open question stands below the list: desk.css. */
const narrow = matchMedia("(width < 60rem)");
/** @type {WeakMap<Question, string>} */
const beginnings = new WeakMap();

/** @param {Desk} desk @param {Objects} objects */
export function tabs(desk, objects) {
  const lists = listsOf(objects, desk.filters);
  return html`<div class="tabs" role="tablist" aria-label=${t("lists")} @keydown=${(/** @type {KeyboardEvent} */ event) => moveTab(desk, event)}>
    ${TAB_NAMES.map((name, at) => {
      const isOpen = desk.tab === name;
      return html`<button
        role="tab"
        id="tab-${name}"
        aria-selected=${isOpen}
        aria-controls="list"
        tabindex=${isOpen ? 0 : -1}
        title=${t("tab_key", { key: at + 1 })}
        @click=${() => desk.show(name)}
      >
        ${t(`tab_${name}`)} <span class="count">${lists[name].length}</span>
      </button>`;
    })}
  </div>`;
}

/** @param {Desk} desk @param {KeyboardEvent} event */
function moveTab(desk, event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const count = TAB_NAMES.length;
  const name = TAB_NAMES[(TAB_NAMES.indexOf(desk.tab) + by + count) % count];
  desk.focusOn = "tab";
  if (name) desk.show(name);
}

/** @param {Desk} desk @param {Objects} objects @param {Question[]} list */
export function listPane(desk, objects, list) {
  return html`<section class="pane list-pane" id="list" role="tabpanel" aria-labelledby="tab-${desk.tab}">
    ${stateFilter(desk)} ${desk.tab === "queue" ? queueHelp(desk, objects) : nothing} ${rows(desk, objects, list)}
  </section>`;
}

/** @param {Desk} desk */
function stateFilter(desk) {
  const states = TABS[desk.tab];
  if (states.length < 2 || desk.tab === "queue") return nothing;
  const choose = (/** @type {string} */ state) => {
    desk.state = state;
    desk.order = [];
    desk.work.redraw();
  };
  return html`<div class="states" role="group" aria-label=${t("filter_state")}>
    <button aria-pressed=${desk.state === ""} @click=${() => choose("")}>${t("all")}</button>
    ${states.map((state) => html`<button aria-pressed=${desk.state === state} @click=${() => choose(state)}>${stateWord(state)}</button>`)}
  </div>`;
}

/** @param {Desk} desk @param {Objects} objects @param {Question[]} list */
function rows(desk, objects, list) {
  if (list.length === 0) return html`<p class="none">${t("none_here")}</p>`;
  const handled = handledByOthers(desk.work.news.presence, desk.work.place.me.username);
  // One row can be reached by Tab; the others by j and k or the arrows.
  const reached = desk.order.includes(desk.chosen ?? 0) ? desk.chosen : list[0]?.number;
  return html`<ul class="rows" aria-label=${t(`tab_${desk.tab}`)}>
    ${repeat(list, (question) => question.id, (question) => {
      const { number } = question;
      return html`<li>
        <button
          class="row"
          data-number=${number}
          tabindex=${number === reached ? 0 : -1}
          aria-current=${number === desk.chosen}
          @click=${(/** @type {MouseEvent} */ event) => desk.choose(number, event.detail === 0 || narrow.matches ? "detail" : "row")}
        >
          ${rowContent(desk, question, objects, handled.get(number))}
        </button>
      </li>`;
    })}
  </ul>`;
}

/** @param {Desk} desk @param {Question} question @param {Objects} objects @param {string | undefined} handler */
function rowContent(desk, question, objects, handler) {
  const { number, site, topic, origins, submitted_at, state_since, state } = question;
  const start = expectedStart(desk, question);
  return html`
    <span class="row-head">
      <b class="number">${number}</b>
      <bdi class="site">${nameOf(objects.sites, site)}${origins.length > 1 ? ` +${origins.length - 1}` : ""}</bdi>
      <bdi class="topic">${topic ? nameOf(objects.topics, topic) : ""}</bdi>
      ${handler ? html`<span class="chip handled"><bdi>${t("handled_by", { name: handler })}</bdi></span>` : nothing}
      <span class="age">${start || age(state === "submitted" ? submitted_at : state_since, desk.work.now)}</span>
    </span>
    <bdi class="words beginning" dir="auto">${beginning(question)}</bdi>
    ${chips(desk, question, objects)}
  `;
}

/** Cutting 500 texts for each drawing would be the dearest part of it. @param {Question} question */
function beginning(question) {
  let words = beginnings.get(question);
  if (words === undefined) {
    words = firstWords(question.text, 140);
    beginnings.set(question, words);
  }
  return words;
}

/** @param {Desk} desk @param {Question} question @param {Objects} objects */
function chips(desk, question, objects) {
  const { assignment, prepared_answer: prepared, attachments, state } = question;
  const isAlone = TABS[desk.tab].length === 1 && TABS[desk.tab].includes(state);
  const showsState = !isAlone && (desk.tab !== "queue" || state !== "queued");
  if (!showsState && !assignment && prepared?.state !== "submitted" && !attachments?.length) return nothing;
  return html`<span class="chips">
    ${showsState ? stateChip(question) : nothing}
    ${assignment ? html`<span class="chip ${ASSIGNED[assignment.status ?? "pending"]}"><bdi>${nameOf(objects.officials, assignment.lead)}</bdi>${assignment.status === "declined" ? ` – ${shared("assignment_declined")}` : ""}</span>` : nothing}
    ${prepared?.state === "submitted" ? html`<span class="chip warn">${t("prepared_waits")}</span>` : nothing}
    ${attachments?.length ? html`<span class="chip">${t("attachments_count", { count: attachments.length })}</span>` : nothing}
  </span>`;
}

const ASSIGNED = { pending: "", accepted: "good", declined: "bad" };
