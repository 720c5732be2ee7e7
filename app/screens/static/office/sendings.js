// What was sent to a webhook, and what came of it; each can be sent again.

/** @import {Board} from "../setup/board.js" */
/** @import {Webhook} from "./webhooks.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { ask, send } from "../api.js";
import { t } from "../i18n/office-webhooks.js";
import { t as shared } from "../i18n/setup.js";
import { moment } from "../setup/invitations.js";
import { heard, nameOf, webhooksOf } from "./webhooks.js";

/** @typedef {{id: number, seq: number, event: string, state: "pending" | "delivered" | "failed" | "skipped", attempts: number, status_code: number | null, error: string | null, duration_ms: number | null, attempted_at: string, next_at: string | null}} Sending */

const SHOWN = 100;
const ERRORS = /** @type {const} */ (["timeout", "connection_failed", "tls_failed", "unknown_host", "address_not_allowed"]);

/** Why it was not taken, in words. @param {{status_code: number | null, error: string | null}} sending */
export function problemOf({ status_code, error }) {
  if (status_code) return t("error.answered", { status: status_code });
  const known = ERRORS.find((one) => one === error) ?? "connection_failed";
  return t(`error.${known}`);
}

/**
 * @param {Board} board
 * @param {Webhook} webhook
 */
export function showSendings(board, webhook) {
  /** @type {Sending[] | null} */
  let items = null;
  const path = board.work.path(`/webhooks/${webhook.id}/deliveries`);
  const load = async () => {
    const page = await heard(board, () => ask(`${path}?limit=${SHOWN}`));
    if (page) items = page.items;
    board.redraw();
    await webhooksOf(board).load();
  };
  /** @param {Sending} sending */
  const retry = async ({ id, seq }) => {
    if (await heard(board, () => send("POST", `${path}/${id}/retry`))) board.work.sayings.tell(t("retried", { seq }));
    await load();
  };
  board.open({
    title: t("sendings_of", { name: nameOf(webhook) }),
    wide: true,
    content: () => html`<div class="links">
      <p class="quiet-text">${t("sendings_lead")}</p>
      ${items === null
        ? html`<p role="status">${shared("loading")}</p>`
        : items.length === 0
          ? html`<p class="empty">${t("no_sendings")}</p>`
          : html`<ol class="rows">${repeat(items, ({ id }) => id, (one) => row(board, one, webhook.is_active ? () => retry(one) : null))}</ol>`}
      <div class="actions">
        <button class="primary" @click=${() => board.close()}>${t("close")}</button>
        <button @click=${load}>${t("refresh")}</button>
      </div>
    </div>`,
  });
  load();
}

/**
 * @param {Board} board
 * @param {Sending} sending
 * @param {(() => void) | null} retry
 */
function row(board, sending, retry) {
  const { seq, event, state, attempted_at } = sending;
  const isGood = state === "delivered";
  return html`<li class="row">
    <div class="row-words">
      <p class="row-name">${t("number")} ${seq} <span class="chip ${isGood ? "good" : "warn"}">${outcome(board, sending)}</span></p>
      <p class="row-details"><bdi>${event}</bdi><span>${t("when")} ${moment(board, attempted_at)}</span></p>
    </div>
    <div class="row-acts">${retry ? html`<button aria-label=${t("retry_one", { seq })} @click=${retry}>${t("retry")}</button>` : nothing}</div>
  </li>`;
}

/**
 * @param {Board} board
 * @param {Sending} sending
 */
function outcome(board, { state, status_code, error, attempts, duration_ms, next_at }) {
  if (state === "skipped") return t("state.skipped");
  if (state === "delivered") return t("state.delivered", { status: status_code ?? "", ms: duration_ms ?? "" });
  const why = problemOf({ status_code, error });
  if (state === "failed") return t("state.failed", { why, attempts });
  return next_at ? t("state.pending", { why, attempts, time: moment(board, next_at) }) : t("state.stopped", { why, attempts });
}
