// The screen as a whole: what calls for attention, the form, readiness, the site's questions, the queue.

/** @import {Question, Site} from "../types.js" */
/** @import {Asked, SiteDesk} from "./desk.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/site.js";
import { t as tw } from "../i18n/work.js";
import { firstWords } from "../objects.js";
import { bar } from "../shell/bar.js";
import { closeModal, modal } from "../shell/modal.js";
import { newQuestion } from "./form.js";
import { callsOf } from "./lists.js";
import { ownList } from "./own.js";
import { publicQueue } from "./queue.js";
import { readiness } from "./ready.js";
import { unsentCount } from "./unsent.js";

/** @param {SiteDesk} desk */
export function screen(desk) {
  const { work, known, site } = desk;
  if (!site) return html`${bar(work, t("title_unknown"))} ${siteChoice(desk)} ${work.sayings.view()}`;
  return html`
    ${bar(work, known.name ? t("title", { name: known.name }) : t("title_unknown"), nothing, () => desk.holdsSignOut())}
    <div class="attention">${unsentCount(desk)} ${band(desk)}</div>
    <main class="site">
      <div class="side">${newQuestion(desk)} ${readiness(desk)}</div>
      <div class="side">${ownList(desk)} ${publicQueue(desk)}</div>
    </main>
    ${desk.asked ? question(desk, desk.asked) : nothing} ${work.sayings.view()}
  `;
}

/** Always there, so that what comes into it is announced. @param {SiteDesk} desk */
function band({ work, site }) {
  const { now, next } = work.objects ? callsOf(work.objects, site) : { now: null, next: null };
  const line = (/** @type {"now" | "next"} */ when, /** @type {Question} */ { number, text }) => html`
    <p class="band ${when}">
      <b>${t(`${when}_band`)}</b>
      <span class="band-question"><b>${tw("number", { number })}</b> <bdi>${firstWords(text, 90)}</bdi></span>
    </p>
  `;
  return html`<div role="status">${now ? line("now", now) : nothing} ${next ? line("next", next) : nothing}</div>`;
}

/**
 * @param {SiteDesk} desk
 * @param {Asked} asked
 */
function question(desk, { title, text, label, stay, act }) {
  const content = html`
    <p>${text}</p>
    <div class="actions">
      <button class="danger" @click=${(/** @type {Event} */ event) => (closeModal(event), act())}>${label}</button>
      <button @click=${closeModal}>${stay ?? tw("cancel")}</button>
    </div>
  `;
  return modal({ title, content, onClose: () => desk.ask(null) });
}

/** For those who belong to no site. @param {SiteDesk} desk */
function siteChoice({ sites }) {
  const address = (/** @type {Site} */ { slug }) => {
    const search = new URLSearchParams(location.search);
    search.set("site", slug);
    return `?${search}`;
  };
  return html`
    <main class="choice">
      <h2>${t("choose_site")}</h2>
      ${sites?.length === 0 ? html`<p>${t("no_sites")}</p>` : nothing}
      <ul>${sites?.map((site) => html`<li><a class="button" href=${address(site)}><bdi>${site.name}</bdi></a></li>`)}</ul>
    </main>
  `;
}
