// Before there is a conference to set up: choose one, or make one. Then the screen itself begins.

/** @import {Conference} from "../types.js" */
import { html, nothing, render } from "../../vendor/lit-html/lit-html.js";
import { ask, Problem, send } from "../api.js";
import { changeLanguage } from "../i18n/index.js";
import { t } from "../i18n/setup.js";
import { t as shared } from "../i18n/work.js";
import { Form } from "../shell/form.js";
import { isAway, whoIsHere } from "../shell/place.js";
import { signIn, Work } from "../shell/work.js";
import { Board } from "./board.js";
import { every } from "./loaded.js";
import { phaseName } from "./phase.js";
import { refresh, screen } from "./sections.js";

const AGAIN_MS = 3000;
/** What a conference can be made from (app/presets). */
const PRESETS = [{ value: "bac-kan-2025", label: t("preset_bac_kan") }];

/** @param {HTMLElement} root */
export async function begin(root) {
  if (new URLSearchParams(location.search).get("conference")) return work(root);
  try {
    const me = await whoIsHere();
    if (me.is_admin) choose(root, await every("/conferences"));
    else work(root);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return signIn();
    if (!(error instanceof Problem) || !isAway(error)) throw error;
    render(html`<p class="before" role="status">${shared("unreachable")}</p>`, root);
    setTimeout(() => begin(root), AGAIN_MS);
  }
}

/** @param {HTMLElement} root */
function work(root) {
  /** @type {Board} */
  let board;
  new Work({
    root,
    view: "desk",
    roles: ["admin"],
    onPlace: (work) => {
      board = new Board(work);
      addEventListener("hashchange", () => work.redraw());
      // What others did meanwhile to the lists that nobody tells us about.
      document.addEventListener("visibilitychange", () => document.hidden || refresh(board));
    },
    onNews: () => board.hear(),
    draw: () => screen(board),
  }).begin();
}

/**
 * @param {HTMLElement} root
 * @param {Conference[]} conferences
 */
function choose(root, conferences) {
  const form = new Form({
    id: "make-conference",
    fields: conferenceFields(),
    values: { preset: "" },
    submit: (given, { key }) => send("POST", "/conferences", known(given), { key }),
    done: (made) => location.assign(address(made.slug)),
    redraw: draw,
    save: t("make_conference"),
  });
  function draw() {
    render(chooseView(conferences, form), root);
  }
  draw();
}

/** @returns {import("../shell/form.js").Field[]} */
function conferenceFields() {
  return [
    { name: "preset", label: t("preset"), type: "choice", hint: t("preset_hint"), options: () => PRESETS },
    { name: "title", label: t("conference_title"), type: "long", max: 1000, hint: t("preset_title_hint") },
    { name: "slug", label: t("slug"), type: "slug", max: 64, required: true, from: "title", hint: t("slug_hint") },
    { name: "rehearsal", label: t("is_rehearsal"), type: "check", hint: t("rehearsal_hint") },
  ];
}

/** Nothing typed is nothing said: the preset decides. @param {Record<string, any>} given */
function known(given) {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

/**
 * @param {Conference[]} conferences
 * @param {Form} form
 */
function chooseView(conferences, form) {
  return html`
    <header class="bar">
      <div class="bar-title"><h1>${t("setup")}</h1></div>
      <button @click=${changeLanguage}>${shared("other_language")}</button>
      <a class="button" href="/">${shared("other_screens")}</a>
    </header>
    <main class="start">
      <section aria-labelledby="choose-title">
        <h2 id="choose-title">${t("choose_conference")}</h2>
        ${conferences.length === 0 ? html`<p>${t("no_conferences")}</p>` : nothing}
        <ul class="rows">${conferences.map(conferenceLink)}</ul>
      </section>
      <section class="card" aria-labelledby="make-title">
        <h2 id="make-title">${t("new_conference")}</h2>
        ${form.view()}
      </section>
    </main>
  `;
}

/** @param {Conference} one */
function conferenceLink({ slug, title, phase, rehearsal }) {
  return html`<li>
    <a class="conference-link" href=${address(slug)}>
      <strong><bdi>${title}</bdi></strong>
      <span class="row-details"><span>${slug}</span><span class="chip">${phaseName(phase)}</span>
        ${rehearsal ? html`<span class="chip warn">${shared("rehearsal")}</span>` : nothing}</span>
    </a>
  </li>`;
}

/** @param {string} conference slug */
function address(conference) {
  const search = new URLSearchParams(location.search);
  search.set("conference", conference);
  return `/setup?${search}`;
}
