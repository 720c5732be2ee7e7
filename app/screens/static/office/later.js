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
  let isAsked = false;
  /** @param {Board} board */
  const come = async (board) => {
    isAsked = true;
    part = await fetch();
    for (const list of part.lists(board)) list.load();
    board.redraw();
  };
  return {
    view: (board) => {
      if (part) return part.view(board);
      if (!isAsked) come(board);
      return html`<p class="empty" role="status">${t("loading")}</p>`;
    },
    lists: (board) => part?.lists(board) ?? [],
  };
}
