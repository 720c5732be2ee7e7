// The list: how it is narrowed, and a row for each follow-up, the most urgent first.

/** @import {FollowUps} from "./state.js" */
/** @import {FollowUp, FollowUpState} from "./words.js" */
import { html, nothing } from "../../../vendor/lit-html/lit-html.js";
import { live } from "../../../vendor/lit-html/directives/live.js";
import { repeat } from "../../../vendor/lit-html/directives/repeat.js";
import { t } from "../../i18n/office-follow-ups.js";
import { bySlug, firstWords } from "../../objects.js";
import { byName } from "../../order.js";
import { dayWords } from "../../time.js";
import { stateWords, timeLeft } from "./words.js";

/** @type {readonly FollowUpState[]} */
const STATES = ["open", "in_progress", "forwarded", "resolved", "explained"];

/** @param {FollowUps} followUps */
export function listPart(followUps) {
  const { items, next } = followUps;
  return html`
    <section class="list" aria-labelledby="list-title">
      <h2 id="list-title">${t("list")}</h2>
      ${filters(followUps)}
      <p class="hint" role="status">${items?.length === 0 ? t("none") : nothing}</p>
      <ul class="rows">${repeat(items ?? [], (one) => one.id, (one) => row(followUps, one))}</ul>
      ${next ? html`<button @click=${() => followUps.more()}>${t("more")}</button>` : nothing}
    </section>
  `;
}

/** @param {FollowUps} followUps */
function filters(followUps) {
  const { filter, work, agencies } = followUps;
  const { role } = work.place;
  const sites = byName(work.objects?.sites.values() ?? []);
  const states = [["pending", t("state_pending")], ["", t("state_all")], ...STATES.map((one) => [one, stateWords(one)])];
  return html`
    <form class="filters" role="search" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
      <div class="field wide">
        <label for="q">${t("find")}</label>
        <input id="q" type="search" maxlength="200" aria-describedby="q-hint" .value=${live(filter.q)}
          @input=${(/** @type {Event} */ event) => followUps.narrow({ q: valueOf(event) })}>
        <p id="q-hint" class="hint">${t("find_hint")}</p>
      </div>
      ${choice("state", t("state"), states, filter.state, (state) => followUps.narrow({ state }))}
      ${role === "official" ? nothing : choice("agency", t("agency"), optionsOf(byName(agencies), t("any_agency")), filter.agency, (agency) => followUps.narrow({ agency }))}
      ${role === "site_moderator" ? nothing : choice("site", t("site"), optionsOf(sites, t("any_site")), filter.site, (site) => followUps.narrow({ site }))}
    </form>
  `;
}

/** @param {{slug: string, name: string}[]} things @param {string} any */
function optionsOf(things, any) {
  return [["", any], ...things.map(({ slug, name }) => [slug, name])];
}

/**
 * @param {string} id
 * @param {string} label
 * @param {(string | undefined)[][]} options
 * @param {string} value
 * @param {(value: string) => void} change
 */
function choice(id, label, options, value, change) {
  return html`
    <div class="field">
      <label for=${`by-${id}`}>${label}</label>
      <select id=${`by-${id}`} @change=${(/** @type {Event} */ event) => change(valueOf(event))}>
        ${options.map(([one = "", name]) => html`<option value=${one} ?selected=${one === value}>${name}</option>`)}
      </select>
    </div>
  `;
}

/** @param {FollowUps} followUps @param {FollowUp} one */
function row(followUps, one) {
  const { objects } = followUps.work;
  const site = bySlug(objects?.sites ?? new Map(), one.site)?.name ?? one.site;
  const agency = followUps.agencyName(one.agency);
  const left = timeLeft(one, followUps.zone);
  return html`
    <li>
      <button class=${one.overdue ? "row overdue" : "row"} data-id=${one.id} aria-current=${followUps.chosen?.id === one.id ? "true" : nothing}
        @click=${() => followUps.choose(one.id)}>
        <span class="visually-hidden">${t("open_one", { number: one.number, site, agency })}.</span>
        <span class="row-number" aria-hidden="true">${one.number}</span>
        <span class="row-body">
          <span class="row-top" aria-hidden="true"><b><bdi>${agency}</bdi></b> <span class="quiet-text"><bdi>${site}</bdi></span></span>
          <span class="words" dir="auto">${firstWords(one.promise ?? one.question?.text ?? t("promise_none"), 90)}</span>
          <span class="row-top"><span class="chip ${left.look}">${left.text}</span> <span class="chip">${stateWords(one.state)}</span>
            <span class="quiet-text">${t("due", { date: dayWords(one.due) })}</span></span>
        </span>
      </button>
    </li>
  `;
}

/** @param {Event} event */
function valueOf(event) {
  return /** @type {HTMLInputElement | HTMLSelectElement} */ (event.currentTarget).value;
}
