"""Looking at a screen as a test does: pictures that are kept, and what axe finds."""

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PICTURES = Path(__file__).parents[2] / "test-results" / "screens"
_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_CHANGE_THEME = """
() => {
  const page = document.documentElement.dataset;
  page.theme = page.theme === "dark" ? "light" : "dark";
  for (const one of document.getAnimations()) one.finish();
}
"""


def keep_picture(page: Page, name: str, *, far: bool = False) -> None:
    """Keep what the screen shows now under test-results/screens/; axe must find nothing in it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")
    assert violations(page, far=far) == [], name


def violations(page: Page, *, far: bool = False) -> list[str]:
    """What axe finds against WCAG 2.2 AA and its own best practices, in words, in both themes.

    `far`: the screen is read from afar, so that texts must keep a contrast of 7:1.
    """
    contrast = ["color-contrast", *(["color-contrast-enhanced"] if far else [])]
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": _WCAG},
        "rules": {name: {"enabled": True} for name in contrast},
    }
    found = _found(page, options)
    page.evaluate(_CHANGE_THEME)
    found += _found(page, {"runOnly": {"type": "rule", "values": contrast}})
    page.evaluate(_CHANGE_THEME)
    return found


def _found(page: Page, options: dict[str, Any]) -> list[str]:
    theme = page.evaluate("document.documentElement.dataset.theme")
    return [
        f"{theme}: {one['id']}: {one['help']} – {[node['html'][:200] for node in one['nodes'][:3]]}"
        for one in Axe().run(page, options=options).response["violations"]
    ]
