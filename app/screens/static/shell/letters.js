// The product's own letters, for a screen that must be usable on a poor line before they have come.

/** Fetches them; until then, and where the line breaks, the machine's own stand in. */
export async function fetchLetters() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = "/static/fonts.css";
  await new Promise((settle) => {
    link.onload = link.onerror = settle;
    document.head.append(link);
  });
  await document.fonts.ready;
}
