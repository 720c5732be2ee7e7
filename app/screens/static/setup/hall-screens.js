// The screens that were let in by their code: listed, and taken out again.

/** @import {Board, Screen} from "./board.js" */
/** @import {Row} from "./rows.js" */
import { html } from "../../vendor/lit-html/lit-html.js";
import { send } from "../api.js";
import { t } from "../i18n/setup.js";
import { moment } from "./invitations.js";
import { rows, section, whenLoaded } from "./rows.js";

/** @param {Board} board */
export function screensView(board) {
  const conference = encodeURIComponent(board.work.place.conference);
  return section(
    {
      title: t("screens"),
      lead: t("screens_lead"),
      acts: html`<a class="button primary" href="/device?conference=${conference}">${t("let_in")}</a>`,
    },
    whenLoaded(board.screens, () => rows(board, "screens", (board.screens.items ?? []).map((one) => row(board, one)), t("no_screens"))),
  );
}

/**
 * @param {Board} board
 * @param {Screen} screen
 * @returns {Row}
 */
function row(board, screen) {
  const { id, name, approved_by, approved_at, signed_in_at } = screen;
  const remove = { label: t("take_out"), about: t("take_out_one", { name }), act: () => takeOut(board, screen), danger: true };
  return {
    id,
    name,
    details: [
      t("let_in_by", { name: approved_by, time: moment(board, approved_at) }),
      signed_in_at ? t("came_in", { time: moment(board, signed_in_at) }) : t("not_in_yet"),
    ],
    acts: [remove],
  };
}

/**
 * @param {Board} board
 * @param {Screen} screen
 */
function takeOut(board, { id, name }) {
  board.ask({
    title: t("take_out_one", { name }),
    lead: html`<p>${t("take_out_means")}</p>`,
    fields: [],
    save: t("take_out"),
    danger: true,
    submit: () => send("DELETE", board.work.path(`/screens/${id}`)),
    done: () => {
      board.screens.load();
      board.work.sayings.tell(t("removed", { name }));
    },
  });
}
