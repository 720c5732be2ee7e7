// Invitations: made one by one or for all sites that nobody looks after yet, listed, ended.

/** @import {Board, Invitation} from "./board.js" */
/** @import {Row} from "./rows.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { Problem, send } from "../api.js";
import { plural, t } from "../i18n/setup.js";
import { clock, date } from "../time.js";
import { showLinks } from "./links.js";
import { roleFields, roleWords } from "./roles.js";
import { rows, section, whenLoaded } from "./rows.js";

/** @param {Board} board */
export function invitationsView(board) {
  const waiting = sitesWithout(board);
  const acts = html`
    <button class="primary" @click=${() => invite(board)}>${t("invite")}</button>
    ${waiting.length > 1 ? html`<button @click=${() => inviteSites(board)}>${t("invite_sites")}</button>` : nothing}
  `;
  return section(
    { title: t("invitations"), lead: t("invitations_lead"), acts: board.isArchived ? nothing : acts },
    whenLoaded(board.invitations, () => {
      const newest = [...(board.invitations.items ?? [])].reverse();
      return rows(board, "invitations", newest.map((one) => row(board, one)), t("no_invitations"));
    }),
  );
}

/** @param {Board} board */
export function invite(board) {
  board.ask({
    title: t("invite"),
    fields: [
      ...roleFields(board),
      { name: "name", label: t("invited_name"), type: "line", max: 200, required: true, hint: t("invited_name_hint") },
    ],
    save: t("make_link"),
    submit: (given, { key }) => make(board, given, key),
    done: (made) => {
      board.invitations.load();
      showLinks(board, [made]);
    },
  });
}

/** One for each site without anybody; those made before a refusal are shown all the same. @param {Board} board */
function inviteSites(board) {
  const sites = sitesWithout(board);
  board.ask({
    title: t("invite_sites"),
    lead: html`<p>${plural("invite_sites_means", sites.length)}</p><ul class="plain-list">${sites.map(({ name }) => html`<li><bdi>${name}</bdi></li>`)}</ul>`,
    fields: [],
    save: t("make_links"),
    submit: async (_given, { key }) => {
      /** @type {Invitation[]} */
      const made = [];
      try {
        for (const { slug, name } of sites) {
          made.push(await make(board, { role: "site_moderator", site: slug, name }, `${key}-${slug}`));
        }
      } catch (error) {
        if (made.length === 0 || !(error instanceof Problem)) throw error;
        board.work.refuse(error);
      }
      return made;
    },
    done: (made) => {
      board.invitations.load();
      showLinks(board, made);
    },
  });
}

/**
 * @param {Board} board
 * @param {Record<string, any>} given
 * @param {string} key
 * @returns {Promise<Invitation>}
 */
function make(board, given, key) {
  return send("POST", board.work.path("/invitations"), given, { key });
}

/** Sites that nobody looks after and nobody is invited to. @param {Board} board */
function sitesWithout(board) {
  const { members, invitations } = board;
  if (!members.items || !invitations.items) return [];
  const open = invitations.items.filter((one) => !one.used_at && !isOver(board, one));
  const served = new Set([...members.items, ...open].map(({ site }) => site));
  return board.sites.filter(({ slug, kind }) => kind === "remote" && !served.has(slug));
}

/**
 * @param {Board} board
 * @param {Invitation} invitation
 * @returns {Row}
 */
function row(board, invitation) {
  const { id, name, used_at } = invitation;
  const isOpen = !used_at && !isOver(board, invitation);
  const end = { label: t("revoke"), about: t("revoke_one", { name }), act: () => revoke(board, invitation), danger: true };
  return {
    id,
    name,
    details: [roleWords(board, invitation), when(board, invitation)],
    chips: html`<span class="chip ${isOpen ? "good" : ""}">${t(used_at ? "used" : isOpen ? "still_open" : "expired")}</span>`,
    acts: used_at || board.isArchived ? [] : [end],
  };
}

/**
 * @param {Board} board
 * @param {Invitation} invitation
 */
function when(board, { used_at, expires_at }) {
  return used_at ? t("used_at", { time: moment(board, used_at) }) : t("open_until", { time: moment(board, expires_at) });
}

/**
 * @param {Board} board
 * @param {string} time
 */
export function moment(board, time) {
  const ms = Date.parse(time);
  const zone = board.conference.timezone;
  return `${clock(ms, zone)}, ${date(ms, zone)}`;
}

/**
 * @param {Board} board
 * @param {Invitation} invitation
 */
function isOver(board, { expires_at }) {
  return Date.parse(expires_at) <= board.work.now;
}

/**
 * @param {Board} board
 * @param {Invitation} invitation
 */
function revoke(board, { id, name }) {
  board.ask({
    title: t("revoke_one", { name }),
    lead: html`<p>${t("revoke_means")}</p>`,
    fields: [],
    save: t("revoke"),
    danger: true,
    submit: () => send("DELETE", board.work.path(`/invitations/${id}`)),
    done: () => {
      board.invitations.load();
      board.work.sayings.tell(t("revoked", { name }));
    },
  });
}
