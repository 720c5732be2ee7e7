// Screens of the hall: letting one in by the code it shows, the list of those let in, turning one off.

/** @import {Desk} from "./state.js" */
/** @import {HallScreen} from "./fetched.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { repeat } from "../../vendor/lit-html/directives/repeat.js";
import { Problem, send } from "../api.js";
import { t } from "../i18n/desk.js";
import { t as shared } from "../i18n/work.js";
import { closeModal } from "../shell/modal.js";
import { dialog, problemLine } from "./dialogs.js";
import { hallScreens, outdated } from "./fetched.js";
import { at } from "./parts.js";

const ABOUT = "screen";
const LIST = "/screens?limit=200";

/** The screen that would be turned off by the next tap. @type {number | null} */
let leaving = null;

/** @param {Desk} desk */
export function screensDialog(desk) {
  const content = html`
    <form @submit=${(/** @type {SubmitEvent} */ event) => approve(desk, event)}>
      <p>${t("screen_how", { address: `${location.host}/hall` })}</p>
      <div class="beside">
        <div class="field">
          <label for="field-code">${t("screen_code")}</label>
          <input id="field-code" name="code" required autofocus maxlength="32" autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="BCDF-GHJK" />
        </div>
        <div class="field">
          <label for="field-screen">${t("screen_name")}</label>
          <input id="field-screen" name="name" required maxlength="200" dir="auto" autocomplete="off" value=${t("screen_default")} />
        </div>
      </div>
      ${problemLine(desk)}
      <div class="actions"><button class="primary" aria-disabled=${desk.work.busy.has(ABOUT)}>${t("screen_approve")}</button></div>
    </form>
    <h3>${t("screens_here")}</h3>
    ${list(desk)}
    <div class="actions end"><button @click=${closeModal}>${shared("close")}</button></div>
  `;
  return dialog(desk, { title: t("screens"), content, wide: true });
}

/** @param {Desk} desk */
function list(desk) {
  const screens = hallScreens(desk);
  if (!screens) return html`<p class="quiet-text">${t("loading")}</p>`;
  if (screens.length === 0) return html`<p class="quiet-text">${t("screens_none")}</p>`;
  return html`<ul class="screens">${repeat(screens, (one) => one.id, (one) => screen(desk, one))}</ul>`;
}

/** @param {Desk} desk @param {HallScreen} one */
function screen(desk, { id, name, approved_by, approved_at, signed_in_at, last_seen_at }) {
  const zone = desk.work.objects?.conference.timezone ?? "";
  const seen = last_seen_at ?? signed_in_at;
  const ask = () => {
    leaving = leaving === id ? null : id;
    desk.work.redraw();
  };
  return html`<li>
    <p>
      <b><bdi>${name}</bdi></b><br />
      <span class="quiet-text">${t("screen_by", { name: approved_by, time: at(approved_at, zone, desk.work.now) })}${seen ? "" : ` · ${t("screen_not_yet")}`}</span>
    </p>
    <div class="actions">
      ${leaving === id ? html`<button class="danger" aria-disabled=${desk.work.busy.has(ABOUT)} @click=${() => remove(desk, id, name)}>${t("screen_remove_sure")}</button>` : nothing}
      <button @click=${ask} aria-label=${leaving === id ? shared("cancel") : t("screen_remove_name", { name })}>${leaving === id ? shared("cancel") : t("screen_remove")}</button>
    </div>
  </li>`;
}

/** @param {Desk} desk @param {SubmitEvent} event */
async function approve(desk, event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  const data = new FormData(form);
  const body = { user_code: data.get("code"), name: data.get("name"), conference: desk.work.place.conference };
  const isDone = await tried(desk, () => send("POST", "/auth/device/approve", body));
  if (!isDone) return;
  form.reset();
  /** @type {HTMLElement | null} */ (form.querySelector("input"))?.focus();
}

/** @param {Desk} desk @param {number} id @param {string} name */
async function remove(desk, id, name) {
  leaving = null;
  const isDone = await tried(desk, () => send("DELETE", desk.work.path(`/screens/${id}`)));
  if (isDone) desk.tell(t("screen_removed", { name }));
}

/** What both do around their request; the list is read again. @param {Desk} desk @param {() => Promise<unknown>} request */
async function tried(desk, request) {
  const { busy } = desk.work;
  if (busy.has(ABOUT)) return false;
  busy.add(ABOUT);
  try {
    await request();
    outdated(LIST);
    if (desk.dialog) desk.open({ ...desk.dialog, problem: null });
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (desk.dialog) desk.open({ ...desk.dialog, problem: error });
    return false;
  } finally {
    busy.delete(ABOUT);
    desk.work.redraw();
  }
}
