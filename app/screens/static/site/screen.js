// The screen as a whole: what calls for attention, the form, readiness, the site's questions, the queue.

/** @import {Site} from "../types.js" */
/** @import {SiteDesk} from "./desk.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { plural, t } from "../i18n/site.js";
import { bar } from "../shell/bar.js";
import { newQuestion } from "./form.js";

/** @param {SiteDesk} desk */
export function screen(desk) {
  const { work, known, site, rest } = desk;
  if (!site) return html`${bar(work, t("title_unknown"))} ${siteChoice(desk)} ${work.sayings.view()}`;
  return html`
    ${bar(work, known.name ? t("title", { name: known.name }) : t("title_unknown"), nothing, () => desk.holdsSignOut())}
    <div class="attention">
      ${unsentCount(desk)}
      <div role="status">${rest?.calls()}</div>
    </div>
    <main class="site">
      <div class="side">${newQuestion(desk)} ${rest?.readiness()}</div>
      <div class="side">
        <section class="own" aria-labelledby="own-title">
          <h2 id="own-title">${t("own_title")}</h2>
          ${rest?.unsent()} ${rest && work.objects ? rest.questions() : html`<p class="quiet-text">${t("own_loading")}</p>`}
        </section>
        ${rest?.queue()}
      </div>
    </main>
    ${rest?.asked()} ${work.sayings.view()}
  `;
}

/** How many have not been sent, always in sight. @param {SiteDesk} desk */
function unsentCount({ outbox }) {
  const { count, isRead } = outbox;
  const words = count === 0 ? isRead && t("all_sent") : html`<b>${plural("unsent", count)}</b> – ${whereabouts(outbox)}`;
  return html`<p class=${count ? "unsent-count some" : "unsent-count"} role="status"><span>${words || nothing}</span></p>`;
}

/** @param {SiteDesk["outbox"]} outbox */
function whereabouts({ entries, trouble }) {
  if (entries.every((entry) => entry.refused)) return t("kept_refused");
  switch (trouble) {
    case "":
      return t("kept_here");
    case "away":
      return t("kept_away");
    case "signed-out":
      return t("kept_signed_out");
    case "other-account":
      return t("kept_other");
  }
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
