// At the desk: an answered question is made public, in words that are read before, and taken back.

/** @import {Objects, Question} from "../types.js" */
/** @import {Desk} from "../desk/state.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { about, forget, refused } from "../desk/deeds.js";
import { area, dialog, form, quoted } from "../desk/dialogs.js";
import { at } from "../desk/parts.js";
import { t } from "../i18n/office-publishing.js";

/** What is public of the open question, and its dialog. @param {Desk} desk @param {Question} question @param {Objects} objects */
export function publication(desk, question, objects) {
  const { number, published, state } = question;
  if (state !== "answered" && state !== "deferred") return nothing;
  const isAsked = desk.dialog?.name === "publish" && desk.dialog.number === number;
  return html`<section aria-labelledby="published-title">
    <h3 id="published-title">${t("title")} ${published ? html`<span class="chip good">${t("is_public")}</span>` : nothing}</h3>
    ${published ? html`
      <p class="quiet-text">${t("since", { time: at(published.at, objects.conference.timezone, desk.work.now) })}</p>
      <p class="words" dir="auto">${published.answer}</p>` : html`<p class="quiet-text">${t("not_public")}</p>`}
    ${objects.conference.is_public ? nothing : html`<p class="quiet-text">${t("closed")}</p>`}
    ${buttons(desk, question)}
    ${isAsked ? publishing(desk, question) : nothing}
  </section>`;
}

/** @param {Desk} desk @param {Question} question */
function buttons(desk, question) {
  const { number, published } = question;
  const isBusy = desk.work.busy.has(about(number));
  const ask = () => desk.open({ name: "publish", number, problem: null });
  return html`<div class="actions">
    <button aria-disabled=${isBusy} @click=${ask}>${published ? t("mend") : t("publish")}</button>
    ${published ? html`<button class="danger" aria-disabled=${isBusy} @click=${() => give(desk, question, "unpublish", {})}>${t("unpublish")}</button>` : nothing}
  </div>`;
}

/** Everything that will be public stands here, and only the answer can be written. @param {Desk} desk @param {Question} question */
function publishing(desk, question) {
  const { number, asker, answer, published } = question;
  const summary = answer?.summary ?? "";
  const fields = html`
    ${quoted(question)}
    <p>${asker?.may_show_name ? t("named", { name: asker.name }) : t("unnamed")}</p>
    ${published && summary && summary !== published.answer ? html`<p class="label">${t("summary_now")}</p><p class="words" dir="auto">${summary}</p>` : nothing}
    ${area(desk, { name: "answer", label: t("answer"), hint: t("answer_hint"), draft: `publish ${number}`, first: published?.answer ?? summary, rows: 8, most: 4000, autofocus: true })}
  `;
  const send = (/** @type {FormData} */ data) => give(desk, question, "publish", { answer: data.get("answer") });
  const content = form(desk, question, { fields, label: t("publish"), send });
  return dialog(desk, { title: t("title_publish", { number }), content });
}

/** @param {Desk} desk @param {Question} question @param {"publish" | "unpublish"} command @param {unknown} body */
async function give(desk, { number }, command, body) {
  const { answer, problem } = await desk.attempt(about(number), "POST", `/questions/${number}/${command}`, body);
  if (problem) return refused(desk, problem);
  if (!answer) return;
  forget(desk, number, "publish");
  desk.tell(t(`done_${command}`, { number }));
  if (desk.dialog) desk.close();
}
