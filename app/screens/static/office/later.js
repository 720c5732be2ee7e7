// A section that is fetched only when it is opened.

/** @import {Board} from "../setup/board.js" */
/** @import {Loaded} from "../setup/loaded.js" */
import { html } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/setup.js";

/** @typedef {{view: (board: Board) => unknown, lists: (board: Board) => Loaded<any>[]}} Part */

/** @param {() => Promise<Part>} fetch @returns {Part} */
export function later(fetch) {
  /** @type {Part | null} */
  let part = null;
  return {
    view: (board) => {
      if (part) return part.view(board);
      fetch().then((come) => {
        part = come;
        board.redraw();
      });
      return html`<p class="empty" role="status">${t("loading")}</p>`;
    },
    lists: (board) => part?.lists(board) ?? [],
  };
}
