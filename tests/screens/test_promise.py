"""Recording what is promised while answering, at the chair's tablet and at the desk."""

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import CONFERENCE
from tests.screens.desks import choose
from tests.screens.looking import keep_picture
from tests.screens.stage import Stage


@pytest.mark.parametrize(("who", "screen"), [("chair", "chair"), ("moderator", "desk")])
def test_promise_is_recorded_with_its_agency_and_the_usual_date(
    page: Page, stage: Stage, who: str, screen: str
) -> None:
    number = stage.queued(text="Bao giờ có cầu treo?")
    stage.do(number, "call")
    if screen == "desk":
        stage.do(number, "finish")
    stage.enter(page.context, who)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{stage.url}/{screen}?conference={CONFERENCE}")
    expect(page.locator(f"#{screen}")).to_have_attribute("data-status", "live")
    if screen == "desk":
        page.get_by_role("tab", name="Đã trả lời").click()
        choose(page, number)
    page.get_by_role("button", name="Ghi lời hứa").first.click()
    dialog = page.get_by_role("dialog", name=f"Câu {number}: ghi lời hứa")
    usual = stage.send("chair", "GET", "/usual-due")["due"]
    expect(dialog.get_by_label("Trả lời trước ngày")).to_have_value(usual)
    dialog.get_by_label("Cơ quan thực hiện").select_option("so-noi-vu")
    dialog.get_by_label("Nội dung đã hứa").fill("Khảo sát lại cầu treo.")
    keep_picture(page, f"promise-{screen}")
    dialog.get_by_role("button", name="Ghi lại").click()
    expect(dialog).to_have_count(0)
    (made,) = stage.send("chair", "GET", f"/questions/{number}")["follow_ups"]
    assert (made["agency"], made["due"]) == ("so-noi-vu", usual)
    assert made["promise"] == "Khảo sát lại cầu treo."
    if screen == "chair":
        stage.do(number, "finish")
