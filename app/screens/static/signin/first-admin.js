// The first administrator, from the one-time link that the server printed when it had no account.
// The secret stands behind the # of the address: browsers send that to nobody.

import { html } from "../../vendor/lit-html/lit-html.js";
import { ask } from "../api.js";
import { t } from "../i18n/index.js";
import { page } from "./views.js";

/**
 * @param {string} hash of the address
 * @returns {string | null}
 */
export function firstAdminSecret(hash) {
  return new URLSearchParams(hash.slice(1)).get("first-admin");
}

/**
 * @param {string} secret
 * @param {FormData} form with name, username and password
 */
export async function makeFirstAdmin(secret, form) {
  const given = Object.fromEntries(["username", "name", "password"].map((name) => [name, form.get(name)]));
  const headers = { "Content-Type": "application/json" };
  await ask("/auth/first-admin", { method: "POST", headers, body: JSON.stringify({ secret, ...given }) });
}

/**
 * @param {{busy: boolean, refusal: string, onSubmit: (event: SubmitEvent) => void}} state
 */
export function firstAdminView({ busy, refusal, onSubmit }) {
  return page(html`
    <form method="post" @submit=${onSubmit}>
      <h2>${t("first_admin")}</h2>
      <label for="name">${t("full_name")}</label>
      <input id="name" name="name" autocomplete="name" maxlength="200" required />
      <label for="username">${t("username")}</label>
      <input
        id="username"
        name="username"
        autocomplete="username"
        autocapitalize="none"
        spellcheck="false"
        pattern="[a-z0-9]+([._\\-][a-z0-9]+)*"
        minlength="2"
        maxlength="64"
        aria-describedby="username-hint"
        required
      />
      <p id="username-hint" class="hint">${t("username_hint")}</p>
      <label for="password">${t("password")}</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="new-password"
        minlength="10"
        maxlength="200"
        aria-describedby="password-hint"
        required
      />
      <p id="password-hint" class="hint">${t("password_hint")}</p>
      <p class="refusal" role="alert">${refusal}</p>
      <button ?disabled=${busy}>${t("make_account")}</button>
    </form>
  `);
}
