// Each question that has not been sent, and what can be done about those that were refused.
// How many there are stands at the top (screen.js).

/** @import {SiteDesk} from "./desk.js" */
/** @import {Fixes} from "./fixes.js" */
/** @import {Entry} from "./rules.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { plural, t } from "../i18n/site.js";
import { t as tw } from "../i18n/work.js";
import { firstWords } from "../objects.js";
import { clock } from "../time.js";
import { mainFields, moreFields, onInput, onKeydown } from "./fields.js";

/**
 * @param {SiteDesk} desk
 * @param {Fixes} fixes
 */
export function unsentList(desk, fixes) {
  const { entries, others } = desk.outbox;
  return html`
    ${entries.length > 0
      ? html`
          <section class="unsent" aria-labelledby="unsent-title">
            <h3 id="unsent-title">${t("unsent_title")} <span class="count">${entries.length}</span></h3>
            <ol class="cards">
              ${repeat(entries, (entry) => entry.id, (entry) => card(desk, fixes, entry))}
            </ol>
          </section>
        `
      : nothing}
    ${others > 0 ? html`<p class="hint">${plural("others", others)}</p>` : nothing}
  `;
}

/**
 * @param {SiteDesk} desk
 * @param {Fixes} fixes
 * @param {Entry} entry
 */
function card(desk, fixes, entry) {
  const { question, files, at, refused, number } = entry;
  const state = number === null ? t("waiting") : t("waiting_files", { number });
  return html`
    <li class="card entry">
      <p class="marks">
        <span class="chip ${refused ? "bad" : "warn"}">${refused ? t("refused") : state}</span>
        <span class="hint">${t("written_at", { time: clock(at, desk.known.zone) })}</span>
        ${files.length > 0 ? html`<span class="hint">${plural("files_word", files.length)}</span>` : nothing}
      </p>
      ${fixes.of(entry) ? fixing(desk, fixes, entry) : html`<p class="words" dir="auto">${firstWords(question.text, 240)}</p>`}
      ${refused && !fixes.of(entry) ? refusal(desk, fixes, entry, refused.detail) : nothing}
    </li>
  `;
}

/**
 * @param {SiteDesk} desk
 * @param {Fixes} fixes
 * @param {Entry} entry
 * @param {string} detail
 */
function refusal(desk, fixes, entry, detail) {
  const { number, files } = entry;
  const [file, ...rest] = files;
  if (number !== null && file) {
    const dropFile = () => (rest.length > 0 ? desk.outbox.again(entry, { files: rest, key: entry.key }) : desk.outbox.drop(entry));
    return html`
      <p class="error">${t("refused_file", { number, name: file.name })} ${detail}</p>
      <div class="actions">
        <button @click=${() => desk.outbox.again(entry, { key: entry.key })}>${t("send_again")}</button>
        <button class="danger" @click=${dropFile}>${t("drop_file")}</button>
      </div>
    `;
  }
  return html`
    <p class="error">${detail}</p>
    <div class="actions">
      <button @click=${() => fixes.begin(entry)}>${t("fix")}</button>
      <button class="danger" @click=${() => fixes.drop(entry)}>${t("drop")}</button>
    </div>
  `;
}

/**
 * @param {SiteDesk} desk
 * @param {Fixes} fixes
 * @param {Entry} entry
 */
function fixing(desk, fixes, entry) {
  const draft = fixes.of(entry);
  if (!draft) return nothing;
  const fields = { id: `fix-${entry.id}`, draft, known: desk.known, redraw: () => desk.work.redraw() };
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    fixes.send(entry);
  };
  return html`
    <form novalidate @submit=${onSubmit} @input=${onInput(fields)} @keydown=${onKeydown}>
      <p class="error">${entry.refused?.detail}</p>
      ${mainFields(fields)} ${moreFields(fields, true)}
      <div class="actions">
        <button class="primary">${t("send_again")}</button>
        <button type="button" @click=${() => fixes.end(entry)}>${tw("cancel")}</button>
      </div>
    </form>
  `;
}
