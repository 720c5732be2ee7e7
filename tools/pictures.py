"""Takes the pictures of the screens for docs/ from a running server, signing in as a person does.

Filling that server with something worth a picture is the business of whoever starts it.
"""

import argparse
import os
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page, ViewportSize, sync_playwright

from tools.chromium import FLAGS, find_chromium

ROOM: ViewportSize = {"width": 1920, "height": 1080}
PICTURE_WIDTH = 1280
FROM_ENVIRONMENT = "DOITHOAI_PASSWORD"


def main() -> None:
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        # Drawn smaller rather than shrunk afterwards: letters stay sharp.
        page = browser.new_page(
            base_url=options.url,
            viewport=ROOM,
            device_scale_factor=PICTURE_WIDTH / ROOM["width"],
            reduced_motion="reduce",
        )
        hall = "/hall?" + urlencode({"conference": options.conference})
        _sign_in(page, options.username, options.password, then=hall)
        page.wait_for_selector("#hall[data-status=live]")
        page.screenshot(path=options.out / "hall.png")
        browser.close()


def _sign_in(page: Page, username: str, password: str, *, then: str) -> None:
    page.goto("/?" + urlencode({"next": then}))
    page.fill("#username", username)
    page.fill("#password", password)
    page.click("form button")
    page.wait_for_url(f"**{then}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--username", required=True)
    parser.add_argument(
        "--password",
        default=os.environ.get(FROM_ENVIRONMENT),
        help=f"or ${FROM_ENVIRONMENT}, which no list of processes shows",
    )
    parser.add_argument("--conference", default="bac-kan-2025")
    parser.add_argument("--out", type=Path, default=Path("docs/pictures"))
    options = parser.parse_args()
    if not options.password:
        parser.error(f"no --password and no ${FROM_ENVIRONMENT}")
    return options


if __name__ == "__main__":
    main()
