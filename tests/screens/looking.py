"""Looking at a screen as a test does: pictures that are kept, and what axe finds."""

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PICTURES = Path(__file__).parents[2] / "test-results" / "screens"
_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def keep_picture(page: Page, name: str) -> None:
    """Keep what the screen shows now under test-results/screens/."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


def violations(page: Page, *, far: bool = False) -> list[str]:
    """What axe finds against WCAG 2.2 AA and its own best practices, in words.

    `far`: the screen is read from afar, so that texts must keep a contrast of 7:1.
    """
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": _WCAG}}
    if far:
        options["rules"] = {"color-contrast-enhanced": {"enabled": True}}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {one['help']} – {[node['html'][:200] for node in one['nodes'][:3]]}"
        for one in found
    ]
