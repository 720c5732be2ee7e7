// A drawing moves nobody: the row that is read stays where it is on the glass, and the focus where it was.

/** @import {Desk} from "./state.js" */

/**
 * Measures now; call what it returns after the drawing, before it is painted.
 * @param {Desk} desk
 * @returns {() => void}
 */
export function stayInPlace(desk) {
  const list = document.querySelector(".rows");
  const focused = document.activeElement;
  // What is asked for from now on is the next drawing's: this one does not show it yet.
  const focusOn = desk.focusOn;
  desk.focusOn = null;
  const anchor = list && anchorOf(list);
  const before = anchor ? anchor.offsetTop - (list?.scrollTop ?? 0) : 0;
  return () => {
    if (list?.isConnected && anchor?.isConnected) {
      const moved = anchor.offsetTop - list.scrollTop - before;
      if (moved) list.scrollTop += moved;
    }
    focus(desk, focusOn, focused);
  };
}

/** The open row when it can be seen, else the first that can. @param {Element} list */
function anchorOf(list) {
  const rows = /** @type {HTMLCollectionOf<HTMLElement>} */ (list.children);
  const chosen = list.querySelector('[aria-current="true"]')?.parentElement;
  if (chosen && isSeen(chosen, list)) return chosen;
  for (const row of rows) if (isSeen(row, list)) return row;
  return null;
}

/** @param {HTMLElement} row @param {Element} list */
function isSeen({ offsetTop, offsetHeight }, { scrollTop, clientHeight }) {
  return offsetTop + offsetHeight > scrollTop && offsetTop < scrollTop + clientHeight;
}

/**
 * Where a choice wants it; else where it was, when the drawing took it away. lit moves nodes to sort
 * them, which takes the focus from the one that is moved.
 * @param {Desk} desk
 * @param {Desk["focusOn"]} where
 * @param {Element | null} before
 */
function focus(desk, where, before) {
  const wanted = where && target(where);
  const isMissing = where === "row" && desk.chosen !== null && !wanted?.matches(".row");
  if (isMissing || document.querySelector("dialog[open]")) {
    desk.focusOn ??= where; // until the row is drawn, or the dialog closed
    return;
  }
  if (wanted) return reveal(wanted);
  if (document.activeElement !== document.body || !(before instanceof HTMLElement) || before === document.body) return;
  if (before.isConnected && !before.matches(":disabled")) before.focus({ preventScroll: true });
  else if (!before.isConnected) target("row")?.focus({ preventScroll: true });
}

/** @param {"row" | "detail" | "tab"} where @returns {HTMLElement | null} */
function target(where) {
  if (where === "detail") return document.getElementById("detail-title");
  const row = where === "row" && document.querySelector('.row[aria-current="true"]');
  return /** @type {HTMLElement | null} */ (row || document.querySelector('[role="tab"][aria-selected="true"]'));
}

/** @param {HTMLElement} element */
function reveal(element) {
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}
