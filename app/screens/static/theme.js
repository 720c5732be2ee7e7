// Sets the theme before the first paint, hence no module: ?theme=light|dark, else what a person chose
// on a page that keeps choices (<html data-keeps>). Without either the page's own stands.
{
  const page = document.documentElement.dataset;
  const kept = "keeps" in page ? localStorage.getItem("doithoai.theme") : null;
  const wanted = new URLSearchParams(location.search).get("theme") ?? kept;
  if (wanted === "light" || wanted === "dark") page.theme = wanted;
}
