// Asking the server over HTTP, and its refusals (RFC 9457) as one kind of error.
// What a screen says about a refusal is in signin/refusals.js, shell/say.js and the catalogues.

import { lang } from "./i18n/index.js";

const BASE = "/api/v1";
/** A poor line may take long; one that is dead never answers. */
const PATIENCE_MS = 30_000;

/** A refusal. `status` 0: the server was not reached at all. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} code stable, for programs
   * @param {string} detail for people, in the server's words
   * @param {number | null} retryAfter seconds
   * @param {Record<string, any>} facts everything else the problem says, by name
   */
  constructor(status, code, detail, retryAfter = null, facts = {}) {
    super(detail || code);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.retryAfter = retryAfter;
    this.facts = facts;
  }
}

/**
 * @param {string} path below the API's base
 * @param {RequestInit} [init]
 * @returns {Promise<any>} the answer's JSON; null when it has none
 * @throws {Problem}
 */
export async function ask(path, init = {}) {
  // The server words its refusals by this header; the browser's own must not decide (i18n/index.js).
  const headers = { "Accept-Language": lang, .../** @type {Record<string, string>} */ (init.headers) };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetch(BASE + path, { credentials: "same-origin", signal, ...init, headers }).catch(() => {
    throw new Problem(0, "unreachable", "");
  });
  const body = await answer.json().catch(() => null);
  if (!answer.ok) throw problem(answer, body);
  return body;
}

/**
 * @param {Response} answer
 * @param {{code?: string, title?: string, detail?: string} | null} body
 */
function problem(answer, body) {
  const seconds = Number(answer.headers.get("Retry-After")) || null;
  return new Problem(answer.status, body?.code ?? "", body?.detail ?? body?.title ?? "", seconds, body ?? {});
}

/**
 * Gives a command. A repeat under the same key has its effect once, however often it is sent.
 * @param {string} method
 * @param {string} path below the API's base
 * @param {unknown} [body] sent as JSON
 * @param {{key?: string, ifMatch?: number}} [options] `ifMatch`: the version the change is made to
 * @throws {Problem}
 */
export function send(method, path, body, { key = newKey(), ifMatch } = {}) {
  /** @type {Record<string, string>} */
  const headers = method === "POST" ? { "Idempotency-Key": key } : {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (ifMatch !== undefined) headers["If-Match"] = `"${ifMatch}"`;
  return ask(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

/** A fresh Idempotency-Key. `crypto.randomUUID` needs HTTPS; this does not. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
