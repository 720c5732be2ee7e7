// Keeps the machine behind the projector, or the chair's tablet, from dimming its screen in the
// middle of the conference.

export function stayAwake() {
  document.addEventListener("visibilitychange", request);
  request();
}

/** The browser lets go of the lock whenever the page is hidden, so it is asked for again. */
function request() {
  if (document.visibilityState !== "visible") return;
  // Absent without TLS, refused on low battery: the screen works either way.
  navigator.wakeLock?.request("screen").catch(() => {});
}
