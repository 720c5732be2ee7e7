// The form that revises a question, with what others made of it meanwhile above what is being typed.

/** @import {SiteDesk} from "./desk.js" */
/** @import {Revisions} from "./revisions.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/site.js";
import { t as tw } from "../i18n/work.js";
import { mainFields, moreFields, onInput, onKeydown } from "./fields.js";

/**
 * @param {SiteDesk} desk
 * @param {Revisions} revisions
 * @param {number} number
 */
export function revising(desk, revisions, number) {
  const { work, known } = desk;
  const revision = revisions.of(number);
  if (!revision) return nothing;
  const { draft, newer } = revision;
  const fields = { id: `revise-${number}`, draft, known, redraw: () => work.redraw() };
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    revisions.send(number);
  };
  return html`
    <form class="revising" novalidate aria-label=${t("revising", { number })} @submit=${onSubmit} @input=${onInput(fields)} @keydown=${onKeydown}>
      ${newer
        ? html`<div class="newer" role="alert"><p><b>${t("newer")}</b></p><p class="words" dir="auto">${newer.text}</p><p class="hint">${t("newer_hint")}</p></div>`
        : nothing}
      ${mainFields(fields)}
      <details class="more"><summary>${t("details")}</summary>${moreFields(fields, false)}</details>
      ${work.isLive ? nothing : html`<p class="hint">${t("online_only")}</p>`}
      <div class="actions">
        <button class="primary" ?disabled=${work.busy.has(`revise ${number}`)}>${t("send_again")}</button>
        <button type="button" @click=${() => revisions.end(number)}>${tw("cancel")}</button>
      </div>
    </form>
  `;
}
