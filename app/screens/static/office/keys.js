// Keys for other systems: made with the rights that are ticked, shown once, ended.

/** @import {Board, Key} from "../setup/board.js" */
/** @import {Row} from "../setup/rows.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { send } from "../api.js";
import { t } from "../i18n/setup.js";
import { scopeName, SCOPES } from "../i18n/office-scopes.js";
import { moment } from "../setup/invitations.js";
import { copyText, selectAll } from "../setup/links.js";
import { rows, section, whenLoaded } from "../setup/rows.js";

/** What the section asks for. @param {Board} board */
export function lists(board) {
  return [board.keys];
}

/** @param {Board} board */
export function view(board) {
  const acts = html`<button class="primary" @click=${() => makeKey(board)}>${t("make_key")}</button>`;
  return section(
    { title: t("keys"), lead: t("keys_lead"), acts: board.isArchived ? nothing : acts },
    whenLoaded(board.keys, () => rows(board, "keys", [...(board.keys.items ?? [])].reverse().map((key) => row(board, key)), t("no_keys"))),
  );
}

/**
 * @param {Board} board
 * @param {Key} key
 * @returns {Row}
 */
function row(board, key) {
  const { id, name, scopes, created_at, revoked_at } = key;
  const end = { label: t("revoke"), about: t("revoke_one", { name }), act: () => revoke(board, key), danger: true };
  return {
    id,
    name,
    details: [t("made_at", { time: moment(board, created_at) }), ...scopes.map(scopeName)],
    chips: revoked_at ? html`<span class="chip">${t("revoked_at", { time: moment(board, revoked_at) })}</span>` : html`<span class="chip good">${t("in_use")}</span>`,
    acts: revoked_at ? [] : [end],
  };
}

/** @param {Board} board */
function makeKey(board) {
  board.ask({
    title: t("make_key"),
    wide: true,
    fields: [
      { name: "name", label: t("key_name"), type: "line", max: 200, required: true, hint: t("key_name_hint") },
      {
        name: "scopes",
        label: t("scopes"),
        type: "checks",
        required: true,
        hint: t("scopes_hint"),
        options: () => SCOPES.map((scope) => ({ value: scope, label: scopeName(scope) })),
      },
    ],
    save: t("make_key"),
    submit: (given, { key }) => send("POST", board.work.path("/keys"), given, { key }),
    done: (made) => {
      board.keys.load();
      showKey(board, made);
    },
  });
}

/**
 * @param {Board} board
 * @param {Key} made
 */
function showKey(board, made) {
  let copied = false;
  const copy = async () => {
    copied = await copyText(made.key ?? "", document.getElementById("key-secret"));
    board.redraw();
  };
  board.open({
    title: t("key_made", { name: made.name }),
    isOnce: true,
    content: () => html`
      <div class="links">
        <p class="once">${t(made.key ? "key_once" : "key_gone")}</p>
        <label for="key-secret">${t("key_secret")}</label>
        <div class="with-button">
          <input id="key-secret" class="entry-slug" readonly .value=${made.key ?? ""} @focus=${selectAll} />
          <button @click=${copy}>${t("copy")}</button>
        </div>
        <p role="status" class="copied">${copied ? t("copied") : ""}</p>
        <div class="actions"><button class="primary" @click=${() => board.finish()}>${t("done")}</button></div>
      </div>
    `,
  });
  queueMicrotask(() => queueMicrotask(() => document.getElementById("key-secret")?.focus()));
}

/**
 * @param {Board} board
 * @param {Key} key
 */
function revoke(board, { id, name }) {
  board.ask({
    title: t("revoke_one", { name }),
    lead: html`<p>${t("revoke_key_means")}</p>`,
    fields: [],
    save: t("revoke"),
    danger: true,
    submit: () => send("DELETE", board.work.path(`/keys/${id}`)),
    done: () => {
      board.keys.load();
      board.work.sayings.tell(t("revoked", { name }));
    },
  });
}
