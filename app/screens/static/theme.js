// Sets ?theme=light|dark before the first paint, hence no module. Without it the page's own stands.
{
  const wanted = new URLSearchParams(location.search).get("theme");
  if (wanted === "light" || wanted === "dark") document.documentElement.dataset.theme = wanted;
}
