// One kind of thing the programme is made of, as a list: add, edit, remove. The kinds are in kinds.js.

/** @import {Board, Thing} from "./board.js" */
/** @import {Field, Values} from "../shell/form.js" */
/** @import {Row} from "./rows.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { ask, send } from "../api.js";
import { t } from "../i18n/setup.js";
import { arranged, move, orderButton } from "./arrange.js";
import { rows, section } from "./rows.js";

/**
 * @typedef {object} Kind
 * @property {string} path below the conference
 * @property {string} title
 * @property {string} lead
 * @property {string} add on the button
 * @property {string} none what is said when there is nothing
 * @property {(board: Board) => any[]} all in their order
 * @property {(board: Board) => Field[]} fields
 * @property {(thing: any, board: Board) => (string | number | null | undefined | false)[]} details
 * @property {(thing: any) => unknown} [chips]
 * @property {Values} [fresh] values of a new one
 */

/**
 * @param {Board} board
 * @param {Kind} kind
 */
export function things(board, kind) {
  const all = arranged(board, kind);
  const add = html`<button class="primary" @click=${() => addThing(board, kind)}>${kind.add}</button>`;
  const list = all.map((thing, place) => row(board, kind, thing, place, all.length));
  return section(
    { title: kind.title, lead: kind.lead, acts: board.isArchived ? nothing : add },
    rows(board, kind.path, list, kind.none),
  );
}

/** Agenda items have a title, all else a name. @param {any} thing @returns {string} */
export function nameOf(thing) {
  return thing.name ?? thing.title;
}

/**
 * @param {Board} board
 * @param {Kind} kind
 * @param {Thing} thing
 * @param {number} place
 * @param {number} count
 * @returns {Row}
 */
function row(board, kind, thing, place, count) {
  const name = nameOf(thing);
  const up = { label: "↑", about: t("up", { name }), act: () => move(board, kind, thing, -1), disabled: place === 0, id: orderButton(kind, thing, -1) };
  const down = { label: "↓", about: t("down", { name }), act: () => move(board, kind, thing, 1), disabled: place === count - 1, id: orderButton(kind, thing, 1) };
  const edit = { label: t("edit"), about: t("edit_one", { name }), act: () => editThing(board, kind, thing) };
  const remove = { label: t("remove"), about: t("remove_one", { name }), act: () => removeThing(board, kind, thing), danger: true };
  return {
    id: thing.id,
    name,
    details: kind.details(thing, board),
    chips: kind.chips?.(thing),
    acts: board.isArchived ? [] : [up, down, edit, remove],
  };
}

/**
 * @param {Board} board
 * @param {Kind} kind
 */
function addThing(board, kind) {
  board.ask({
    title: kind.add,
    fields: kind.fields(board),
    values: kind.fresh ?? {},
    save: t("add"),
    submit: (given, { key }) => send("POST", board.work.path(`/${kind.path}`), given, { key }),
    done: (made) => {
      reload(board, kind);
      board.work.sayings.tell(t("added", { name: nameOf(made) }));
    },
  });
}

/**
 * @param {Board} board
 * @param {Kind} kind
 * @param {Thing} thing
 */
function editThing(board, kind, thing) {
  const path = board.work.path(`/${kind.path}/${thing.slug}`);
  board.ask({
    title: t("edit_one", { name: nameOf(thing) }),
    lead: html`<p class="hint">${t("slug_is", { slug: thing.slug })}</p>`,
    fields: kind.fields(board).filter((field) => field.type !== "slug"),
    values: thing,
    save: t("save"),
    now: () => ask(path),
    submit: (given, { meanwhile }) => change(path, given, meanwhile ?? thing),
    done: () => {
      reload(board, kind);
      board.work.sayings.tell(t("saved"));
    },
  });
}

/**
 * Sends what differs, and nothing when nothing does.
 * @param {string} path
 * @param {Values} given
 * @param {Values} before with its version
 */
export async function change(path, given, before) {
  const changes = Object.entries(given).filter(([name, value]) => !same(value, before[name]));
  if (changes.length > 0) await send("PATCH", path, Object.fromEntries(changes), { ifMatch: before.version });
}

/**
 * Times come in more than one spelling.
 * @param {any} given
 * @param {any} before
 */
function same(given, before) {
  if (JSON.stringify(given) === JSON.stringify(before ?? null)) return true;
  return typeof given === "string" && typeof before === "string" && /T.*Z$/.test(given) && Date.parse(given) === Date.parse(before);
}

/**
 * @param {Board} board
 * @param {Kind} kind
 * @param {Thing} thing
 */
function removeThing(board, kind, thing) {
  const name = nameOf(thing);
  board.ask({
    title: t("remove_one", { name }),
    lead: html`<p>${t("remove_sure")}</p>`,
    fields: [],
    save: t("remove"),
    danger: true,
    submit: () => send("DELETE", board.work.path(`/${kind.path}/${thing.slug}`)),
    done: () => {
      reload(board, kind);
      board.work.sayings.tell(t("removed", { name }));
    },
  });
}

/**
 * @param {Board} board
 * @param {Kind} kind
 */
function reload(board, kind) {
  if (kind.path === "agencies") board.agencies.load();
}
