// Vietnamese letters: search that forgives their marks, and their order.

const byLetters = new Intl.Collator("vi");

/**
 * Without marks and case, as the server's search does it: "duong" finds "Đường", however it is composed.
 * @param {string} text
 */
export function searchKey(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();
}

/**
 * @template {{name: string}} T
 * @param {Iterable<T>} things
 * @returns {T[]} in the order of the Vietnamese alphabet
 */
export function byName(things) {
  return [...things].sort((a, b) => byLetters.compare(a.name, b.name));
}

/**
 * People stand in lists by their given name, which comes last; then by the whole name.
 * @template {{name: string}} T
 * @param {Iterable<T>} people
 * @returns {T[]}
 */
export function byGivenName(people) {
  return [...people].sort(
    (a, b) => byLetters.compare(givenName(a.name), givenName(b.name)) || byLetters.compare(a.name, b.name),
  );
}

/** @param {string} name */
function givenName(name) {
  return name.trim().split(/\s+/).at(-1) ?? "";
}
