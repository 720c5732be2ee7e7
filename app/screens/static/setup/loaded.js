// Lists that no live view carries: asked for when their section opens, and again after each change.

import { ask, Problem } from "../api.js";
import { reason } from "../shell/say.js";
import { signIn } from "../shell/work.js";

/**
 * @param {string} path of a list
 * @returns {Promise<any[]>} all its pages
 */
export async function every(path) {
  const items = [];
  for (let cursor = ""; ; ) {
    const page = await ask(`${path}?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    items.push(...page.items);
    if (!page.next_cursor) return items;
    cursor = page.next_cursor;
  }
}

/** @template T */
export class Loaded {
  /** @type {T[] | null} null until the first answer */ items = null;
  problem = "";
  #asked = 0;
  /** @type {string} */ #path;
  /** @type {() => void} */ #redraw;

  /**
   * @param {string} path
   * @param {() => void} redraw
   */
  constructor(path, redraw) {
    this.#path = path;
    this.#redraw = redraw;
  }

  /** What an older answer says no longer counts once a newer was asked for. */
  async load() {
    const mine = ++this.#asked;
    try {
      const items = await every(this.#path);
      if (mine !== this.#asked) return;
      this.items = items;
      this.problem = "";
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 401) return signIn();
      this.problem = reason(error);
    }
    this.#redraw();
  }
}
