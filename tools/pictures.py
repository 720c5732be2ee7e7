"""Takes the pictures of the screens for docs/: runs the demo, signs in as each person, and looks.

Everybody in the pictures is invented; so are the passwords, which end with the demo.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from tools.chromium import FLAGS, find_chromium

COMMAND = [sys.executable, "-c", "from app.cli import main; main()"]
PICTURE_WIDTH = 1280


class Picture(NamedTuple):
    """One picture: whose screen, how large, and what to do before it is taken."""

    name: str
    username: str
    path: str
    size: tuple[int, int]
    prepare: Callable[[Page], None] | None = None
    theme: str = "light"


def open_first_question(page: Page) -> None:
    """Have something in the desk's right half."""
    page.get_by_role("main").get_by_role("button").first.wait_for()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)


def wait_for_own_questions(page: Page) -> None:
    """The site's desk asks for its rest once the question can be written."""
    page.wait_for_selector(".question")


PICTURES = [
    Picture("hall", "screen", "/hall", (1920, 1080), theme="dark"),
    Picture("chair", "chair", "/chair", (1280, 800)),
    Picture("desk", "moderator", "/desk", (1366, 768), open_first_question),
    Picture("site", "cho-don", "/site", (1366, 768), wait_for_own_questions),
    Picture("site-phone", "pac-nam", "/site", (390, 844), wait_for_own_questions),
    Picture("official", "chu-tich-ubnd-tinh", "/official", (1280, 800)),
    Picture("setup", "admin", "/setup", (1366, 768)),
]


def main() -> None:
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    with _demo(options.port) as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        for picture in PICTURES:
            if not options.only or picture.name in options.only:
                _take(browser, demo, picture, options.out / f"{picture.name}.png")
        browser.close()


def _take(browser: Browser, demo: Mapping[str, Any], picture: Picture, to: Path) -> None:
    width, height = picture.size
    context = browser.new_context(
        base_url=demo["url"],
        viewport={"width": width, "height": height},
        # Drawn smaller rather than shrunk afterwards: letters stay sharp.
        device_scale_factor=min(1.5, PICTURE_WIDTH / width),
        reduced_motion="reduce",
    )
    password = next(a["password"] for a in demo["accounts"] if a["username"] == picture.username)
    signed_in = context.request.post(
        "/api/v1/auth/session", form={"username": picture.username, "password": password}
    )
    assert signed_in.ok, signed_in.text()
    page = context.new_page()
    page.goto(f"{picture.path}?conference={demo['conference']}&theme={picture.theme}")
    page.wait_for_selector("[data-status=live]")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    if picture.prepare is not None:
        picture.prepare(page)
    page.screenshot(path=to)
    context.close()


@contextmanager
def _demo(port: int) -> Iterator[Mapping[str, Any]]:
    """Run the demo in a folder of its own; what it told about itself."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["demo", "--json", "--data-dir", folder, "--port", str(port)]
        process = subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()
            process.wait()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8009)
    parser.add_argument("--out", type=Path, default=Path("docs/pictures"))
    parser.add_argument("--only", nargs="*", help="names of pictures; default: all")
    return parser.parse_args()


if __name__ == "__main__":
    main()
