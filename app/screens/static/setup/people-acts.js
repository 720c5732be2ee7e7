// What an administrator does to people: open an account, give a role, take it away, new password, close.

/** @import {Board, Member, User} from "./board.js" */
/** @import {Values} from "../shell/form.js" */
import { html } from "../../vendor/lit-html/lit-html.js";
import { send } from "../api.js";
import { t } from "../i18n/setup.js";
import { byGivenName } from "../order.js";
import { roleFields, roleWords } from "./roles.js";

/** @type {import("../shell/form.js").Field} */
const PASSWORD = { name: "password", label: t("password"), type: "password", required: true, hint: t("password_hint") };

/** An account and its role, in two steps that look like one. @param {Board} board */
export function addAccount(board) {
  /** The account that the first step made, when only the second was refused. */
  let made = "";
  board.ask({
    title: t("add_account"),
    fields: [
      { name: "name", label: t("full_name"), type: "line", max: 200, required: true },
      { name: "username", label: t("username"), type: "username", max: 64, required: true, from: "name", hint: t("username_hint") },
      PASSWORD,
      ...roleFields(board, [{ value: "admin", label: t("administrator_role") }]),
    ],
    save: t("add"),
    submit: async ({ name, username, password, ...role }, { key }) => {
      const is_admin = role.role === "admin";
      if (made !== username) await send("POST", "/users", { name, username, password, is_admin }, { key: `${key}-user` });
      made = username;
      // An administrator is one everywhere, and belongs nowhere.
      if (!is_admin) await send("POST", board.work.path("/members"), { username, ...role }, { key });
    },
    done: () => told(board, t("account_added")),
  });
}

/** A role for somebody who has an account. @param {Board} board */
export function addRole(board) {
  const users = () => byGivenName(board.users.items ?? []).map(({ username, name }) => ({ value: username, label: `${name} (${username})` }));
  board.ask({
    title: t("add_role"),
    fields: [{ name: "username", label: t("account"), type: "choice", required: true, options: users }, ...roleFields(board)],
    save: t("add"),
    submit: (given, { key }) => send("POST", board.work.path("/members"), given, { key }),
    done: () => told(board, t("role_added")),
  });
}

/**
 * @param {Board} board
 * @param {Member} member
 */
export function removeMember(board, member) {
  board.ask({
    title: t("leave_out_one", { name: member.name }),
    lead: html`<p>${t("leave_out_means", { role: roleWords(board, member) })}</p>`,
    fields: [],
    save: t("leave_out"),
    danger: true,
    submit: () => send("DELETE", board.work.path(`/members/${member.id}`)),
    done: () => told(board, t("removed", { name: member.name })),
  });
}

/**
 * @param {Board} board
 * @param {User} user
 */
export function newPassword(board, user) {
  board.ask({
    title: t("new_password_for", { name: user.name }),
    lead: html`<p>${t("new_password_means")}</p>`,
    fields: [PASSWORD],
    save: t("set_password"),
    submit: ({ password }) => patch(user, { password }),
    done: () => told(board, t("password_set", { name: user.name })),
  });
}

/**
 * @param {Board} board
 * @param {User} user
 */
export function rename(board, user) {
  board.ask({
    title: t("rename_one", { name: user.name }),
    fields: [{ name: "name", label: t("full_name"), type: "line", max: 200, required: true }],
    values: user,
    save: t("save"),
    submit: ({ name }) => patch(user, { name }),
    done: () => told(board, t("saved")),
  });
}

/**
 * @param {Board} board
 * @param {User} user
 * @param {boolean} is_active
 */
export function setActive(board, user, is_active) {
  const label = t(is_active ? "open_account" : "close_account");
  board.ask({
    title: `${label}: ${user.name}`,
    lead: html`<p>${t(is_active ? "open_means" : "close_means")}</p>`,
    fields: [],
    save: label,
    danger: !is_active,
    submit: () => patch(user, { is_active }),
    done: () => told(board, t("saved")),
  });
}

/**
 * @param {User} user
 * @param {Values} changes
 */
function patch({ id, version }, changes) {
  return send("PATCH", `/users/${id}`, changes, { ifMatch: version });
}

/**
 * @param {Board} board
 * @param {string} text
 */
function told(board, text) {
  board.members.load();
  board.users.load();
  board.work.sayings.tell(text);
}
