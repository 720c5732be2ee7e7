// Small things that the shell of the live screens also has: this page works without it.

const FIRST_MS = 1000;
const LONGEST_MS = 15_000;

/** To the first page, and from there back here, code and all. */
export function signIn() {
  location.replace(`/?${new URLSearchParams({ next: location.pathname + location.search })}`);
}

/** @param {number} attempts that failed */
export function wait(attempts) {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** attempts);
}
