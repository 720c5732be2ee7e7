// The frame around what must not reach the room, the same on every screen.

import { html } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/work.js";

/** @param {unknown} content */
export function privately(content) {
  return html`<div class="private"><p class="private-mark">${t("private")}</p>${content}</div>`;
}
