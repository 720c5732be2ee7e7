// The set-up's section of webhooks: where other systems are told, added, tried, paused, removed.
// Fetched only when it is opened. What was sent is in sendings.js, secrets are in secret.js.

/** @import {Board} from "../setup/board.js" */
/** @import {Act, Row} from "../setup/rows.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { Problem, send } from "../api.js";
import { t } from "../i18n/office-webhooks.js";
import { scopeName } from "../i18n/office-scopes.js";
import { t as shared } from "../i18n/setup.js";
import { Loaded } from "../setup/loaded.js";
import { rows, section, whenLoaded } from "../setup/rows.js";
import { newSecret, showSecret } from "./secret.js";
import { problemOf, showSendings } from "./sendings.js";

/** @typedef {{id: number, url: string, description: string | null, events: "all" | string[], scopes: string[], is_active: boolean, paused: "gone" | "gave_up" | "by_hand" | null, sent_seq: number, version: number, secret?: string | null}} Webhook */

/** What a webhook may see (app/domain/webhooks.py). */
export const SCOPES = ["question.see", "queue.see", "floor.see", "view.chair", "view.desk", "events.read"];
/** What most receivers ask for; others can be named over the API. */
const ABOUT = /** @type {const} */ (["question", "floor", "queue", "assignment", "answer", "prepared_answer", "attachment", "follow_up", "conference", "site"]);

/** @type {WeakMap<Board, Loaded<Webhook>>} */
const known = new WeakMap();

/** The list of this board, asked for when the section opens. @param {Board} board @returns {Loaded<Webhook>} */
export function webhooksOf(board) {
  let list = known.get(board);
  if (!list) {
    list = new Loaded(board.work.path("/webhooks"), () => board.redraw());
    known.set(board, list);
  }
  return list;
}

/** @param {Board} board */
export function lists(board) {
  return [webhooksOf(board)];
}

/** @param {Board} board */
export function view(board) {
  const list = webhooksOf(board);
  const acts = html`<button class="primary" @click=${() => add(board)}>${t("add")}</button>`;
  return section(
    { title: shared("webhooks"), lead: t("lead"), acts: board.isArchived ? nothing : acts },
    whenLoaded(list, () => rows(board, "webhooks", (list.items ?? []).map((one) => row(board, one)), t("none"))),
  );
}

/** @param {Webhook} webhook */
export function nameOf({ description, url }) {
  return description ?? url;
}

/**
 * @param {Board} board
 * @param {Webhook} webhook
 * @returns {Row}
 */
function row(board, webhook) {
  const { id, url, description, scopes, sent_seq, is_active, paused } = webhook;
  const state = is_active
    ? html`<span class="chip good">${t("active")}</span>`
    : html`<span class="chip warn">${t(`paused_${paused ?? "by_hand"}`)}</span>`;
  return {
    id,
    name: nameOf(webhook),
    details: [description && url, eventWords(webhook), ...scopes.map(scopeName), t("sent_up_to", { seq: sent_seq })],
    chips: state,
    acts: actsOf(board, webhook),
  };
}

/**
 * @param {Board} board
 * @param {Webhook} webhook
 * @returns {Act[]}
 */
function actsOf(board, webhook) {
  const name = nameOf(webhook);
  const looking = [
    { label: t("test"), about: t("test_one", { name }), act: () => tryOut(board, webhook) },
    { label: t("sendings"), about: t("sendings_of", { name }), act: () => showSendings(board, webhook) },
  ];
  if (board.isArchived) return looking;
  const { is_active } = webhook;
  return [
    ...looking,
    is_active
      ? { label: t("pause"), about: t("pause_one", { name }), act: () => change(board, webhook, { is_active: false }) }
      : { label: t("resume"), about: t("resume_one", { name }), act: () => change(board, webhook, { is_active: true }) },
    { label: t("edit"), about: t("edit_one", { name }), act: () => edit(board, webhook) },
    { label: t("new_secret"), about: t("new_secret_one", { name }), act: () => newSecret(board, webhook) },
    { label: t("remove"), about: t("remove_one", { name }), act: () => remove(board, webhook), danger: true },
  ];
}

/** @param {Webhook} webhook */
function eventWords({ events }) {
  if (events === "all") return "";
  return events.map((one) => ABOUT.find((about) => one === `${about}.*`)).map((about, place) => (about ? t(`about.${about}`) : events[place])).join(", ");
}

/** @returns {import("../shell/form.js").Field[]} */
function fields() {
  return [
    { name: "url", label: t("url"), type: "line", max: 1000, required: true, hint: t("url_hint") },
    { name: "description", label: t("description"), type: "line", max: 200, hint: t("description_hint") },
    { name: "scopes", label: t("scopes"), type: "checks", required: true, hint: t("scopes_hint"), options: () => SCOPES.map((scope) => ({ value: scope, label: scopeName(scope) })) },
    { name: "events", label: t("events"), type: "checks", hint: t("events_hint"), options: ({ events }) => eventOptions(events) },
  ];
}

/** Also what was chosen over the API, so that it stays. @param {string[]} chosen */
function eventOptions(chosen) {
  const known = ABOUT.map((about) => ({ value: `${about}.*`, label: t(`about.${about}`) }));
  const others = chosen.filter((one) => !known.some(({ value }) => value === one));
  return [...known, ...others.map((one) => ({ value: one, label: one }))];
}

/** Nothing ticked means everything. @param {Record<string, any>} given */
function wanted(given) {
  return { ...given, events: given.events.length === 0 ? "all" : given.events };
}

/** @param {Board} board */
function add(board) {
  board.ask({
    title: t("add"),
    wide: true,
    fields: fields(),
    save: t("add"),
    submit: (given, { key }) => send("POST", board.work.path("/webhooks"), wanted(given), { key }),
    done: (made) => {
      webhooksOf(board).load();
      showSecret(board, made);
    },
  });
}

/**
 * @param {Board} board
 * @param {Webhook} webhook
 */
function edit(board, webhook) {
  board.ask({
    title: t("edit_one", { name: nameOf(webhook) }),
    wide: true,
    fields: fields(),
    values: { ...webhook, events: webhook.events === "all" ? [] : webhook.events },
    save: t("save"),
    submit: (given) => patch(board, webhook, wanted(given)),
    done: () => webhooksOf(board).load(),
  });
}

/**
 * @param {Board} board
 * @param {Webhook} webhook
 * @param {Record<string, any>} given
 */
function patch(board, { id, version }, given) {
  return send("PATCH", board.work.path(`/webhooks/${id}`), given, { ifMatch: version });
}

/**
 * @param {Board} board
 * @param {Webhook} webhook
 * @param {Record<string, any>} given
 */
async function change(board, webhook, given) {
  await heard(board, () => patch(board, webhook, given));
  await webhooksOf(board).load();
}

/**
 * @param {Board} board
 * @param {Webhook} webhook
 */
async function tryOut(board, webhook) {
  const name = nameOf(webhook);
  const came = await heard(board, () => send("POST", board.work.path(`/webhooks/${webhook.id}/test`)));
  if (!came) return;
  const { status_code: status, duration_ms: ms } = came;
  board.work.sayings.tell(status ? t("test_went", { name, status, ms }) : t("test_failed", { name, error: problemOf(came) }));
}

/**
 * @param {Board} board
 * @param {Webhook} webhook
 */
function remove(board, webhook) {
  const name = nameOf(webhook);
  board.ask({
    title: t("remove_one", { name }),
    lead: html`<p>${t("remove_means")}</p>`,
    fields: [],
    save: t("remove"),
    danger: true,
    submit: () => send("DELETE", board.work.path(`/webhooks/${webhook.id}`)),
    done: () => {
      webhooksOf(board).load();
      board.work.sayings.tell(t("removed", { name }));
    },
  });
}

/**
 * What the server answers, or nothing after its refusal was told.
 * @param {Board} board
 * @param {() => Promise<any>} act
 */
export async function heard(board, act) {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    board.work.refuse(error);
  }
}
