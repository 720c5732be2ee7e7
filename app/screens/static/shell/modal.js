// A dialog over the screen: the browser's own, so that focus stays in it and comes back after it.

import { html } from "../../vendor/lit-html/lit-html.js";
import { ref } from "../../vendor/lit-html/directives/ref.js";

/**
 * Shown for as long as it is in the drawing. `onClose` (Escape included) has to take it out again.
 * @param {{title: string, content: unknown, onClose: () => void, wide?: boolean}} modal
 */
export function modal({ title, content, onClose, wide = false }) {
  return html`
    <dialog class=${wide ? "modal wide" : "modal"} aria-labelledby="modal-title" @close=${onClose} ${ref(open)}>
      <h2 id="modal-title">${title}</h2>
      ${content}
    </dialog>
  `;
}

/** Closing it rather than only taking it out gives the focus back. @param {Event} event */
export function closeModal(event) {
  /** @type {HTMLElement} */ (event.currentTarget).closest("dialog")?.close();
}

/** @param {Element | undefined} element */
function open(element) {
  // The element is not in the page yet when lit first has it.
  if (element instanceof HTMLDialogElement) queueMicrotask(() => element.isConnected && !element.open && element.showModal());
}
