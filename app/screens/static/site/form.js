// The new question: the first thing on the screen, sent with three actions.

/** @import {SiteDesk} from "./desk.js" */
/** @import {KeptFile} from "./rules.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { t } from "../i18n/site.js";
import { mainFields, moreFields, onInput, onKeydown } from "./fields.js";
import { sizeOf } from "./files.js";

/** @param {SiteDesk} desk */
export function newQuestion(desk) {
  const fields = { id: "new", draft: desk.draft, known: desk.known, redraw: () => desk.work.redraw() };
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    desk.submit();
  };
  return html`
    <section class="new" aria-labelledby="new-title">
      <h2 id="new-title">${t("new_title")}</h2>
      <form novalidate @submit=${onSubmit} @input=${onInput(fields)} @keydown=${onKeydown}>
        ${mainFields(fields)} ${attaching(desk)}
        <div class="send-row">
          <button class="primary" ?disabled=${desk.isPreparing}>${t("send_question")}</button>
          <p class="hint"><span class="shortcut">${t("shortcut")}<br /></span>${t(desk.store.isKept ? "draft_kept" : "not_kept")}</p>
        </div>
        <details class="more">
          <summary>${t("details")}</summary>
          ${moreFields(fields, true)}
        </details>
      </form>
    </section>
  `;
}

/** @param {SiteDesk} desk */
function attaching(desk) {
  return html`
    <div class="attaching">
      <div class="choosers">
        ${chooser(desk, t("camera"), "image/*", "camera")} ${chooser(desk, t("choose_file"), "image/*,application/pdf", "")}
      </div>
      ${desk.files.length > 0 ? chosen(desk) : nothing}
      <p class="error" role="alert" ?hidden=${!desk.fileTrouble}>${desk.fileTrouble}</p>
      <p class="hint" role="status" ?hidden=${!desk.isPreparing}>${desk.isPreparing ? t("preparing") : nothing}</p>
    </div>
  `;
}

/**
 * A camera where there is one: on a laptop the other button does.
 * @param {SiteDesk} desk
 * @param {string} label
 * @param {string} accept
 * @param {"camera" | ""} kind
 */
function chooser(desk, label, accept, kind) {
  const onChange = async (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    await desk.attach([...(input.files ?? [])]);
    input.value = ""; // the same file may be chosen again
  };
  return html`
    <label class="button chooser ${kind}">
      ${label}
      <input
        class="visually-hidden"
        type="file"
        accept=${accept}
        capture=${kind ? "environment" : nothing}
        ?multiple=${!kind}
        @change=${onChange}
      />
    </label>
  `;
}

/** @param {SiteDesk} desk */
function chosen(desk) {
  return html`
    <ul class="files" aria-label=${t("files")}>
      ${repeat(desk.files, (file) => file.key, (file) => html`
        <li>
          ${picture(file)}
          <span class="file-name"><bdi>${file.name}</bdi> <span class="hint">${sizeOf(file.content.size)}</span></span>
          <button type="button" class="quiet" aria-label=${t("remove_file", { name: file.name })} @click=${() => desk.detach(file)}>✕</button>
        </li>
      `)}
    </ul>
  `;
}

/** @type {WeakMap<Blob, string>} */
const addresses = new WeakMap();

/** @param {KeptFile} file */
function picture({ type, content }) {
  if (!type.startsWith("image/")) return html`<span class="pdf" aria-hidden="true">PDF</span>`;
  const address = addresses.get(content) ?? URL.createObjectURL(content);
  addresses.set(content, address);
  return html`<img src=${address} alt="" width="48" height="48" />`;
}
