// Above the list: tabs, search without diacritics, and the filters by site, topic and official.

/** @import {Objects} from "../types.js" */
/** @import {Desk} from "./state.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../i18n/desk.js";
import { byGivenName } from "../order.js";
import { NO_FILTERS, NONE } from "./lists.js";
import { tabs } from "./list.js";

/** @typedef {{slug: string, name: string, id: number}} Named */

/** @param {Desk} desk @param {Objects} objects */
export function toolbar(desk, objects) {
  return html`<div class="toolbar">${tabs(desk, objects)} ${filters(desk, objects)}</div>`;
}

/** @param {Desk} desk @param {Objects} objects */
function filters(desk, objects) {
  const search = (/** @type {InputEvent} */ event) => desk.filter({ q: /** @type {HTMLInputElement} */ (event.currentTarget).value });
  return html`<search class="filters" aria-label=${t("filters")}>
    <input
      id="search"
      type="search"
      aria-label=${t("search")}
      placeholder=${t("search_placeholder")}
      .value=${live(desk.filters.q)}
      @input=${search}
      @keydown=${(/** @type {KeyboardEvent} */ event) => leaveSearch(desk, event)}
    />
    ${choice(desk, "site", inOrder(objects.sites), t("all_sites"))}
    ${choice(desk, "topic", inOrder(objects.topics), t("all_topics"), t("no_topic"))}
    ${choice(desk, "official", byGivenName(objects.officials.values()), t("all_officials"), t("nobody_assigned"))}
    <button ?disabled=${desk.filters === NO_FILTERS} @click=${() => clear(desk)}>${t("clear_filters")}</button>
  </search>`;
}

/** @param {Desk} desk */
function clear(desk) {
  desk.filter(NO_FILTERS);
  desk.filters = NO_FILTERS;
  document.getElementById("search")?.focus();
}

/** From the search box into what it found. @param {Desk} desk @param {KeyboardEvent} event */
function leaveSearch(desk, event) {
  if (event.key === "Escape" && desk.filters.q) {
    event.preventDefault();
    desk.filter({ q: "" });
  } else if (["Enter", "ArrowDown", "Escape"].includes(event.key)) {
    const first = desk.order.includes(desk.chosen ?? 0) ? desk.chosen : desk.order[0];
    if (first === undefined || event.isComposing) return;
    event.preventDefault();
    desk.choose(first, "row");
  }
}

/**
 * @param {Desk} desk
 * @param {"site" | "topic" | "official"} name
 * @param {Named[]} things
 * @param {string} all
 * @param {string} [none]
 */
function choice(desk, name, things, all, none) {
  const value = desk.filters[name];
  const choose = (/** @type {Event} */ event) => desk.filter({ [name]: /** @type {HTMLSelectElement} */ (event.currentTarget).value });
  return html`<select class=${value ? "set" : ""} aria-label=${t(`filter_${name}`)} @change=${choose}>
    <option value="" .selected=${value === ""}>${all}</option>
    ${none ? html`<option value=${NONE} .selected=${value === NONE}>${none}</option>` : nothing}
    ${repeat(things, (one) => one.id, (one) => html`<option value=${one.slug} .selected=${value === one.slug}>${one.name}</option>`)}
  </select>`;
}

/**
 * @template {{order: number, id: number}} T
 * @param {ReadonlyMap<number, T>} things
 */
function inOrder(things) {
  return [...things.values()].sort((a, b) => a.order - b.order || a.id - b.id);
}
