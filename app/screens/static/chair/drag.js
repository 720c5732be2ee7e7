// Dragging a row by its handle, with finger, pen or mouse. The rows keep their place in the page;
// they are only shown shifted, so nothing loses the focus and nothing is drawn on the way.

/** @import {Chair} from "./chair.js" */
/** @import {Question} from "../types.js" */

const EDGE_PX = 64;
const FASTEST_PX = 14;

/**
 * @param {PointerEvent} event on the handle
 * @param {Chair} chair
 * @param {number} number
 * @param {Question[]} queue as shown
 */
export function beginDrag(event, chair, number, queue) {
  const handle = /** @type {HTMLElement} */ (event.currentTarget);
  const list = handle.closest("ol");
  if (event.button !== 0 || !list || chair.sorting.lifted || !chair.sorting.lift(number, queue, false)) return;
  new Drag(event, handle, list, chair).begin();
}

class Drag {
  #handle;
  #list;
  #chair;
  #startY;
  #y;
  #frame = 0;
  /** @type {number[]} middles of the rows at the start */ #middles;
  #scroller;
  #startScroll;

  /** @param {PointerEvent} event @param {HTMLElement} handle @param {HTMLElement} list @param {Chair} chair */
  constructor(event, handle, list, chair) {
    this.#handle = handle;
    this.#list = list;
    this.#chair = chair;
    this.#startY = this.#y = event.clientY;
    this.#middles = rows(list).map((row) => middle(row));
    this.#scroller = scrollerOf(list);
    this.#startScroll = this.#scroller.scrollTop;
    handle.setPointerCapture(event.pointerId);
  }

  begin() {
    const handle = this.#handle;
    handle.onpointermove = (event) => {
      this.#y = event.clientY;
      this.#show();
    };
    handle.onpointerup = () => this.#end(true);
    handle.onpointercancel = () => this.#end(false);
    document.addEventListener("keydown", this.#escape);
    this.#frame = requestAnimationFrame(this.#scroll);
    this.#show();
  }

  /** @param {boolean} isDropped */
  #end(isDropped) {
    const handle = this.#handle;
    handle.onpointermove = handle.onpointerup = handle.onpointercancel = null;
    document.removeEventListener("keydown", this.#escape);
    cancelAnimationFrame(this.#frame);
    shift(this.#list, null);
    if (isDropped) this.#chair.sorting.drop();
    else this.#chair.sorting.cancel();
  }

  #escape = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") this.#end(false);
  };

  #show() {
    const { lifted } = this.#chair.sorting;
    if (!lifted) return this.#end(false);
    const by = this.#y - this.#startY + this.#scroller.scrollTop - this.#startScroll;
    const at = (this.#middles[lifted.from] ?? 0) + by;
    const above = this.#middles.filter((one, place) => place !== lifted.from && one < at);
    this.#chair.sorting.carry(above.length);
    shift(this.#list, { from: lifted.from, to: lifted.to, by });
  }

  /** Near an edge the list runs on, the faster the nearer. */
  #scroll = () => {
    const box = this.#scroller === document.scrollingElement
      ? { top: 0, bottom: innerHeight }
      : this.#scroller.getBoundingClientRect();
    const near = this.#y < box.top + EDGE_PX ? this.#y - box.top - EDGE_PX : Math.max(0, this.#y - box.bottom + EDGE_PX);
    if (near) {
      this.#scroller.scrollTop += Math.max(-1, Math.min(1, near / EDGE_PX)) * FASTEST_PX;
      this.#show();
    }
    this.#frame = requestAnimationFrame(this.#scroll);
  };
}

/**
 * Shows one row elsewhere, and the others making room for it.
 * @param {HTMLElement} list
 * @param {{from: number, to: number, by: number | null} | null} moved `by`: px; null: to its place; all null: as it is
 */
export function shift(list, moved) {
  const all = rows(list);
  const height = moved ? stride(all, moved.from) : 0;
  let passed = 0;
  for (const [place, row] of all.entries()) {
    if (!moved || place === moved.from) continue;
    const up = place > moved.from && place <= moved.to;
    const down = place < moved.from && place >= moved.to;
    passed += up ? stride(all, place) : down ? -stride(all, place) : 0;
    row.style.setProperty("--shift", up ? `${-height}px` : down ? `${height}px` : "0px");
  }
  if (!moved) for (const row of all) row.style.removeProperty("--shift");
  else all[moved.from]?.style.setProperty("--shift", `${moved.by ?? passed}px`);
}

/** @param {HTMLElement} list */
function rows(list) {
  return /** @type {HTMLElement[]} */ ([...list.children]);
}

/** A row's height with the gap to the next. @param {HTMLElement[]} all @param {number} place */
function stride(all, place) {
  const [row, before, after] = [all[place], all[place - 1], all[place + 1]];
  if (!row) return 0;
  if (after) return after.offsetTop - row.offsetTop;
  return before ? row.offsetHeight + row.offsetTop - before.offsetTop - before.offsetHeight : row.offsetHeight;
}

/** @param {HTMLElement} row */
function middle(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}

/** What scrolls the list: a panel of its own, or the page. @param {HTMLElement} list */
function scrollerOf(list) {
  const panel = list.closest(".scrolls");
  if (panel && getComputedStyle(panel).overflowY === "auto") return panel;
  return document.scrollingElement ?? document.documentElement;
}
