// Asking the server over HTTP, and its refusals (RFC 9457) as one kind of error.
// What a screen says about a refusal is in signin/refusals.js and the catalogues.

import { lang } from "./i18n/index.js";

const BASE = "/api/v1";

/** A refusal. `status` 0: the server was not reached at all. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} code stable, for programs
   * @param {string} detail for people, in the server's words
   * @param {number | null} retryAfter seconds
   */
  constructor(status, code, detail, retryAfter = null) {
    super(detail || code);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.retryAfter = retryAfter;
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
  const headers = { "Accept-Language": lang };
  const answer = await fetch(BASE + path, { credentials: "same-origin", headers, ...init }).catch(() => {
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
  return new Problem(answer.status, body?.code ?? "", body?.detail ?? body?.title ?? "", seconds);
}
