// Taking sheets of collected questions in: choose or drop a file, look through its rows, apply.
// What is held is in imports/desk.js; here is what is shown of it.

/** @import {Import, Row, Status} from "./imports/desk.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { plural, t } from "../i18n/office-imports.js";
import { bar } from "../shell/bar.js";
import { Work } from "../shell/work.js";
import { clock, date } from "../time.js";
import { ImportDesk } from "./imports/desk.js";

const root = /** @type {HTMLElement} */ (document.getElementById("imports"));
const work = new Work({ root, view: "public", roles: ["admin", "moderator", "site_moderator"], draw, onPlace: () => desk.list() });
const desk = new ImportDesk(work);
/** @type {readonly (Status | "")[]} */
const STATUSES = ["", "new", "duplicate", "error"];

function draw() {
  return html`
    ${bar(work, t("title"))}
    <main class="imports">${desk.open ? opened(desk.open) : html`${choosing()} ${earlier()}`}</main>
    ${work.sayings.view()}
  `;
}

function choosing() {
  const template = `/api/v1${work.path("/imports/template.xlsx")}`;
  return html`
    <p>${t("lead")} <a href=${template} download>${t("template")}</a></p>
    <label class="drop" @dragover=${allow} @drop=${dropped}>
      <span class="button primary">${t("choose")}</span> <span class="quiet-text">${t("drop")}</span>
      <input type="file" class="visually-hidden" accept=".xlsx,.csv" ?disabled=${Boolean(desk.sending)} @change=${chosen} />
    </label>
    ${desk.sending ? html`<p role="status">${t("sending", { name: desk.sending })}</p>` : nothing}
  `;
}

/** @param {DragEvent} event */
function allow(event) {
  event.preventDefault();
}

/** @param {DragEvent} event */
function dropped(event) {
  event.preventDefault();
  const file = event.dataTransfer?.files[0];
  if (file && !desk.sending) desk.send(file);
}

/** @param {Event & {currentTarget: HTMLInputElement}} event */
function chosen({ currentTarget: input }) {
  const file = input.files?.[0];
  input.value = "";
  if (file) desk.send(file);
}

function earlier() {
  if (!desk.earlier) return html`<p role="status">${t("loading")}</p>`;
  return html`
    <h2>${t("earlier")}</h2>
    ${desk.earlier.length ? nothing : html`<p class="quiet-text">${t("earlier_none")}</p>`}
    <ul class="earlier">
      ${repeat(desk.earlier, (one) => one.id, (one) => html`
        <li>
          <p><bdi>${one.name}</bdi> <span class="chip">${t(`state_${one.state}`)}</span></p>
          <p class="quiet-text">${t("applied_by", { by: one.created_by, at: when(one.created_at) })}</p>
          <button type="button" aria-label="${t("open")}: ${one.name}" @click=${() => desk.look(one)}>${t("open")}</button>
        </li>`)}
    </ul>
  `;
}

/** @param {Import} one */
function opened(one) {
  return html`
    <p><button type="button" class="quiet" @click=${() => desk.leave()}>${t("back")}</button></p>
    <h2><bdi>${one.name}</bdi> <span class="chip">${t(`state_${one.state}`)}</span></h2>
    ${one.state === "reading" ? reading(one) : one.state === "failed" ? failed(one) : found(one)}
    ${one.state === "applied" ? nothing : html`<p><button type="button" class="danger" @click=${() => desk.remove()}>${t("remove")}</button></p>`}
  `;
}

/** @param {Import} one */
function reading({ name, progress: { done, total } }) {
  return html`
    <p role="status">${t("reading", { name })}</p>
    <progress aria-label=${t("reading", { name })} max=${total || 1} .value=${total ? done : 0}></progress>
  `;
}

/** @param {Import} one */
function failed({ name, failure }) {
  return html`<div class="card" role="alert"><h3>${failure?.title ?? t("failed", { name })}</h3><p>${failure?.detail}</p></div>`;
}

/** @param {Import} one */
function found(one) {
  const { applied, counts, unknown_columns: unknown } = one;
  if (!counts) return html`<p role="status">${t("loading")}</p>`;
  return html`
    ${applied
      ? html`<p class="card" role="status">${plural("applied", applied.count, applied)}<br /><span class="quiet-text">${t("applied_by", { by: applied.by, at: when(applied.at) })}</span></p>`
      : nothing}
    ${counts.skipped ? html`<p class="quiet-text">${plural("skipped", counts.skipped)}</p>` : nothing}
    ${unknown.length ? html`<p class="quiet-text">${t("unknown_columns", { names: unknown.join(", ") })}</p>` : nothing}
    <div class="filter" role="group" aria-label=${t("filter")}>
      ${STATUSES.map((status) => html`<button type="button" aria-pressed=${desk.status === status} @click=${() => desk.filter(status)}>${t(`status_${status || "all"}`)} ${status ? counts[status] : counts.new + counts.duplicate + counts.error}</button>`)}
    </div>
    ${table()}
    ${desk.cursor ? html`<p><button type="button" @click=${() => desk.more()}>${t("more")}</button></p>` : nothing}
    ${applied ? nothing : applying()}
  `;
}

function table() {
  if (!desk.rows.length) return html`<p class="quiet-text">${t("no_rows")}</p>`;
  return html`<div class="scrolling" tabindex="0" role="region" aria-label=${t("rows")}>
    <table>
      <thead><tr><th scope="col">${t("row")}</th><th scope="col">${t("result")}</th><th scope="col">${t("site")}</th><th scope="col">${t("question")}</th><th scope="col">${t("asker")}</th></tr></thead>
      <tbody>${repeat(desk.rows, (row) => row.row, line)}</tbody>
    </table>
  </div>`;
}

/** @param {Row} row */
function line(row) {
  return html`<tr>
    <th scope="row">${box(row)}</th>
    <td>${verdict(row)}</td>
    <td><bdi>${siteName(row.site)}</bdi></td>
    <td class="words"><bdi>${row.text}</bdi></td>
    <td><bdi>${row.name}</bdi></td>
  </tr>`;
}

/** @param {Row} row */
function box(row) {
  if (row.status === "error" || desk.open?.applied) return row.row;
  return html`<label class="check"><input type="checkbox" aria-label=${t("take", { row: row.row })} .checked=${desk.isTaken(row)} @change=${() => desk.toggle(row)} />${row.row}</label>`;
}

/** @param {Row} row */
function verdict({ status, of, of_row, errors, corrections }) {
  const looks = { new: "good", duplicate: "warn", error: "bad" }[status];
  const repeats = of ? t("of", { number: of }) : of_row ? t("of_row", { row: of_row }) : "";
  return html`<span class="chip ${looks}">${t(`status_${status}`)}</span>
    ${repeats} ${[...errors, ...corrections].map(({ message }) => html`<p>${message}</p>`)}`;
}

function applying() {
  const { chosen: count } = desk;
  const isBusy = work.busy.has("apply");
  return html`<p class="apply"><button type="button" class="primary" ?disabled=${isBusy || !count} @click=${() => desk.apply()}>${isBusy ? t("applying") : count ? plural("apply", count) : t("apply_none")}</button></p>`;
}

/** What stands in the sheet when it is no site of ours. @param {string | null} slug */
function siteName(slug) {
  return [...(work.objects?.sites.values() ?? [])].find((site) => site.slug === slug)?.name ?? slug;
}

/** @param {string} time */
function when(time) {
  const zone = work.objects?.conference.timezone ?? "";
  return `${clock(Date.parse(time), zone)} ${date(Date.parse(time), zone)}`;
}

work.begin();
