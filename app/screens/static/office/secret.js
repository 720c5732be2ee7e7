// The secret that signs a webhook's messages: shown once, made anew.

/** @import {Board} from "../setup/board.js" */
/** @import {Webhook} from "./webhooks.js" */
import { html } from "../../vendor/lit-html/lit-html.js";
import { send } from "../api.js";
import { t } from "../i18n/office-webhooks.js";
import { copyText, selectAll } from "../setup/links.js";
import { nameOf, webhooksOf } from "./webhooks.js";

/**
 * @param {Board} board
 * @param {Webhook} made with its secret
 */
export function showSecret(board, made) {
  let copied = false;
  const copy = async () => {
    copied = await copyText(made.secret ?? "", document.getElementById("webhook-secret"));
    board.redraw();
  };
  board.open({
    title: t("secret_of", { name: nameOf(made) }),
    isOnce: true,
    content: () => html`
      <div class="links">
        <p class="once">${t(made.secret ? "secret_once" : "secret_gone")}</p>
        <label for="webhook-secret">${t("secret")}</label>
        <div class="with-button">
          <input id="webhook-secret" class="entry-slug" readonly .value=${made.secret ?? ""} @focus=${selectAll} />
          <button @click=${copy}>${t("copy")}</button>
        </div>
        <p role="status" class="copied">${copied ? t("copied") : ""}</p>
        <div class="actions"><button class="primary" @click=${() => board.finish()}>${t("done")}</button></div>
      </div>
    `,
  });
  queueMicrotask(() => queueMicrotask(() => document.getElementById("webhook-secret")?.focus()));
}

/**
 * @param {Board} board
 * @param {Webhook} webhook
 */
export function newSecret(board, webhook) {
  board.ask({
    title: t("new_secret_one", { name: nameOf(webhook) }),
    lead: html`<p>${t("new_secret_means")}</p>`,
    fields: [],
    save: t("new_secret"),
    submit: (_given, { key }) => send("POST", board.work.path(`/webhooks/${webhook.id}/secret`), undefined, { key }),
    done: (made) => {
      webhooksOf(board).load();
      showSecret(board, made);
    },
  });
}
