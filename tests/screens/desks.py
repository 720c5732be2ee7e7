"""What the tests of the desk share: opening it, its rows, the state of a question."""

from playwright.sync_api import Locator, Page, expect

from tests.conftest import CONFERENCE
from tests.screens.stage import Stage

HOSTILE = [
    "<script>alert(1)</script> <b>đậm</b> &amp; ${1}",
    "\u202eđảo ngược thứ tự chữ",
    "ế" * 4000,
    "Đường vào thôn 🚜 bao giờ làm?",
    "Tie\u0302\u0301ng Vie\u0323\u0302t to\u0309 ho\u031bp",
]


def enter(page: Page, stage: Stage, username: str = "moderator", more: str = "") -> None:
    stage.enter(page.context, username)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{stage.url}/desk?conference={CONFERENCE}{more}")
    expect(page.locator("#desk")).to_have_attribute("data-status", "live")


def row(page: Page, number: int) -> Locator:
    return page.locator(f'.row[data-number="{number}"]')


def opened(page: Page, number: int) -> None:
    expect(page.get_by_role("heading", name=f"Câu {number}", exact=True)).to_be_visible()


def state_of(stage: Stage, number: int) -> str:
    state: str = stage.send("moderator", "GET", f"/questions/{number}")["state"]
    return state


def choose(page: Page, number: int) -> None:
    row(page, number).click()
    opened(page, number)
