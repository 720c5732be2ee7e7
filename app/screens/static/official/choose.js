// A moderator is no official: whose screen is to be seen?

/** @import {OfficialDesk} from "./desk.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/official.js";
import { byGivenName } from "../order.js";

/** @param {OfficialDesk} desk */
export function choosePart(desk) {
  return html`
    <section class="choose" aria-labelledby="choose-title">
      <h2 id="choose-title">${t("choose")}</h2>
      ${desk.officials.length ? nothing : html`<p class="quiet-text">${t("choose_none")}</p>`}
      <ul>
        ${byGivenName(desk.officials).map(({ slug, name }) => html`<li><a class="button" href=${address(slug)}><bdi>${name}</bdi></a></li>`)}
      </ul>
    </section>
  `;
}

/** @param {string} slug */
function address(slug) {
  const url = new URL(location.href);
  url.searchParams.set("official", slug);
  return url.pathname + url.search;
}
