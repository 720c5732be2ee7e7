// Clocks that run by the second, mm:ss. A tick touches only their own nodes: nothing else is drawn.

import { html } from "../../vendor/lit-html/lit-html.js";
import { ref } from "../../vendor/lit-html/directives/ref.js";

/** What to add to this machine's clock to have the server's, in ms. */
let offset = 0;

/** Call once: lets every clock of the page run. @param {() => number} serverTime in ms */
export function runClocks(serverTime) {
  setInterval(() => {
    offset = serverTime() - Date.now();
    for (const element of document.querySelectorAll("[data-since]")) show(element);
  }, 1000);
}

/**
 * @param {string} since RFC 3339
 * @param {string} label what is timed
 */
export function runningClock(since, label) {
  return html`<p class="clock" role="timer" aria-label=${label} data-since=${Date.parse(since)} ${ref(show)}></p>`;
}

/** "04:09"; from the hour on "1:04:09". @param {number} ms */
export function elapsed(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const rest = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return hours ? `${hours}:${rest}` : rest;
}

/** @param {Element | undefined} element */
function show(element) {
  if (!(element instanceof HTMLElement)) return;
  const text = elapsed(Date.now() + offset - Number(element.dataset.since));
  if (element.textContent !== text) element.textContent = text;
}
