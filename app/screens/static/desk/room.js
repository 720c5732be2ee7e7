// The strip below: the floor, the sites and their connection, the screens. What is amiss stands there in words.

/** @import {Objects, Question, Site} from "../types.js" */
/** @import {WorkWord} from "../i18n/work.js" */
/** @import {Desk} from "./state.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../i18n/desk.js";
import { t as shared } from "../i18n/work.js";
import { firstWords, siteOf } from "../objects.js";
import { preparation } from "../office/before.js";
import { dialog } from "./dialogs.js";
import { floorOf } from "./find.js";
import { at } from "./parts.js";

const MOST_NAMED = 1;

/** @param {Desk} desk @param {Objects} objects */
export function strip(desk, objects) {
  const { current, queue } = floorOf(objects);
  return html`<aside class="strip" aria-label=${t("room")}>
    ${floorPlace(desk, t("now_answering"), current, objects)} ${floorPlace(desk, t("next_up"), queue[0], objects)}
    <div class="room-buttons">
      <button @click=${() => open(desk, "sites")}>${t("sites")} ${sitesInShort(desk, objects)}</button>
      <button @click=${() => open(desk, "screens")}>${t("screens")} ${screensInShort(desk)}</button>
      ${preparation(desk)?.opener(desk)}
      <button @click=${() => open(desk, "keys")}>${t("keys")} <kbd aria-hidden="true">?</kbd></button>
    </div>
  </aside>`;
}

/** @param {Desk} desk @param {"sites" | "screens" | "keys"} name */
export function open(desk, name) {
  desk.open({ name, number: 0, problem: null });
}

/** @param {Desk} desk @param {string} label @param {Question | undefined} question @param {Objects} objects */
function floorPlace(desk, label, question, objects) {
  if (!question) return html`<p class="floor-place"><span class="quiet-text">${label}:</span> ${t("nobody")}</p>`;
  const { number, text } = question;
  return html`<button class="floor-place quiet" @click=${() => desk.goTo(number)}>
    <span class="quiet-text">${label}:</span> <b>${number}</b> <bdi>${siteOf(question, objects)}</bdi> <bdi class="words">${firstWords(text, 60)}</bdi>
  </button>`;
}

/** How many are connected, and which are not. @param {Desk} desk @param {Objects} objects */
function sitesInShort(desk, objects) {
  const { presence } = desk.work.news;
  if (!presence) return nothing;
  const away = sites(objects).filter((site) => !presence.sites[site.slug]);
  const amiss = sites(objects).filter((site) => presence.sites[site.slug] && needsCare(site));
  const count = objects.sites.size;
  return html`<span class="chip ${away.length ? "warn" : "good"}">${t("connected", { connected: count - away.length, count })}</span>
    ${amiss.length ? html`<span class="chip bad">${t("sites_amiss", { names: named(amiss) })}</span>` : nothing}`;
}

/** How many screens of the hall show something now. @param {Desk} desk */
function screensInShort(desk) {
  const { presence } = desk.work.news;
  if (!presence) return nothing;
  const count = presence.screens.hall ?? 0;
  return html`<span class="chip ${count ? "good" : "warn"}">${t("screens_open", { count })}</span>`;
}

/** @param {Site[]} some */
function named(some) {
  const names = some.slice(0, MOST_NAMED).map((site) => site.name);
  return some.length > MOST_NAMED ? `${names.join(", ")} +${some.length - MOST_NAMED}` : names.join(", ");
}

/** @param {Site} site */
function needsCare({ readiness }) {
  return readiness ? readiness.line !== "ok" || !readiness.microphone : false;
}

/** @param {Objects} objects */
function sites(objects) {
  return [...objects.sites.values()].sort((a, b) => a.order - b.order || a.id - b.id);
}

/** All sites: are they connected, and what did they report. @param {Desk} desk */
export function sitesDialog(desk) {
  const { objects } = desk.work;
  if (!objects) return nothing;
  const content = html`
    <div class="table" tabindex="0" role="region" aria-label=${t("sites")}>
      <table>
        <thead>
          <tr><th scope="col">${t("site")}</th><th scope="col">${t("connection")}</th><th scope="col">${t("readiness")}</th><th scope="col">${t("reported")}</th></tr>
        </thead>
        <tbody>
          ${repeat(sites(objects), (site) => site.id, (site) => siteRow(desk, site, objects))}
        </tbody>
      </table>
    </div>
    <div class="actions end"><button autofocus @click=${() => desk.close()}>${shared("close")}</button></div>
  `;
  return dialog(desk, { title: t("sites"), content, wide: true });
}

/** @param {Desk} desk @param {Site} site @param {Objects} objects */
function siteRow(desk, site, objects) {
  const { presence } = desk.work.news;
  const open = presence?.sites[site.slug] ?? 0;
  const { readiness } = site;
  return html`<tr>
    <th scope="row"><bdi>${site.name}</bdi></th>
    <td>${presence ? html`<span class="chip ${open ? "good" : "bad"}">${open ? t("is_connected") : t("not_connected")}</span>` : t("unknown")}</td>
    <td>${readiness ? readinessChips(readiness) : shared("ready_unknown")}</td>
    <td>${at(readiness?.reported_at, objects.conference.timezone, desk.work.now)}</td>
  </tr>`;
}

/** @param {NonNullable<Site["readiness"]>} readiness */
function readinessChips({ line, microphone, delegate_present }) {
  const look = { ok: "good", poor: "warn", down: "bad" }[line];
  return html`<span class="chips">
    <span class="chip ${look}">${shared(/** @type {WorkWord} */ (`line_${line}`))}</span>
    <span class="chip ${microphone ? "good" : "warn"}">${shared(microphone ? "microphone_yes" : "microphone_no")}</span>
    <span class="chip ${delegate_present ? "good" : "warn"}">${shared(delegate_present ? "delegate_yes" : "delegate_no")}</span>
  </span>`;
}
