// What is fetched after the desk stands, because the day itself goes on without it.

/** @import {Desk} from "../desk/state.js" */

/** @type {typeof import("./preparation.js") | null} */
let kept = null;
let isAsked = false;

/** The preparation's parts, once they are there. @param {Desk} desk */
export function preparation(desk) {
  if (!isAsked) fetchParts(desk);
  return kept;
}

/** @param {Desk} desk */
async function fetchParts(desk) {
  isAsked = true;
  try {
    kept = await import("./preparation.js");
    desk.work.redraw();
  } catch {
    setTimeout(() => (isAsked = false), 5000);
  }
}
