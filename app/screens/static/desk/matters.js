// What belongs to a question besides its text: who asked, files, reasons, merged questions, how it ended.

/** @import {Asker, Objects, Question} from "../types.js" */
/** @import {WorkWord} from "../i18n/work.js" */
/** @import {Desk} from "./state.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../i18n/desk.js";
import { t as shared } from "../i18n/work.js";
import { askerDetails } from "../objects.js";
import { nameOf } from "./find.js";

const REASONS = ["duplicate", "off_topic", "personal", "unclear", "answered_before", "other"];

/** @param {Question} question */
export function asker({ asker }) {
  if (!asker) return nothing;
  return html`<section class="private" aria-labelledby="asker-title">
    <h3 id="asker-title">${t("asker")}</h3>
    ${person(asker)}
    <p class="private-mark">${shared("private")}</p>
  </section>`;
}

/** @param {Asker} asker */
function person(asker) {
  const { name, phone, may_show_name } = asker;
  return html`<p><b><bdi>${name}</bdi></b> <bdi>${askerDetails(asker)}</bdi></p>
    <p class="facts">
      ${phone ? html`<span>${t("phone")} <a class="phone" href="tel:${phone.replace(/[^+\d]/g, "")}"><bdi>${phone}</bdi></a></span>` : nothing}
      <span>${may_show_name ? t("name_shown") : shared("name_hidden")}</span>
    </p>`;
}

/** @param {Question} question @param {Objects} objects */
export function origins({ origins }, objects) {
  if (origins.length < 2) return nothing;
  return html`<section class="private" aria-labelledby="origins-title">
    <h3 id="origins-title">${t("stands_for", { count: origins.length })}</h3>
    <ul class="origins">
      ${origins.map(({ site, asker }) => html`<li><b><bdi>${nameOf(objects.sites, site)}</bdi></b> ${asker ? person(asker) : nothing}</li>`)}
    </ul>
    <p class="private-mark">${shared("private")}</p>
  </section>`;
}

/** @param {Desk} desk @param {Question} question */
export function attachments({ work }, { number, attachments = [] }) {
  if (attachments.length === 0) return nothing;
  const path = `/api/v1${work.path(`/questions/${number}/attachments`)}`;
  return html`<section aria-labelledby="attachments-title">
    <h3 id="attachments-title">${t("attachments")}</h3>
    <ul class="files">
      ${repeat(attachments, (one) => one.id, ({ id, name, size }) => html`
        <li><a class="button" href="${path}/${id}" target="_blank" rel="noopener"><bdi>${name}</bdi> <span class="quiet-text">${kilobytes(size)}</span></a></li>`)}
    </ul>
  </section>`;
}

/** @param {number} size bytes */
function kilobytes(size) {
  return size < 1_000_000 ? `${Math.ceil(size / 1000)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}

/** @param {Question} question */
export function reasonGiven({ reason, state }) {
  if (!reason || !["returned", "rejected", "submitted"].includes(state)) return nothing;
  const { code, note } = reason;
  return html`<section class="private" aria-labelledby="reason-title">
    <h3 id="reason-title">${t(state === "rejected" ? "reason_rejected" : "reason_returned")}</h3>
    ${code ? html`<p><b>${REASONS.includes(code) ? shared(/** @type {WorkWord} */ (`reason_${code}`)) : code}</b></p>` : nothing}
    ${note ? html`<p class="words" dir="auto">${note}</p>` : nothing}
    <p class="private-mark">${t("private_with_site")}</p>
  </section>`;
}

/** @param {Desk} desk @param {Question} question */
export function mergedInto(desk, { merged_into: lead }) {
  if (!lead) return nothing;
  return html`<p class="merged">
    ${t("merged_into", { number: lead })} <button @click=${() => desk.goTo(lead)}>${t("open_number", { number: lead })}</button>
  </p>`;
}
