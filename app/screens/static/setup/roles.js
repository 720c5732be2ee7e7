// Roles as an administrator gives them: which there are, and what goes with each.

/** @import {Board, Role} from "./board.js" */
/** @import {Field, Option, Values} from "../shell/form.js" */
import { t as roles } from "../i18n/index.js";
import { t } from "../i18n/setup.js";
import { nameIn, option } from "./kinds.js";

/** What may be given to a person; an administrator is made elsewhere, screens come in by their code. */
export const GIVEN = /** @type {const} */ (["moderator", "chair", "site_moderator", "official", "screen"]);

/** @param {Role} role */
export function roleName(role) {
  return roles(`role_${role}`);
}

/**
 * "Phụ trách điểm cầu – Huyện Chợ Đồn"
 * @param {Board} board
 * @param {{role: Role, site: string | null, official: string | null}} one
 */
export function roleWords(board, { role, site, official }) {
  const bound = nameIn(board.sites, site) ?? nameIn(board.officials, official);
  return bound ? `${roleName(role)} – ${bound}` : roleName(role);
}

/**
 * The fields that say what somebody is to be.
 * @param {Board} board
 * @param {Option[]} [more] besides the roles of a conference
 * @returns {Field[]}
 */
export function roleFields(board, more = []) {
  const options = () => [...GIVEN.map((role) => ({ value: role, label: roleName(role) })), ...more];
  return [
    { name: "role", label: t("role"), type: "choice", required: true, options },
    { name: "site", label: t("site"), type: "choice", required: true, when: isSite, options: () => board.sites.map(option) },
    { name: "official", label: t("official"), type: "choice", required: true, when: isOfficial, options: () => board.officials.map(option) },
  ];
}

/** @param {Values} values */
function isSite({ role }) {
  return role === "site_moderator";
}

/** @param {Values} values */
function isOfficial({ role }) {
  return role === "official";
}
