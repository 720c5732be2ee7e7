// The short code of a screen: as it is read aloud, "BCDF-GHJK". Pure.

const LENGTH = 8;
const GROUP = 4;

/** Letters only, however they were typed; a Vietnamese keyboard makes Đ of DD and Ư of W. @param {string} typed */
export function letters(typed) {
  return typed.normalize("NFC").toUpperCase().replace(/Đ/g, "DD").replace(/Ư/g, "W").replace(/[^A-Z]/g, "").slice(0, LENGTH);
}

/** @param {string} typed */
export function spoken(typed) {
  const code = letters(typed);
  return code.length > GROUP ? `${code.slice(0, GROUP)}-${code.slice(GROUP)}` : code;
}

/** @param {string} typed */
export function isWhole(typed) {
  return letters(typed).length === LENGTH;
}
