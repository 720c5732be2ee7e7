// The links of invitations just made, shown this once: to copy, to show as a picture, to print and hand over.

/** @import {Board, Invitation} from "./board.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/setup.js";
import { moment } from "./invitations.js";
import { roleWords } from "./roles.js";

/**
 * @param {Board} board
 * @param {Invitation[]} made
 */
export function showLinks(board, made) {
  /** @type {Set<number>} */
  const copied = new Set();
  board.open({ title: t(made.length === 1 ? "link_made" : "links_made"), wide: true, isOnce: true, content: () => content(board, made, copied) });
  // What had the focus is gone; the dialog's first button takes it.
  queueMicrotask(() => queueMicrotask(() => document.querySelector(/** @type {"button"} */ (".links button"))?.focus()));
}

/**
 * @param {Board} board
 * @param {Invitation[]} made
 * @param {Set<number>} copied
 */
function content(board, made, copied) {
  return html`
    <div class="links">
      <p class="once">${t("shown_once")}</p>
      ${made.map((one) => sheet(board, one, copied))}
      <div class="actions">
        <button class="primary" @click=${() => print()}>${made.length === 1 ? t("print") : t("print_all", { count: made.length })}</button>
        <button @click=${() => board.finish()}>${t("done")}</button>
      </div>
    </div>
  `;
}

/**
 * One page when it is printed.
 * @param {Board} board
 * @param {Invitation} invitation
 * @param {Set<number>} copied
 */
function sheet(board, invitation, copied) {
  const { id, name, link, qr, expires_at } = invitation;
  if (!link) return html`<p>${t("link_gone", { name })}</p>`;
  const copy = async () => {
    if (await copyText(link, document.getElementById(`link-${id}`))) copied.add(id);
    board.redraw();
  };
  return html`
    <article class="sheet">
      <div class="sheet-words">
        <p class="sheet-conference"><bdi>${board.conference.title}</bdi></p>
        <h3><bdi>${name}</bdi></h3>
        <p>${roleWords(board, invitation)}</p>
        <ol class="steps">
          <li>${t("step_open")}</li>
          <li>${t("step_password")}</li>
          <li>${t("step_begin")}</li>
        </ol>
        <p>${t("open_until", { time: moment(board, expires_at) })} ${t("good_once")}</p>
      </div>
      ${qr ? html`<img class="qr" src=${qr} alt=${t("qr_of", { name })} />` : nothing}
      <div class="sheet-link">
        <label for="link-${id}">${t("link")}</label>
        <div class="with-button">
          <input id="link-${id}" readonly .value=${link} @focus=${selectAll} />
          <button @click=${copy}>${t("copy")}</button>
        </div>
        <p class="sheet-address">${link}</p>
        <p role="status" class="copied">${copied.has(id) ? t("copied") : ""}</p>
      </div>
    </article>
  `;
}

/** @param {FocusEvent} event */
export function selectAll(event) {
  /** @type {HTMLInputElement} */ (event.currentTarget).select();
}

/**
 * Without HTTPS there is no clipboard: then what is in the field is copied the old way.
 * @param {string} text
 * @param {HTMLElement | null} field that holds it
 * @returns {Promise<boolean>}
 */
export async function copyText(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (!(field instanceof HTMLInputElement)) return false;
    field.select();
    return document.execCommand("copy");
  }
}
