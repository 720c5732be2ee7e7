// A hall screen without a sign-in shows a short code and waits until a moderator lets it in (RFC 8628).

/** @import {TemplateResult} from "../../vendor/lit-html/lit-html.js" */
import { html } from "../../vendor/lit-html/lit-html.js";
import { ask, Problem } from "../api.js";
import { t } from "../i18n/index.js";
import { wait } from "../live.js";

/**
 * What the server gave to show and to wait with. `expires_in` and `interval` in seconds.
 * @typedef {{device_code: string, user_code: string, verification_uri: string, qr: string, expires_in: number, interval: number}} Code
 */

const GRANT = "urn:ietf:params:oauth:grant-type:device_code";

/**
 * Returns once this browser is signed in. Goes on for as long as it takes: a code that nobody used
 * is replaced, a server that is away is asked again.
 * @param {(scene: TemplateResult) => void} show
 */
export async function untilLetIn(show) {
  for (let failures = 0; ; failures += 1) {
    try {
      const code = await ask("/auth/device", { method: "POST", body: new URLSearchParams({ client_id: "hall" }) });
      show(codeScene(code));
      if (await isLetIn(code)) return;
      failures = 0;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      show(html`<p class="before">${t("connecting")}</p>`);
      await pause(error.retryAfter ? error.retryAfter * 1000 : wait(failures, Math.random()));
    }
  }
}

/**
 * @param {Code} code
 * @returns {Promise<boolean>} false when the code has ended: another one is needed
 */
async function isLetIn(code) {
  const end = Date.now() + code.expires_in * 1000;
  let interval = code.interval;
  while (Date.now() < end) {
    await pause(interval * 1000);
    const answer = await poll(code);
    if (answer === "in") return true;
    if (answer === "slow_down") interval += 5;
    if (answer === "expired_token" || answer === "access_denied") return false;
  }
  return false;
}

/**
 * @param {Code} code
 * @returns {Promise<string>} "in", or the error of RFC 8628; a line that is down is waited for
 */
async function poll({ device_code }) {
  const body = new URLSearchParams({ grant_type: GRANT, device_code });
  try {
    await ask("/auth/session", { method: "POST", body });
    return "in";
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return String(error.facts.error ?? "authorization_pending");
  }
}

/** @param {Code} code */
function codeScene(code) {
  const address = code.verification_uri.replace(/^https?:\/\//, "");
  return html`
    <main class="device">
      <section>
        <h1>${t("device_title")}</h1>
        <p>${t("device_lead")}</p>
        <p class="device-address">${address}</p>
        <p>${t("device_enter")}</p>
        <p class="device-code">${code.user_code}</p>
      </section>
      <img src=${code.qr} alt=${t("device_qr")} />
      <p class="device-account"><a href=${signInAddress()}>${t("device_account")}</a></p>
    </main>
  `;
}

/** To the form, and from there back here. */
export function signInAddress() {
  return `/?${new URLSearchParams({ next: location.pathname + location.search })}`;
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
