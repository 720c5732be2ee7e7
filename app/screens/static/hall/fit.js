// Makes text fill its box without scrolling or clipping, by the size of its letters.
// The box (data-fit) keeps its size whatever is in it; its first child carries the text.

/** What a box was last fitted for, so that an unchanged box costs no layout. @type {WeakMap<HTMLElement, string>} */
const fitted = new WeakMap();

/** Counts the kinds of letters that have arrived: others may be wider than those before. */
let letters = 0;

const STEP = 0.02;
const SMALLEST = 0.2;

/**
 * Before the next paint, so nobody sees it happen. Sizes are in rem:
 * `data-fit` the largest, `data-fit-columns` the one below which lines get too long and two columns read better.
 * @param {ParentNode} root
 */
export function fitAll(root) {
  for (const box of root.querySelectorAll("[data-fit]")) {
    if (box instanceof HTMLElement) fit(box);
  }
}

/**
 * Fits again whenever letters have been loaded.
 * @param {ParentNode} root
 */
export function fitWithLetters(root) {
  document.fonts.addEventListener("loadingdone", () => {
    letters += 1;
    fitAll(root);
  });
}

/** @param {HTMLElement} box */
function fit(box) {
  const inner = box.firstElementChild;
  const key = `${letters} ${box.clientWidth} ${box.clientHeight} ${box.dataset.fit} ${box.textContent}`;
  if (!(inner instanceof HTMLElement) || fitted.get(box) === key) return;
  box.classList.remove("columns");
  const size = largest(box, inner);
  if (size < Number(box.dataset.fitColumns ?? 0)) {
    box.classList.add("columns");
    largest(box, inner);
  }
  fitted.set(box, key);
}

/**
 * @param {HTMLElement} box
 * @param {HTMLElement} inner
 * @returns {number} the size set, in rem
 */
function largest(box, inner) {
  let low = SMALLEST;
  let high = Number(box.dataset.fit);
  if (fits(box, inner, high)) return high;
  while (high - low > STEP) {
    const middle = (low + high) / 2;
    if (fits(box, inner, middle)) low = middle;
    else high = middle;
  }
  box.style.fontSize = `${low}rem`;
  return low;
}

/**
 * @param {HTMLElement} box
 * @param {HTMLElement} inner
 * @param {number} size
 */
function fits(box, inner, size) {
  box.style.fontSize = `${size}rem`;
  return inner.offsetHeight <= box.clientHeight && inner.scrollWidth <= box.clientWidth;
}
