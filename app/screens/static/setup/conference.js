// The conference itself: what it is called, when it takes place, whether it is a rehearsal or public.

/** @import {Board} from "./board.js" */
/** @import {Field} from "../shell/form.js" */
import { html } from "../../vendor/lit-html/lit-html.js";
import { ask } from "../api.js";
import { t } from "../i18n/setup.js";
import { Form } from "../shell/form.js";
import { section } from "./rows.js";
import { change } from "./things.js";

const ZONE = "Asia/Ho_Chi_Minh";

/** @param {Board} board */
export function conferenceView(board) {
  const { slug } = board.conference;
  return section(
    { title: t("conference"), lead: t("conference_lead", { slug }) },
    board.isArchived ? html`<p>${t("archived_read_only")}</p>` : html`<div class="narrow">${formOf(board).view()}</div>`,
  );
}

/**
 * One form for as long as the screen is open. While nothing is typed it follows what others save.
 * @param {Board} board
 */
function formOf(board) {
  const { conference } = board;
  board.settings ??= { form: makeForm(board), baseline: conference };
  const { settings } = board;
  if (settings.baseline.version < conference.version && !settings.form.isDirty) {
    settings.baseline = conference;
    settings.form.begin(conference);
  }
  return settings.form;
}

/** @param {Board} board */
function makeForm(board) {
  const path = board.work.path("");
  return new Form({
    id: "conference",
    fields: fields(),
    values: board.conference,
    save: t("save"),
    redraw: () => board.redraw(),
    now: () => ask(path),
    submit: (given, { meanwhile }) => change(path, given, meanwhile ?? board.settings?.baseline ?? board.conference),
    done: () => board.work.sayings.tell(t("saved")),
  });
}

/** @returns {Field[]} */
function fields() {
  const zone = (/** @type {Record<string, any>} */ values) => values.timezone || ZONE;
  return [
    { name: "title", label: t("conference_title"), type: "long", max: 1000, required: true },
    { name: "theme", label: t("theme"), type: "long", max: 1000 },
    { name: "starts_at", label: t("starts_at"), type: "moment", hint: t("moment_hint"), zone },
    { name: "ends_at", label: t("ends_at"), type: "moment", hint: t("ends_hint"), zone },
    { name: "timezone", label: t("timezone"), type: "choice", required: true, options: zones },
    { name: "rehearsal", label: t("is_rehearsal"), type: "check", hint: t("rehearsal_hint") },
    { name: "is_public", label: t("is_public"), type: "check", hint: t("public_hint") },
  ];
}

/** All zones this browser knows, ours first. @param {Record<string, any>} values */
function zones({ timezone }) {
  const names = new Set([ZONE, timezone, ...Intl.supportedValuesOf("timeZone")]);
  return [...names].filter(Boolean).map((name) => ({ value: name, label: name }));
}
