// The fields of a question, as the new one, one being revised and one that was refused all have them.

/** @import {Draft, Values} from "./draft.js" */
/** @import {Known} from "./known.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { live } from "../../vendor/lit-html/directives/live.js";
import { t } from "../i18n/site.js";
import { t as tw } from "../i18n/work.js";
import { lengthOf, LONGEST_TEXT } from "./draft.js";

/** @typedef {{id: string, draft: Draft, known: Known, redraw: () => void}} Fields `id` begins the ids of the fields */

const LENGTH_SHOWN_FROM = 3000;
const KINDS = /** @type {const} */ (["question", "opinion", "petition", "proposal"]);
const ORIGINS = /** @type {const} */ (["live", "collected"]);

/**
 * Keeps what is typed with every letter. For the form's @input.
 * @param {Fields} fields
 */
export function onInput({ draft, redraw }) {
  return (/** @type {Event} */ event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (!field.name || field.type === "file") return;
    draft.change({ [field.name]: field.type === "checkbox" ? field.checked : field.value });
    redraw();
  };
}

/** Ctrl+Enter sends from any field. @param {KeyboardEvent} event */
export function onKeydown(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  /** @type {HTMLFormElement} */ (event.currentTarget).requestSubmit();
}

/** What cannot be done without. @param {Fields} fields */
export function mainFields({ id, draft }) {
  const { values, faults } = draft;
  const length = values.text.length > LENGTH_SHOWN_FROM ? lengthOf(values.text) : 0;
  const textFault = faults.text && t(faults.text, { most: LONGEST_TEXT });
  return html`
    <div class="field">
      <label for="${id}-text">${t("text")}</label>
      <textarea
        id="${id}-text"
        name="text"
        dir="auto"
        required
        .value=${live(values.text)}
        aria-invalid=${textFault ? "true" : "false"}
        aria-describedby="${id}-text-note"
      ></textarea>
      <p id="${id}-text-note" class=${textFault ? "error" : "hint"}>
        ${textFault ?? nothing} ${length ? t("length", { length, most: LONGEST_TEXT }) : nothing}
      </p>
    </div>
    ${line(id, draft, "name", t("name"))}
    <label class="check">
      <input type="checkbox" name="may_show_name" .checked=${live(values.may_show_name)} />
      ${t("may_show_name")}
    </label>
  `;
}

/** What may be left out. `withOrigin`: only a new question says how it came. @param {Fields} fields @param {boolean} withOrigin */
export function moreFields({ id, draft, known }, withOrigin) {
  const { values } = draft;
  const topics = known.topics.map(({ slug, name }) => ({ value: slug, word: name }));
  const kinds = KINDS.map((value) => ({ value, word: tw(`kind_${value}`) }));
  const origins = ORIGINS.map((value) => ({ value, word: tw(`origin_${value}`) }));
  const origin = values.origin || (known.phase === "live" ? "live" : "collected");
  return html`
    <div class="more-fields">
      ${line(id, draft, "position", t("position"))} ${line(id, draft, "organisation", t("organisation"))}
      <div class="private">
        <p class="private-mark">${tw("private")}</p>
        ${line(id, draft, "phone", t("phone"), "tel")}
      </div>
      ${choice(id, "topic", t("topic"), values.topic, [{ value: "", word: t("topic_none") }, ...topics])}
      <div class="pair">
        ${choice(id, "kind", t("kind"), values.kind, kinds)}
        ${withOrigin ? choice(id, "origin", t("origin"), origin, origins) : nothing}
      </div>
    </div>
  `;
}

/**
 * @param {string} id
 * @param {Draft} draft
 * @param {"name" | "position" | "organisation" | "phone"} name
 * @param {string} label
 * @param {string} [type]
 */
function line(id, { values, faults }, name, label, type = "text") {
  const fault = name === "name" || name === "phone" ? faults[name] : undefined;
  return html`
    <div class="field">
      <label for="${id}-${name}">${label}</label>
      <input
        id="${id}-${name}"
        name=${name}
        type=${type}
        dir="auto"
        maxlength=${name === "phone" ? 30 : 200}
        autocomplete="off"
        ?required=${name === "name"}
        .value=${live(values[name])}
        aria-invalid=${fault ? "true" : "false"}
        aria-describedby="${id}-${name}-note"
      />
      <p id="${id}-${name}-note" class="error" ?hidden=${!fault}>${fault ? t(fault) : nothing}</p>
    </div>
  `;
}

/**
 * @param {string} id
 * @param {keyof Values} name
 * @param {string} label
 * @param {string} chosen
 * @param {{value: string, word: string}[]} options
 */
function choice(id, name, label, chosen, options) {
  return html`
    <div class="field">
      <label for="${id}-${name}">${label}</label>
      <select id="${id}-${name}" name=${name}>
        ${options.map(({ value, word }) => html`<option value=${value} .selected=${live(value === chosen)}>${word}</option>`)}
      </select>
    </div>
  `;
}
