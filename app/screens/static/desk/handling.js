// Telling the other desks which question is open here, for as long as it is.

/** @import {Desk} from "./state.js" */
import { send } from "../api.js";

const AGAIN_MS = 25_000;
const SETTLED_MS = 400;
let timer = 0;
/** What the others were told last. @type {number | null} */
let told = null;

/** Another question is open, or none: told once the reader has settled. @param {Desk} desk */
export function sayWhatIsOpen(desk) {
  clearTimeout(timer);
  timer = setTimeout(() => say(desk), SETTLED_MS);
}

/** Called once. @param {Desk} desk */
export function keepSaying(desk) {
  addEventListener("pagehide", () => void (told !== null && put(desk, null)));
  addEventListener("pageshow", () => sayWhatIsOpen(desk));
}

/** @param {Desk} desk */
async function say(desk) {
  const open = desk.chosen;
  if (open !== null || told !== null) await put(desk, open);
  clearTimeout(timer);
  if (open !== null) timer = setTimeout(() => say(desk), AGAIN_MS);
}

/** Nobody is hindered when it is not heard: it is said again. @param {Desk} desk @param {number | null} question */
async function put({ work }, question) {
  told = question;
  await send("PUT", work.path("/handling"), { question }).catch(() => {});
}
