// The faces of the page on which an invitation is accepted.

/** @import {Offer, State} from "./invitation.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t as general } from "../i18n/index.js";
import { t } from "../i18n/invitation.js";
import { clock, date } from "../time.js";
import { page } from "./views.js";

export function openingView() {
  return page(html`<p role="status">${t("loading")}</p>`);
}

export function endedView() {
  return page(html`
    <h2>${t("ended_title")}</h2>
    <p>${t("ended")}</p>
    <p>${t("ended_used")}</p>
    <p>${t("ended_else")}</p>
    <p><a class="go-on" href="/">${t("to_sign_in")}</a></p>
  `);
}

/**
 * @param {string} refused
 * @param {() => void} again
 */
export function unreachedView(refused, again) {
  return page(html`<p class="refusal" role="alert">${refused}</p><button @click=${again}>${t("again")}</button>`);
}

/**
 * @param {State} state
 * @param {(event: SubmitEvent) => void} onSubmit
 * @param {() => void} onSee
 */
export function offerView({ offer, signedInAs, isBusy, isSeen, refused, problems }, onSubmit, onSee) {
  return page(html`
    <h2>${t("invited")}</h2>
    ${facts(offer)} ${signedInAs ? html`<p class="note">${t("replaces", { name: signedInAs })}</p>` : nothing}
    <form method="post" novalidate @submit=${onSubmit}>
      <p class="lead">${t("choose")}</p>
      <label for="username">${general("username")}</label>
      <input
        id="username"
        name="username"
        autocomplete="username"
        autocapitalize="none"
        spellcheck="false"
        aria-required="true"
        aria-invalid=${problems.username ? "true" : nothing}
        aria-describedby="username-hint username-problem"
        value=${offer.username}
      />
      ${under("username", general("username_hint"), problems.username)}
      <label for="password">${general("password")}</label>
      <input
        id="password"
        name="password"
        type=${isSeen ? "text" : "password"}
        autocomplete="new-password"
        autocapitalize="none"
        spellcheck="false"
        aria-required="true"
        aria-invalid=${problems.password ? "true" : nothing}
        aria-describedby="password-hint password-problem"
      />
      ${under("password", general("password_hint"), problems.password)}
      <label class="see"><input type="checkbox" .checked=${isSeen} @change=${onSee} />${t("see_password")}</label>
      <p class="refusal" role="alert">${refused}</p>
      <button ?disabled=${isBusy}>${t(isBusy ? "accepting" : "accept")}</button>
    </form>
  `);
}

/** @param {Offer} offer */
function facts({ name, role, bound_to: bound, conference, expires_at }) {
  const until = Date.parse(expires_at);
  return html`
    <dl class="offer">
      <dt>${t("for_whom")}</dt>
      <dd><bdi>${name}</bdi></dd>
      <dt>${t("where")}</dt>
      <dd><bdi>${conference.title}</bdi></dd>
      <dt>${t("as_what")}</dt>
      <dd>${general(`role_${role}`)}${bound ? html` – <bdi>${bound}</bdi>` : nothing}</dd>
      <dt>${t("until")}</dt>
      <dd>${clock(until, "")}, ${date(until, "")}</dd>
    </dl>
  `;
}

/**
 * What helps, and what is wrong, under a field.
 * @param {string} field
 * @param {string} hint
 * @param {string | undefined} problem
 */
function under(field, hint, problem) {
  return html`<p id="${field}-hint" class="hint">${hint}</p>
    <p id="${field}-problem" class="problem" role="alert">${problem ?? ""}</p>`;
}
