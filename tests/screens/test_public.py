"""The public pages in a browser: on a telephone, on paper, by keyboard, without scripts."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.conftest import CONFERENCE, OFFICIAL
from tests.screens.looking import PICTURES, keep_picture
from tests.screens.stage import Stage
from tests.screens.test_chair import HOSTILE, clear, overflows

PHONE: ViewportSize = {"width": 360, "height": 740}
LAPTOP: ViewportSize = {"width": 1366, "height": 768}


def public(stage: Stage, answer: str, **more: Any) -> int:
    """Return the number of a question that everybody may read."""
    number = stage.queued(**more)
    stage.send("moderator", "PUT", f"/questions/{number}/assignment", {"lead": OFFICIAL})
    for command, body in (("call", None), ("finish", None), ("publish", {"answer": answer})):
        stage.do(number, command, body)
    return number


@pytest.fixture(autouse=True)
def opened(stage: Stage) -> None:
    clear(stage)
    stage.send("admin", "PATCH", f"conferences/{CONFERENCE}", {"is_public": True})


def test_reading_and_searching(page: Page, stage: Stage) -> None:
    asker = {"name": "Hoàng Thị Mai", "position": "Tổ trưởng", "may_show_name": True}
    public(
        stage,
        "Tỉnh bố trí vốn trong quý III.\nXã thông báo lịch thi công tại nhà văn hoá thôn.",
        text="Bao giờ đường vào thôn được đổ bê tông?",
        topic="cong-tac-can-bo-nu",
        asker=asker,
    )
    public(stage, "Đã có kế hoạch.", site="na-ri", text="Bao giờ có nước sạch?")
    page.set_viewport_size(PHONE)
    page.goto(f"{stage.url}/public/{CONFERENCE}")
    expect(page.get_by_role("article")).to_have_count(2)
    assert not overflows(page)
    keep_picture(page, "public-phone")
    page.get_by_label("Tìm trong câu hỏi và trả lời").fill("duong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("1 câu hỏi")
    expect(page.get_by_role("article")).to_contain_text("Hoàng Thị Mai, Tổ trưởng")


def test_one_question_in_english_and_on_paper(page: Page, stage: Stage) -> None:
    number = public(stage, "Sẽ mở trạm y tế trong năm.", text="Bao giờ có trạm y tế?")
    page.set_viewport_size(LAPTOP)
    page.goto(f"{stage.url}/public/{CONFERENCE}?q=tram+y+te")
    keep_picture(page, "public-found")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("status")).to_have_text("1 question")
    page.get_by_role("link", name=f"Question {number}").click()
    expect(page.get_by_role("heading", name="Questions and answers")).to_be_visible()
    keep_picture(page, "public-question")
    page.emulate_media(media="print")
    expect(page.locator("footer")).to_be_hidden()
    page.screenshot(path=PICTURES / "public-print.png")


def test_pages_work_without_scripts_and_hold_hostile_text(browser: Browser, stage: Stage) -> None:
    for _ in range(21):
        public(stage, HOSTILE, text=HOSTILE)
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{stage.url}/public/{CONFERENCE}")
    page.get_by_role("link", name="Trang sau").click()
    expect(page.get_by_role("article").first).to_contain_text(HOSTILE.split("\n")[0][:20])
    expect(page.get_by_role("link", name="Trang trước")).to_be_visible()
    context.close()


def test_nothing_is_there_when_the_conference_is_closed_again(page: Page, stage: Stage) -> None:
    stage.send("admin", "PATCH", f"conferences/{CONFERENCE}", {"is_public": False})
    page.goto(f"{stage.url}/public/{CONFERENCE}")
    expect(page.get_by_role("heading", name="Không có trang này")).to_be_visible()
    keep_picture(page, "public-missing")
