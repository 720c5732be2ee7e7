// The order of a list: moved here at once, sent when the hand rests, and then as the server tells it.

/** @import {Board, Thing} from "./board.js" */
/** @import {Kind} from "./things.js" */
import { Problem, send } from "../api.js";

const REST_MS = 400;
/** @type {Map<string, number>} */
const timers = new Map();

/**
 * The things in the order in which they are shown.
 * @param {Board} board
 * @param {Kind} kind
 * @returns {any[]}
 */
export function arranged(board, kind) {
  const all = kind.all(board);
  const wanted = board.orders.get(kind.path);
  if (!wanted) return all;
  const place = new Map(wanted.map((slug, index) => [slug, index]));
  return [...all].sort((a, b) => (place.get(a.slug) ?? wanted.length) - (place.get(b.slug) ?? wanted.length));
}

/**
 * @param {Board} board
 * @param {Kind} kind
 * @param {Thing} thing
 * @param {-1 | 1} by up or down
 */
export function move(board, kind, thing, by) {
  const slugs = arranged(board, kind).map(({ slug }) => slug);
  const place = slugs.indexOf(thing.slug);
  const other = slugs[place + by];
  if (place < 0 || other === undefined) return;
  slugs[place + by] = thing.slug;
  slugs[place] = other;
  board.orders.set(kind.path, slugs);
  board.redraw();
  queueMicrotask(() => keepFocus(kind, thing, by));
  clearTimeout(timers.get(kind.path));
  timers.set(kind.path, setTimeout(() => save(board, kind), REST_MS));
}

/**
 * @param {Kind} kind
 * @param {Thing} thing
 * @param {-1 | 1} by
 */
export function orderButton({ path }, { id }, by) {
  return `${path}-${id}-${by < 0 ? "up" : "down"}`;
}

/**
 * A row that is moved loses the focus; at the end of the list only the other direction is left.
 * @param {Kind} kind
 * @param {Thing} thing
 * @param {-1 | 1} by
 */
function keepFocus(kind, thing, by) {
  for (const direction of [by, by < 0 ? 1 : -1]) {
    const button = document.getElementById(orderButton(kind, thing, /** @type {-1 | 1} */ (direction)));
    if (button instanceof HTMLButtonElement && !button.disabled) return button.focus();
  }
}

/**
 * @param {Board} board
 * @param {Kind} kind
 */
async function save(board, kind) {
  const wanted = board.orders.get(kind.path);
  const path = board.work.path(`/${kind.path}`);
  try {
    for (const { slug, version, order } of changes(kind.all(board), arranged(board, kind))) {
      await send("PATCH", `${path}/${slug}`, { order }, { ifMatch: version });
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    board.work.refuse(error);
    board.orders.delete(kind.path);
  }
  if (kind.path === "agencies") await board.agencies.load();
  await caughtUp(board, kind);
  // Moved on meanwhile: that is saved by its own timer.
  if (board.orders.get(kind.path) === wanted) board.orders.delete(kind.path);
  board.redraw();
}

/**
 * The fewest changes of `order` that make this the order: the same numbers dealt out anew.
 * @param {Thing[]} before
 * @param {Thing[]} after
 */
export function changes(before, after) {
  const numbers = before.map(({ order }) => order);
  const isClear = new Set(numbers).size === numbers.length;
  return after.flatMap(({ slug, version, order }, place) => {
    const wanted = isClear ? (numbers[place] ?? place) : place;
    return wanted === order ? [] : [{ slug, version, order: wanted }];
  });
}

/**
 * The live line tells what was saved a moment later than the answer does.
 * @param {Board} board
 * @param {Kind} kind
 */
async function caughtUp(board, kind) {
  for (let tries = 0; tries < 20 && changes(kind.all(board), arranged(board, kind)).length > 0; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
