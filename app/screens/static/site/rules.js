// The outbox's rules, without page and database: what goes next, whose it is, what an answer means.
// How it is kept is in store.js, how it is sent in outbox.js.

/**
 * A file that waits. `key`: its Idempotency-Key, the same however often it is sent.
 * @typedef {{key: string, name: string, type: string, content: Blob}} KeptFile
 */

/**
 * A question as the server takes it.
 * @typedef {object} QuestionGiven
 * @property {string} site slug
 * @property {string} text
 * @property {{name: string, position: string | null, organisation: string | null, phone: string | null, may_show_name: boolean}} asker
 * @property {string} kind
 * @property {string} origin
 * @property {string | null} topic slug
 */

/**
 * `id` grows, so it is the order. `number`: the question has arrived, files are still to go.
 * `refused`: for good; the ones after it go on.
 * @typedef {object} Entry
 * @property {number} id
 * @property {string} owner
 * @property {string} key
 * @property {number} at ms, this machine's clock
 * @property {QuestionGiven} question
 * @property {KeptFile[]} files
 * @property {number | null} number
 * @property {{status: number, detail: string} | null} refused
 */

/**
 * Whose an entry is: another person at the same machine neither sees nor sends it.
 * @param {string} username
 * @param {string} conference slug
 */
export function ownerOf(username, conference) {
  return `${username}@${conference}`;
}

/**
 * @template {{id: number, owner: string}} T
 * @param {readonly T[]} entries
 * @param {string} owner
 * @returns {T[]} in the order in which they were written
 */
export function ownEntries(entries, owner) {
  return entries.filter((entry) => entry.owner === owner).sort((a, b) => a.id - b.id);
}

/**
 * The oldest that has not been refused.
 * @template {{id: number, refused: unknown}} T
 * @param {readonly T[]} entries
 * @returns {T | null}
 */
export function nextToSend(entries) {
  const waiting = entries.filter((entry) => !entry.refused);
  return waiting.reduce((/** @type {T | null} */ oldest, one) => (oldest && oldest.id < one.id ? oldest : one), null);
}

/**
 * What a failure means for the entry. Only our own server refuses for good, and it always says why
 * by a code: an inn's sign-in page or a proxy in between does not.
 * @param {{status: number, code: string}} problem
 * @returns {"later" | "signed-out" | "refused"}
 */
export function meaningOf({ status, code }) {
  if (status === 401) return "signed-out";
  if (status < 400 || status >= 500 || !code) return "later";
  if (status === 408 || status === 429 || code === "request_in_flight") return "later";
  return "refused";
}

/**
 * After its question, or one of its files, has arrived.
 * @param {Entry} entry
 * @param {{number?: number, file?: string}} arrived the question's number, or the key of the file
 * @returns {Entry | null} null when nothing of it is left to send
 */
export function afterArrival(entry, { number = entry.number ?? undefined, file }) {
  const files = entry.files.filter((one) => one.key !== file);
  return files.length > 0 ? { ...entry, number: number ?? null, files } : null;
}
