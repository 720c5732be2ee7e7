// The desk by keyboard: what each key does, the list of them, and turning them off (WCAG 2.1.4).

/** @import {Desk} from "./state.js" */
import { html } from "../../vendor/lit-html/lit-html.js";
import { t } from "../i18n/desk.js";
import { t as shared } from "../i18n/work.js";
import { COMMANDS } from "./commands.js";
import { begin } from "./deeds.js";
import { dialog } from "./dialogs.js";
import { TAB_NAMES } from "./lists.js";
import { shift } from "./queue.js";
import { open } from "./room.js";
import { compareFirst } from "./similar.js";

const KEPT = "doithoai.desk.keys";
let isOn = localStorage.getItem(KEPT) !== "off";

/** Whether single letters do anything. */
export function usesKeys() {
  return isOn;
}

/** @param {Desk} desk */
export function listenToKeys(desk) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || isElsewhere(event.target)) return;
    if (event.altKey ? moved(desk, event.key) : pressed(desk, event)) event.preventDefault();
  });
}

/** Writing somewhere, in a dialog, or in the menu. @param {EventTarget | null} target */
function isElsewhere(target) {
  if (document.querySelector("dialog[open]")) return true;
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable], .menu[open]") !== null;
}

/** @param {Desk} desk @param {string} key @returns {boolean} whether it did something */
function moved(desk, key) {
  if (key !== "ArrowUp" && key !== "ArrowDown") return false;
  if (desk.question?.state !== "queued") return false;
  shift(desk, key === "ArrowUp" ? -1 : 1);
  return true;
}

/** @param {Desk} desk @param {KeyboardEvent} event @returns {boolean} whether it did something */
function pressed(desk, { key, target, repeat }) {
  const isInList = target instanceof Element && target.closest(".rows") !== null;
  if (key === "ArrowDown" || key === "ArrowUp") return isInList && step(desk, key === "ArrowDown" ? 1 : -1);
  if (key === "Escape") return back(desk, isInList);
  if (!isOn || repeat && !"jk".includes(key.toLowerCase())) return false;
  return letter(desk, key.toLowerCase());
}

/** @param {Desk} desk @param {string} key */
function letter(desk, key) {
  const tab = TAB_NAMES[Number(key) - 1];
  const command = key && COMMANDS.find((one) => one.key === key);
  if (key === "j" || key === "k") step(desk, key === "j" ? 1 : -1);
  else if (key === "/") search();
  else if (key === "?") open(desk, "keys");
  else if (key === "c") compareFirst(desk);
  else if (tab) toTab(desk, tab);
  else if (command) begin(desk, command.name);
  else return false;
  return true;
}

function search() {
  const field = /** @type {HTMLInputElement | null} */ (document.getElementById("search"));
  field?.focus();
  field?.select();
}

/** @param {Desk} desk @param {1 | -1} by */
function step(desk, by) {
  desk.step(by);
  return true;
}

/** @param {Desk} desk @param {import("./lists.js").TabName} tab */
function toTab(desk, tab) {
  desk.focusOn = "tab";
  desk.show(tab);
}

/** From the open question to its row. @param {Desk} desk @param {boolean} isInList */
function back(desk, isInList) {
  if (isInList || desk.chosen === null) return false;
  desk.choose(desk.chosen, "row");
  return true;
}

/** @param {Desk} desk */
export function keysDialog(desk) {
  const toggle = (/** @type {Event} */ event) => {
    isOn = /** @type {HTMLInputElement} */ (event.currentTarget).checked;
    localStorage.setItem(KEPT, isOn ? "on" : "off");
    desk.work.redraw();
  };
  const content = html`
    <label class="check"><input type="checkbox" autofocus .checked=${isOn} @change=${toggle} /> ${t("keys_on")}</label>
    <dl class="keys">
      ${shortcuts().map(([key, word]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${word}</dd></div>`)}
    </dl>
    <div class="actions end"><button @click=${() => desk.close()}>${shared("close")}</button></div>
  `;
  return dialog(desk, { title: t("keys"), content, wide: true });
}

/** @returns {[string, string][]} */
function shortcuts() {
  const commands = COMMANDS.flatMap(({ name, key }) => (key ? [/** @type {[string, string]} */ ([key, t(`command_${name}`)])] : []));
  return [
    ["j  ↓", t("key_next")],
    ["k  ↑", t("key_previous")],
    ["Enter", t("key_open")],
    ["Esc", t("key_back")],
    ["1 – 5", t("key_tab")],
    ["/", t("search")],
    ...commands,
    ["c", t("key_compare")],
    ["Alt ↑ ↓", t("key_move")],
    ["Ctrl Enter", t("key_send")],
    ["?", t("keys")],
  ];
}
