// Reports: what the head and the signature are to say, and a button for each file.

/** @import {Board} from "../setup/board.js" */
import { html } from "../../vendor/lit-html/lit-html.js";
import { lang } from "../i18n/index.js";
import { t } from "../i18n/office-reports.js";
import { section, whenLoaded } from "../setup/rows.js";

/** @typedef {{path: string, what: string, forms: string[], isPaper: boolean}} Offer */

const LINES = /** @type {const} */ (["number", "place", "day", "parent", "body", "authority", "signer_title", "signer_name"]);
const CHOICES = /** @type {const} */ ({ layout: ["layout_state", "layout_party"], by: ["by_topic", "by_site", "by_agency"] });

/** What is being made, one at a time. */
let making = "";
let said = "";

/** What the section asks for. @param {Board} board */
export function lists(board) {
  return [board.agencies];
}

/** @param {Board} board */
export function view(board) {
  const report = { path: "report", what: t("report"), forms: ["docx", "pdf"], isPaper: true };
  const conclusions = { path: "conclusions", what: t("conclusions"), forms: ["docx", "pdf"], isPaper: true };
  const table = { path: "questions", what: t("tables"), forms: ["xlsx", "csv"], isPaper: false };
  return section(
    { title: t("reports"), lead: t("reports_lead") },
    html`
      <p role="status">${said}</p>
      <form id="reports" class="form narrow" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
        ${choice("layout")} ${choice("by")} ${LINES.map(line)}
      </form>
      <h3>${t("papers")}</h3>
      <ol class="rows">${row(board, report)} ${row(board, conclusions)}</ol>
      <h3>${t("agencies")}</h3>
      ${whenLoaded(board.agencies, () => html`<ol class="rows">${(board.agencies.items ?? []).map((agency) => row(board, ofAgency(agency)))}</ol>`)}
      <h3>${t("tables")}</h3>
      <p>${t("tables_lead")}</p>
      <ol class="rows">${row(board, table)}</ol>
    `,
  );
}

/** @param {{slug: string, name: string}} agency @returns {Offer} */
function ofAgency({ slug, name }) {
  return { path: `agencies/${slug}`, what: t("agency", { name }), forms: ["docx", "pdf", "xlsx"], isPaper: true };
}

/** @param {keyof typeof CHOICES} name */
function choice(name) {
  return html`<div class="field">
    <label for="report-${name}">${t(name)}</label>
    <select id="report-${name}" name=${name}>
      ${CHOICES[name].map((word) => html`<option value=${word.slice(name.length + 1)}>${t(word)}</option>`)}
    </select>
  </div>`;
}

/** @param {typeof LINES[number]} name */
function line(name) {
  return html`<div class="field">
    <label for="report-${name}">${t(name)}</label>
    <input id="report-${name}" name=${name} type=${name === "day" ? "date" : "text"} maxlength="200" autocomplete="off">
  </div>`;
}

/**
 * @param {Board} board
 * @param {Offer} offer
 */
function row(board, offer) {
  return html`<li class="row">
    <div class="row-words"><p class="row-name"><bdi>${offer.what}</bdi></p></div>
    <div class="row-acts">
      ${offer.forms.map(
        (form) => html`<button aria-label=${t("get", { what: offer.what, form: form.toUpperCase() })} ?disabled=${making !== ""} @click=${() => get(board, offer, form)}>${form.toUpperCase()}</button>`,
      )}
    </div>
  </li>`;
}

/**
 * @param {Board} board
 * @param {Offer} offer
 * @param {string} form
 */
async function get(board, { path, what, isPaper }, form) {
  making = path;
  tell(board, t("making", { what }));
  const answer = await fetch(`/api/v1${board.work.path(`/exports/${path}.${form}`)}?${query(isPaper)}`, {
    credentials: "same-origin",
    headers: { "Accept-Language": lang },
  }).catch(() => null);
  making = "";
  if (!answer?.ok) return tell(board, t("failed", { reason: (await answer?.json().catch(() => null))?.detail ?? "" }));
  save(await answer.blob(), answer.headers.get("Content-Disposition")?.match(/filename="([^"]+)"/)?.[1] ?? `${what}.${form}`);
  tell(board, t("made", { what }));
}

/** What was chosen and typed. @param {boolean} isPaper */
function query(isPaper) {
  const form = document.getElementById("reports");
  const chosen = new URLSearchParams(isPaper && form instanceof HTMLFormElement ? /** @type {any} */ (new FormData(form)) : {});
  for (const [name, value] of [...chosen]) if (!value) chosen.delete(name);
  chosen.set("lang", lang);
  return chosen;
}

/**
 * @param {Blob} file
 * @param {string} name
 */
function save(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * @param {Board} board
 * @param {string} words
 */
function tell(board, words) {
  said = words;
  board.redraw();
}
