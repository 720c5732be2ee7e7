// The two faces of the first page: the form, and the choice of conference and screen.

/** @import {Account, Named} from "./session.js" */
/** @import {Membership, Name} from "./screens.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { lang, t } from "../i18n/index.js";
import { carried, screenAddress, screensOf } from "./screens.js";

/**
 * @param {{busy: boolean, refusal: string, onSubmit: (event: SubmitEvent) => void}} state
 */
export function signInView({ busy, refusal, onSubmit }) {
  return page(html`
    <form method="post" action="/api/v1/auth/session" @submit=${onSubmit}>
      <label for="username">${t("username")}</label>
      <input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required />
      <label for="password">${t("password")}</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required />
      <p class="refusal" role="alert">${refusal}</p>
      <button ?disabled=${busy}>${t(busy ? "signing_in" : "sign_in")}</button>
    </form>
  `);
}

/**
 * @param {{account: Account, next: string | null, onSignOut: () => void}} state
 */
export function chooseView({ account, next, onSignOut }) {
  return page(html`
    ${next ? html`<p><a class="go-on" href=${next}>${t("go_on")}</a></p>` : nothing}
    <h2>${t("choose")}</h2>
    ${account.memberships.length === 0 && !account.isAdmin ? html`<p>${t("no_conference")}</p>` : nothing}
    <ul class="memberships">
      ${account.memberships.map((one) => membership(one, account))}
    </ul>
    ${account.isAdmin ? html`<p class="make"><a class="screen" href=${setupAddress()}>${t("make_conference")}</a></p>` : nothing}
    <footer>
      <span>${t("signed_in_as", { name: account.name })}</span>
      <button class="plain" @click=${onSignOut}>${t("sign_out")}</button>
    </footer>
  `);
}

/** @param {string} refusal */
export function troubleView(refusal) {
  return page(html`<p class="refusal" role="alert">${refusal}</p>`);
}

/** @param {unknown} content */
export function page(content) {
  return html`
    <main>
      <header>
        <h1>${t("product")}</h1>
        <p>${t("lead")}</p>
      </header>
      ${content}
    </main>
    <nav class="language" aria-label=${t("language")}><a href=${otherLanguage()}>${t("other_language")}</a></nav>
  `;
}

/**
 * @param {Membership} one
 * @param {Account} account
 */
function membership(one, { conferences }) {
  const screens = screensOf(one.role);
  const conference = conferences.get(one.conference);
  return html`
    <li>
      <p class="conference"><bdi>${conference?.title ?? one.conference}</bdi></p>
      ${conference && hasTwin(conference, conferences) ? html`<p class="role">${one.conference}</p>` : nothing}
      ${conference?.rehearsal ? html`<p class="rehearsal">${t("rehearsal")}</p>` : nothing}
      <p class="role">${t(`role_${one.role}`)}${one.site ? html` – ${one.site}` : nothing}</p>
      <div class="screens">
        ${screens.map(
          ({ path }) => html`<a class="screen" href=${screenAddress(path, one.conference, location.search)}>${t(/** @type {`screen_${Name}`} */ (`screen_${path.slice(1).replace("-", "_")}`))}</a>`,
        )}
      </div>
      ${screens.length === 0 ? html`<p class="role">${t("no_screen")}</p>` : nothing}
    </li>
  `;
}

/**
 * Whether only its short name tells this conference from another.
 * @param {Named} conference
 * @param {Map<string, Named>} conferences
 */
function hasTwin({ slug, title }, conferences) {
  return [...conferences.values()].some((other) => other.slug !== slug && other.title === title);
}

/** Set-up without a conference is where one is made. */
function setupAddress() {
  return `/setup?${carried(location.search)}`.replace(/\?$/, "");
}

function otherLanguage() {
  const search = new URLSearchParams(location.search);
  if (lang === "en") search.delete("lang");
  else search.set("lang", "en");
  // An invitation stands behind the #.
  return `/?${search}${location.hash}`;
}
