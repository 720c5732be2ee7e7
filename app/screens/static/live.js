// LiveClient: keeps one screen in step with the server (docs: the live protocol).
// Connecting, noticing dead lines and coming back live here; what messages mean is in fold.js.

/** @import {LiveEvent, Message, Presence} from "./types.js" */
/** @import {LiveState} from "./fold.js" */
import { fold } from "./fold.js";

const PROTOCOL = 1;
const SILENCE_MS = 12_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const SIGNED_OUT = [4001, 4009];

/**
 * `since`: server time in ms; for `lost`, when the server was last heard. `code`: why `stopped`.
 * @typedef {{name: "connecting" | "live" | "lost" | "stopped", since: number, code: number | null}} LiveStatus
 */

/**
 * `offset`: what to add to this machine's clock to have the server's, in ms. `presence`: desk and chair only.
 * @typedef {{state: LiveState | null, status: LiveStatus, offset: number, events: LiveEvent[], presence: Presence | null}} LiveNews
 */

/**
 * @typedef {object} LiveOptions
 * @property {string} conference slug
 * @property {string} view
 * @property {string | null} [site] slug, for the view of one site
 * @property {string | null} [official] slug, for the view of one official
 * @property {() => void} [onSignedOut] the session is missing or has ended
 */

/** Before the first message. @type {LiveNews} */
export const NOTHING_YET = {
  state: null,
  status: { name: "connecting", since: Date.now(), code: null },
  offset: 0,
  events: [],
  presence: null,
};

export class LiveClient {
  /** @type {LiveState | null} */ state = null;
  /** @type {LiveStatus} */ status;
  /** @type {Presence | null} */ presence = null;
  offset = 0;

  /** @type {LiveOptions} */ #options;
  /** @type {Set<(news: LiveNews) => void>} */ #listeners = new Set();
  /** @type {WebSocket | null} */ #socket = null;
  #timer = 0;
  #attempts = 0;
  #gaps = 0;
  /** Whether this connection has said where it begins. */ #isGreeted = false;
  #heard = Date.now();

  /** @param {LiveOptions} options */
  constructor(options) {
    this.#options = options;
    this.status = { name: "connecting", since: this.now(), code: null };
  }

  /** The server's time in ms, as far as we know it. */
  now() {
    return Date.now() + this.offset;
  }

  /**
   * @param {(news: LiveNews) => void} listener
   * @returns {() => void} stops listening
   */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start() {
    const socket = new WebSocket(this.#address());
    this.#socket = socket;
    this.#isGreeted = false;
    socket.onmessage = (event) => this.#receive(String(event.data));
    socket.onclose = (event) => this.#ended(event.code, null);
    this.#watch();
  }

  /** The server has moved on and this line has not said so: a new one, at once. */
  catchUp() {
    if (this.status.name === "live") this.#lose(0);
  }

  stop() {
    this.#leave();
    this.#become("stopped", null);
  }

  #address() {
    const { conference, view, site, official } = this.#options;
    const url = new URL(`/api/v1/conferences/${encodeURIComponent(conference)}/live`, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.searchParams.set("view", view);
    if (site) url.searchParams.set("site", site);
    if (official) url.searchParams.set("official", official);
    // A gap twice in a row: resuming does not mend it, so ask for everything.
    if (this.state && this.#gaps < 2) {
      url.searchParams.set("epoch", this.state.epoch);
      url.searchParams.set("seq", String(this.state.seq));
    }
    return url;
  }

  /** @param {string} text */
  #receive(text) {
    this.#heard = Date.now();
    this.#watch();
    const message = parsed(text);
    if (!message) return this.#gap();
    if (message.type === "bye") return this.#ended(message.code, message.retry_after_ms);
    // What comes before the greeting, we may have missed something of.
    if (!this.#isGreeted && !("protocol" in message)) return this.#gap();
    this.#isGreeted = true;
    if ("protocol" in message && message.protocol !== PROTOCOL) return this.#stopped(null);
    if ("server_time" in message) this.offset = Date.parse(message.server_time) - Date.now();
    if (message.type === "presence") this.presence = message;
    const { outcome, state } = fold(this.state, message);
    if (outcome === "gap") return this.#gap();
    this.state = state;
    // Only a tick proves that a connection holds: one that breaks at once must not come back at once.
    if (message.type === "tick") this.#attempts = this.#gaps = 0;
    if (state) this.#become("live", null, message.type === "change" ? message.events : []);
  }

  #gap() {
    this.#gaps += 1;
    this.#lose(null);
  }

  /**
   * @param {number} code of the closing
   * @param {number | null} retryAfter in ms, when the server spreads its clients out
   */
  #ended(code, retryAfter) {
    if (code < 4000 || code > 4099) return this.#lose(retryAfter);
    this.#stopped(code);
    if (SIGNED_OUT.includes(code)) this.#options.onSignedOut?.();
  }

  /** @param {number | null} code */
  #stopped(code) {
    this.#leave();
    this.#become("stopped", code);
  }

  /** @param {number | null} retryAfter */
  #lose(retryAfter) {
    this.#leave();
    this.#timer = setTimeout(() => this.start(), retryAfter ?? wait(this.#attempts, Math.random()));
    this.#attempts += 1;
    if (this.state) this.#become("lost", null);
  }

  /** Every message, and every attempt, has twelve seconds. */
  #watch() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lose(null), SILENCE_MS);
  }

  /** A dead line may take minutes to say that it closed: nothing it says still counts. */
  #leave() {
    clearTimeout(this.#timer);
    if (!this.#socket) return;
    this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
    this.#socket = null;
  }

  /**
   * @param {LiveStatus["name"]} name
   * @param {number | null} code
   * @param {LiveEvent[]} [events]
   */
  #become(name, code, events = []) {
    if (name !== this.status.name) {
      this.status = { name, since: (name === "lost" ? this.#heard : Date.now()) + this.offset, code };
    }
    const { state, status: now, offset, presence } = this;
    const news = { state, status: now, offset, events, presence };
    for (const listener of this.#listeners) tell(listener, news);
  }
}

/**
 * How long before the next attempt, in ms: doubling, and spread so that a hall full of screens
 * does not come back in one instant.
 * @param {number} attempts that failed since the line last held
 * @param {number} chance 0 to 1
 */
export function wait(attempts, chance) {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempts);
  return longest * (0.5 + chance / 2);
}

/**
 * @param {string} text
 * @returns {Message | null} null when it is not JSON, which we treat like a message lost
 */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * A screen that fails to draw must not take the connection down with it.
 * @param {(news: LiveNews) => void} listener
 * @param {LiveNews} news
 */
function tell(listener, news) {
  try {
    listener(news);
  } catch (error) {
    reportError(error);
  }
}
