// What every working screen begins with: find the place, follow it live, draw after every change,
// and tell people what became of what they did.

/** @import {LiveNews} from "../live.js" */
/** @import {Role} from "../signin/screens.js" */
/** @import {Place} from "./place.js" */
import { html, render } from "../../vendor/lit-html/lit-html.js";
import { Problem, send } from "../api.js";
import { t } from "../i18n/work.js";
import { LiveClient, NOTHING_YET, wait } from "../live.js";
import { isAway, placeOf, whoIsHere } from "./place.js";
import { keepFiles } from "./keep-files.js";
import { Sayings } from "./say.js";

/**
 * @typedef {object} WorkOptions
 * @property {HTMLElement} root
 * @property {string} view of the live protocol; asked for when the place is known
 * @property {readonly Role[]} roles that this screen is for
 * @property {(work: Work) => unknown} draw returns what is shown; called after every change
 * @property {(work: Work) => void} [onPlace] once, when it is known where this is
 * @property {(work: Work) => void} [onNews] after every message, before drawing
 */

export class Work {
  news = NOTHING_YET;
  sayings = new Sayings(() => this.redraw());
  /** @type {Set<string>} commands on their way, by what they are about */ busy = new Set();

  #isDrawing = false;
  /** @type {LiveClient | null} */ #client = null;
  /** @type {WorkOptions} */ #options;
  /** @type {Place | null} */ #place = null;

  /** @param {WorkOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** Known before the first drawing. */
  get place() {
    if (!this.#place) throw new Error("the place is not known yet");
    return this.#place;
  }

  /** What the view shows; null before the first snapshot. */
  get objects() {
    return this.news.state?.objects ?? null;
  }

  /** The server's time, in ms. */
  get now() {
    return Date.now() + this.news.offset;
  }

  /** Tells whether what is shown is as it is. */
  get isLive() {
    return this.news.status.name === "live";
  }

  /** The path of this conference below the API's base, continued. @param {string} path */
  path(path) {
    return `/conferences/${encodeURIComponent(this.place.conference)}${path}`;
  }

  /**
   * Gives a command of this conference, one at a time for each `about`, and says when it is refused.
   * @param {string} about what a second tap must not do twice while the first is on its way
   * @param {string} method
   * @param {string} path below the conference
   * @param {unknown} [body]
   * @param {{key?: string, ifMatch?: number}} [options]
   * @returns {Promise<any>} the answer (true when it is empty), or null when refused or busy
   */
  async command(about, method, path, body, options) {
    if (this.busy.has(about)) return null;
    this.busy.add(about);
    this.redraw();
    try {
      return (await send(method, this.path(path), body, options)) ?? true;
    } catch (error) {
      this.refuse(error);
      return null;
    } finally {
      this.busy.delete(about);
      this.redraw();
    }
  }

  /** Says what the server refused. @param {unknown} error */
  refuse(error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 401) return signIn();
    this.sayings.refuse(error);
  }

  /** Draws soon; many changes at once are one drawing. */
  redraw() {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    queueMicrotask(() => {
      this.#isDrawing = false;
      if (this.#place) this.#draw();
    });
  }

  /** Has the server say anew what is true: a refusal showed that this screen is behind. */
  catchUp() {
    this.#client?.catchUp();
  }

  /** @param {number} [attempts] so far that did not reach the server */
  async begin(attempts = 0) {
    const { root, roles } = this.#options;
    try {
      this.#place = placeOf(await whoIsHere(), roles, location.search);
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return signIn();
      if (!(error instanceof Problem) || !isAway(error)) throw error;
      render(html`<p class="before" role="status">${t("unreachable")}</p>`, root);
      setTimeout(() => this.begin(attempts + 1), wait(attempts, Math.random()));
      return;
    }
    if (!this.#place) return render(noPlace(), root);
    keepFiles();
    this.#options.onPlace?.(this);
    this.redraw();
    this.#follow(this.#place);
  }

  /** @param {Place} place */
  #follow({ conference, site, official }) {
    const { view, onNews } = this.#options;
    const client = new LiveClient({ conference, view, site, official, onSignedOut: signIn });
    client.listen((news) => {
      this.news = news;
      onNews?.(this);
      this.redraw();
    });
    client.start();
    this.#client = client;
  }

  #draw() {
    const { root, draw } = this.#options;
    const focused = document.activeElement;
    render(draw(this), root);
    keepFocus(focused);
    root.dataset.status = this.news.status.name;
    root.dataset.seq = String(this.news.state?.seq ?? "");
  }
}

/**
 * A list in a new order moves nodes, and a node that is moved loses the focus.
 * @param {Element | null} focused
 */
function keepFocus(focused) {
  if (focused instanceof HTMLElement && focused.isConnected && focused !== document.activeElement) {
    focused.focus({ preventScroll: true });
  }
}

/** To the first page, and from there back here. */
export function signIn() {
  location.replace(`/?${new URLSearchParams({ next: location.pathname + location.search })}`);
}

function noPlace() {
  return html`<main class="before"><p>${t("no_place")}</p><p><a class="button" href="/">${t("other_screens")}</a></p></main>`;
}
