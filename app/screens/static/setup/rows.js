// How every list of the set-up looks: a heading with what may be added, and rows with what may be done.

/** @import {Board} from "./board.js" */
/** @import {Loaded} from "./loaded.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { plural, t } from "../i18n/setup.js";
import { searchKey } from "../order.js";

/** A list this long can be searched. */
const LONG = 10;

/** @typedef {{label: string, about: string, act: () => void, danger?: boolean, disabled?: boolean, id?: string}} Act */
/** @typedef {{id: number, name: string, details: unknown[], chips?: unknown, acts: Act[]}} Row */

/**
 * @param {{title: string, lead?: unknown, acts?: unknown}} head
 * @param {unknown} content
 */
export function section({ title, lead, acts }, content) {
  return html`
    <div class="section-head">
      <h2>${title}</h2>
      ${acts ? html`<div class="actions">${acts}</div>` : nothing}
    </div>
    ${lead ? html`<p class="section-lead">${lead}</p>` : nothing} ${content}
  `;
}

/**
 * @param {Board} board
 * @param {string} name of the list
 * @param {Row[]} all
 * @param {string} none what is said when there is nothing
 */
export function rows(board, name, all, none) {
  const wanted = board.filters.get(name) ?? "";
  const key = searchKey(wanted);
  const found = key ? all.filter((row) => searchKey([row.name, ...row.details].join(" ")).includes(key)) : all;
  return html`
    ${all.length > LONG ? filter(board, name, wanted, found.length) : nothing}
    ${all.length === 0 ? html`<p class="empty">${none}</p>` : nothing}
    <ol class="rows">${repeat(found, (row) => row.id, rowView)}</ol>
  `;
}

/**
 * A list that is asked for: not there yet, not to be had, or shown.
 * @param {Loaded<any>} loaded
 * @param {() => unknown} view
 */
export function whenLoaded(loaded, view) {
  return html`
    ${loaded.problem
      ? html`<p class="form-problem" role="alert">${loaded.problem} <button @click=${() => loaded.load()}>${t("try_again")}</button></p>`
      : nothing}
    ${loaded.items ? view() : loaded.problem ? nothing : html`<p class="empty" role="status">${t("loading")}</p>`}
  `;
}

/** @param {Row} row */
function rowView({ name, details, chips, acts }) {
  const told = details.filter(Boolean);
  return html`<li class="row">
    <div class="row-words">
      <p class="row-name"><bdi>${name}</bdi> ${chips ?? nothing}</p>
      ${told.length > 0 ? html`<p class="row-details">${told.map((one) => html`<bdi>${one}</bdi>`)}</p>` : nothing}
    </div>
    <div class="row-acts">${acts.map(actView)}</div>
  </li>`;
}

/** @param {Act} act */
function actView({ label, about, act, danger = false, disabled = false, id }) {
  return html`<button
    id=${id ?? nothing}
    class=${danger ? "danger" : ""}
    aria-label=${about}
    title=${label.length < 3 ? about : nothing}
    ?disabled=${disabled}
    @click=${act}
  >${label}</button>`;
}

/**
 * @param {Board} board
 * @param {string} name
 * @param {string} wanted
 * @param {number} count found
 */
function filter(board, name, wanted, count) {
  /** @param {Event} event */
  const change = (event) => {
    board.filters.set(name, /** @type {HTMLInputElement} */ (event.currentTarget).value);
    board.redraw();
  };
  return html`<div class="filter">
    <label for="filter-${name}">${t("filter")}</label>
    <input id="filter-${name}" type="search" .value=${live(wanted)} @input=${change} />
    <p class="quiet-text" role="status">${wanted ? plural("found", count) : ""}</p>
  </div>`;
}
