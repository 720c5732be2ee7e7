// The bar at the top of every working screen: conference, line, language, theme, sign out.

/** @import {LiveNews} from "../live.js" */
/** @import {Work} from "./work.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { ask } from "../api.js";
import { changeLanguage } from "../i18n/index.js";
import { t } from "../i18n/work.js";
import { clock } from "../time.js";
import { forgetWhoWasHere } from "./place.js";

/**
 * @param {Work} work
 * @param {string} title of this screen, its h1
 * @param {unknown} [middle] what else belongs into the bar
 * @param {() => boolean} [holdsSignOut] tells whether something has to be asked before signing out
 */
export function bar(work, title, middle = nothing, holdsSignOut) {
  const conference = work.objects?.conference;
  return html`
    <header class="bar">
      <div class="bar-title">
        <h1>${title}</h1>
        <p dir="auto">${conference?.title ?? work.place.conference}</p>
      </div>
      ${conference?.rehearsal ? html`<p class="rehearsal">${t("rehearsal")}</p>` : nothing}
      ${middle} ${lineState(work.news)} ${menu(work, holdsSignOut)}
    </header>
  `;
}

/** Whether what is shown is as it is, in words and always at the same place. @param {LiveNews} news */
export function lineState({ state, status }) {
  return html`<p class="line-state ${status.name}" role="status"><span>${lineWords(state, status)}</span></p>`;
}

/**
 * @param {LiveNews["state"]} state
 * @param {LiveNews["status"]} status
 */
function lineWords(state, status) {
  switch (status.name) {
    case "live":
      return t("live");
    case "connecting":
      return t("connecting");
    case "lost":
      return t("lost_since", { time: clock(status.since, state?.objects.conference.timezone ?? "") });
    case "stopped":
      if (status.code === 4003) return t("stopped_4003");
      return status.code === 4004 ? t("stopped_4004") : t("stopped");
  }
}

/**
 * @param {Work} work
 * @param {() => boolean} [holdsSignOut]
 */
function menu(work, holdsSignOut) {
  const isDark = document.documentElement.dataset.theme === "dark";
  const { me } = work.place;
  return html`
    <details class="menu" @keydown=${closeOnEscape} @focusout=${closeWhenLeft}>
      <summary>${t("menu")}</summary>
      <div class="menu-items">
        <p>${t("account", { name: me.name || me.username })}</p>
        <button @click=${changeLanguage}>${t("other_language")}</button>
        <button @click=${() => changeTheme(work)}>${t(isDark ? "theme_light" : "theme_dark")}</button>
        <a href="/">${t("other_screens")}</a>
        <button @click=${() => holdsSignOut?.() || signOut(work)}>${t("sign_out")}</button>
      </div>
    </details>
  `;
}

/** @param {Work} work */
function changeTheme(work) {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("doithoai.theme", theme);
  work.redraw();
}

/** @param {Work} work */
export async function signOut(work) {
  try {
    await ask("/auth/session", { method: "DELETE" });
    forgetWhoWasHere();
    location.replace("/");
  } catch (error) {
    work.refuse(error);
  }
}

/** @param {KeyboardEvent} event */
function closeOnEscape(event) {
  const menu = /** @type {HTMLDetailsElement} */ (event.currentTarget);
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
}

/** @param {FocusEvent} event */
function closeWhenLeft(event) {
  const menu = /** @type {HTMLDetailsElement} */ (event.currentTarget);
  if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) menu.open = false;
}
