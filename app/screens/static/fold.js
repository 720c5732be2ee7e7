// Folds the messages of the live protocol into a state. Pure: no socket, no page, no clock.
// Whoever holds the connection (live.js) decides what to do about a gap.

/** @import {Change, Message, Objects, Question, Snapshot} from "./types.js" */

/**
 * Where a client stands: everything up to `seq` of this `epoch` is in `objects`.
 * @typedef {{epoch: string, seq: number, objects: Objects}} LiveState
 */

/**
 * `gap`: the message does not follow on what we have; only a new connection can mend that.
 * @typedef {{outcome: "applied" | "ignored" | "gap", state: LiveState | null}} Folded
 */

/** @typedef {Record<string, unknown>} Collections objects by collection: a Map by id, or one object */
/** @typedef {{id: number}} Identified */

/**
 * @param {LiveState | null} state null before the first snapshot
 * @param {Message} message
 * @returns {Folded} with a new state; the old one is left as it was
 */
export function fold(state, message) {
  switch (message.type) {
    case "snapshot":
      return { outcome: "applied", state: begin(message) };
    case "resumed":
      return standsAt(state, message.epoch, message.seq) ? keep("applied", state) : keep("gap", state);
    case "change":
      return follow(state, message);
    case "tick":
      // Commits that this view cannot see are passed over this way; never backwards.
      if (!state || message.seq <= state.seq) return keep("ignored", state);
      return { outcome: "applied", state: { ...state, seq: message.seq } };
    default:
      return keep("ignored", state); // `bye`, and whatever a newer server may add
  }
}

/**
 * The order of the queue, the same for everyone. Ranks compare by code unit, not by a language's
 * alphabet: the server made them from 0-9a-z.
 * @param {Pick<Question, "rank" | "id">} a
 * @param {Pick<Question, "rank" | "id">} b
 */
export function byRank(a, b) {
  const left = a.rank ?? "~"; // without a rank: after everything that has one
  const right = b.rank ?? "~";
  if (left !== right) return left < right ? -1 : 1;
  return a.id - b.id;
}

/**
 * @param {Snapshot} message
 * @returns {LiveState}
 */
function begin(message) {
  return { epoch: message.epoch, seq: message.seq, objects: asObjects(merged({}, message.state)) };
}

/**
 * Rule 2 of the protocol.
 * @param {LiveState | null} state
 * @param {Change} change
 * @returns {Folded}
 */
function follow(state, change) {
  if (!state || change.prev > state.seq) return keep("gap", state);
  if (change.seq <= state.seq) return keep("ignored", state);
  const objects = without(merged({ ...state.objects }, change.upsert), change.remove);
  return { outcome: "applied", state: { ...state, seq: change.seq, objects: asObjects(objects) } };
}

/**
 * @param {LiveState | null} state
 * @param {string} epoch
 * @param {number} seq
 */
function standsAt(state, epoch, seq) {
  return state !== null && state.epoch === epoch && state.seq === seq;
}

/**
 * @param {Folded["outcome"]} outcome
 * @param {LiveState | null} state
 * @returns {Folded}
 */
function keep(outcome, state) {
  return { outcome, state };
}

/**
 * @param {Collections} objects is changed; its Maps are not
 * @param {Record<string, unknown>} upsert whole objects: a list of them, or the one there is
 */
function merged(objects, upsert) {
  for (const [name, value] of Object.entries(upsert)) {
    objects[name] = Array.isArray(value) ? withItems(objects[name], value) : value;
  }
  return objects;
}

/**
 * @param {unknown} before
 * @param {Identified[]} items
 */
function withItems(before, items) {
  const after = new Map(before instanceof Map ? before : []);
  for (const item of items) after.set(item.id, item);
  return after;
}

/**
 * @param {Collections} objects
 * @param {Record<string, number[]>} remove
 */
function without(objects, remove) {
  for (const [name, ids] of Object.entries(remove)) {
    const after = new Map(/** @type {Map<number, unknown>} */ (objects[name]));
    for (const id of ids) after.delete(id);
    objects[name] = after;
  }
  return objects;
}

/**
 * The server answers for the shapes; here they only get their name.
 * @param {Collections} collections
 */
function asObjects(collections) {
  return /** @type {Objects} */ (/** @type {unknown} */ (collections));
}
