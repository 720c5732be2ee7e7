// The page around the form: who is here, where they may let screens in, and what became of it.

/** @import {Me} from "../shell/place.js" */
/** @import {Decision, Named} from "./approve.js" */
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";
import { ask, Problem } from "../api.js";
import { changeLanguage } from "../i18n/index.js";
import { t } from "../i18n/device.js";
import { t as shared } from "../i18n/work.js";
import { isAway, whoIsHere } from "../shell/place.js";
import { signIn, wait } from "./elsewhere.js";
import { approveForm } from "./approve.js";

/** @param {HTMLElement} root */
export async function begin(root, attempts = 0) {
  try {
    const me = await whoIsHere();
    const conferences = await places(me);
    if (conferences.length === 0) render(page(html`<p>${t("not_for_you")}</p>`, me), root);
    else showForm(root, me, conferences, new URLSearchParams(location.search).get("code") ?? "");
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return signIn();
    if (!(error instanceof Problem) || !isAway(error)) throw error;
    render(page(html`<p role="status">${shared("unreachable")}</p>`), root);
    setTimeout(() => begin(root, attempts + 1), wait(attempts));
  }
}

/** The conferences in which this account may let screens in. @param {Me} me @returns {Promise<Named[]>} */
async function places(me) {
  const { items } = await ask("/conferences?limit=200");
  const own = new Set(me.memberships.filter(({ role }) => role === "moderator").map(({ conference }) => conference));
  return items.filter((/** @type {Named & {phase: string}} */ one) => (me.is_admin || own.has(one.slug)) && one.phase !== "archived");
}

/**
 * @param {HTMLElement} root
 * @param {Me} me
 * @param {Named[]} conferences
 * @param {string} code
 */
function showForm(root, me, conferences, code) {
  const conference = new URLSearchParams(location.search).get("conference") ?? "";
  const form = approveForm({ conferences, conference, code, redraw: draw, done, signedOut });
  const only = conferences.length === 1 ? conferences[0]?.title : null;
  function draw() {
    const where = only ? html`<p class="quiet-text"><bdi>${only}</bdi></p>` : nothing;
    render(page(html`${where}<p class="card">${t("lead")}</p>${form.view()}`, me), root);
  }
  /** @param {Decision} decision */
  function done(decision) {
    // The code is used up: a reload must not offer it again.
    history.replaceState(null, "", `/device?${new URLSearchParams({ conference: decision.conference })}`);
    render(page(outcome(decision, () => showForm(root, me, conferences, "")), me), root);
    document.getElementById("outcome")?.focus();
  }
  /** The code goes along. @param {string} typed */
  function signedOut(typed) {
    const search = new URLSearchParams(location.search);
    search.set("code", typed);
    history.replaceState(null, "", `/device?${search}`);
    signIn();
  }
  draw();
  document.getElementById(code ? "screen-name" : "screen-code")?.focus();
}

/**
 * @param {Decision} decision
 * @param {() => void} another
 */
function outcome({ outcome, name, code }, another) {
  const isIn = outcome === "approved";
  return html`
    <div class="outcome ${outcome}">
      <h2 id="outcome" tabindex="-1">${t(isIn ? "approved" : "denied")}</h2>
      <p>${isIn ? html`<bdi>${name}</bdi> (${code})` : code}</p>
      <p>${t(isIn ? "approved_means" : "denied_means")}</p>
    </div>
    <div class="actions">
      <button @click=${another}>${t("another")}</button>
      <a class="button" href="/">${shared("other_screens")}</a>
    </div>
  `;
}

/**
 * @param {unknown} content
 * @param {Me} [me]
 */
function page(content, me) {
  return html`
    <header class="bar">
      <div class="bar-title"><h1>${t("title")}</h1></div>
      <button @click=${changeLanguage}>${shared("other_language")}</button>
    </header>
    <main class="device-page">
      ${content}
      ${me ? html`<p class="quiet-text signed-in">${shared("account", { name: me.name || me.username })}</p>` : nothing}
    </main>
  `;
}
