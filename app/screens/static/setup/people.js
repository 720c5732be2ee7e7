// People: who is what to this conference, and all accounts of this server.

/** @import {Board, Member, User} from "./board.js" */
/** @import {Row} from "./rows.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/setup.js";
import { byGivenName } from "../order.js";
import { invite } from "./invitations.js";
import { addAccount, addRole, newPassword, removeMember, rename, setActive } from "./people-acts.js";
import { roleWords } from "./roles.js";
import { rows, section, whenLoaded } from "./rows.js";

/** @param {Board} board */
export function peopleView(board) {
  const acts = html`
    <button class="primary" @click=${() => invite(board)}>${t("invite")}</button>
    <button @click=${() => addAccount(board)}>${t("add_account")}</button>
    <button @click=${() => addRole(board)}>${t("add_role")}</button>
  `;
  return section(
    { title: t("people"), lead: t("people_lead"), acts: board.isArchived ? nothing : acts },
    html`
      <h3>${t("members")}</h3>
      ${whenLoaded(board.members, () => members(board))}
      <details class="more">
        <summary>${t("all_accounts")}</summary>
        <p class="section-lead">${t("all_accounts_lead")}</p>
        ${whenLoaded(board.users, () => users(board))}
      </details>
    `,
  );
}

/** @param {Board} board */
function members(board) {
  const list = byGivenName(board.members.items ?? []).map((member) => memberRow(board, member));
  return rows(board, "members", list, t("no_members"));
}

/**
 * @param {Board} board
 * @param {Member} member
 * @returns {Row}
 */
function memberRow(board, member) {
  const { id, name, username } = member;
  const user = board.users.items?.find((one) => one.username === username);
  const password = user && { label: t("new_password"), about: t("new_password_for", { name }), act: () => newPassword(board, user) };
  const remove = { label: t("leave_out"), about: t("leave_out_one", { name }), act: () => removeMember(board, member), danger: true };
  return {
    id,
    name,
    details: [roleWords(board, member), username],
    chips: user && !user.is_active ? html`<span class="chip bad">${t("closed")}</span>` : nothing,
    acts: [...(password ? [password] : []), ...(board.isArchived ? [] : [remove])],
  };
}

/** @param {Board} board */
function users(board) {
  const list = byGivenName(board.users.items ?? []).map((user) => userRow(board, user));
  return rows(board, "users", list, t("no_accounts"));
}

/**
 * @param {Board} board
 * @param {User} user
 * @returns {Row}
 */
function userRow(board, user) {
  const { id, name, username, is_admin, is_active } = user;
  const label = t(is_active ? "close_account" : "open_account");
  const close = { label, about: `${label}: ${name}`, act: () => setActive(board, user, !is_active), danger: is_active };
  const isMe = username === board.work.place.me.username;
  return {
    id,
    name,
    details: [username],
    chips: html`
      ${is_admin ? html`<span class="chip">${t("administrator")}</span>` : nothing}
      ${is_active ? nothing : html`<span class="chip bad">${t("closed")}</span>`}
      ${isMe ? html`<span class="chip">${t("you")}</span>` : nothing}
    `,
    acts: [
      { label: t("edit"), about: t("edit_one", { name }), act: () => rename(board, user) },
      { label: t("new_password"), about: t("new_password_for", { name }), act: () => newPassword(board, user) },
      ...(isMe ? [] : [close]),
    ],
  };
}
