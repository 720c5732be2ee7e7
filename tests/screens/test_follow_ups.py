"""The screen of follow-ups: an agency's replies, from the promise to what the site is told."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import FilePayload, Locator, Page, ViewportSize, expect

from tests.routers.files import PDF
from tests.screens.looking import keep_picture, violations
from tests.screens.stage import Stage
from tests.screens.test_chair import HOSTILE, overflows
from tests.screens.test_targets import LEAST, SMALL

PHONE: ViewportSize = {"width": 390, "height": 844}
LAPTOP: ViewportSize = {"width": 1366, "height": 900}
REPLY = "Tỉnh đã bố trí 12 tỷ đồng, hoàn thành trước mùa mưa năm sau."


def promised(
    stage: Stage,
    days: int = 10,
    agency: str = "ubnd-tinh",
    site: str = "cho-don",
    text: str = "Bao giờ có đường?",
    promise: str = "Trả lời về vốn làm đường vào thôn.",
) -> Any:
    """Have something promised that is due in so many days; return the follow-up."""
    number = stage.queued(site, text)
    stage.do(number, "call")
    stage.do(number, "finish")
    today = datetime.now(UTC).astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    given = {
        "agency": agency,
        "promise": promise,
        "due": (today + timedelta(days=days)).isoformat(),
    }
    return stage.send("chair", "POST", f"/questions/{number}/follow-ups", given)


def one(stage: Stage, follow_up: Any, who: str = "moderator") -> Any:
    return stage.send(who, "GET", f"/follow-ups/{follow_up['id']}")


def enter(page: Page, stage: Stage, who: str, size: ViewportSize = LAPTOP, more: str = "") -> None:
    stage.enter(page.context, who)
    page.set_viewport_size(size)
    page.goto(f"{stage.url}/follow-ups?conference=bac-kan-2025{more}")
    expect(page.locator("#follow-ups")).to_have_attribute("data-status", "live")


def row(page: Page, follow_up: Any) -> Locator:
    return page.locator(f'.row[data-id="{follow_up["id"]}"]')


def detail(page: Page) -> Locator:
    return page.locator(".detail")


def test_agency_replies_and_the_site_is_told(page: Page, stage: Stage) -> None:
    late = promised(stage, -3)
    other = promised(stage, 5, agency="hoi-lhpn-tinh")
    enter(page, stage, "official")
    expect(row(page, late)).to_contain_text("Quá hạn 3 ngày")
    expect(row(page, other)).to_have_count(0)
    row(page, late).click()
    expect(detail(page)).to_contain_text("Trả lời về vốn làm đường vào thôn.")
    send = detail(page).get_by_role("button", name="Đã giải quyết – gửi trả lời")
    expect(send).to_be_disabled()
    detail(page).get_by_role("button", name="Bắt đầu giải quyết").click()
    expect(detail(page)).to_contain_text("Tình trạng: Đang giải quyết")
    field = detail(page).get_by_label("Nội dung trả lời")
    field.press_sequentially("Tỉnh đã bố trí")
    stage.queued()  # A change comes meanwhile.
    expect(field).to_be_focused()
    field.press_sequentially(" vốn.")
    detail(page).get_by_label("Số văn bản").fill("412/UBND")
    detail(page).get_by_role("button", name="Lưu nháp").click()
    expect(detail(page)).to_contain_text("Số văn bản: 412/UBND")
    file: FilePayload = {"name": "Công văn.pdf", "mimeType": "application/pdf", "buffer": PDF}
    detail(page).locator("input[type=file]").set_input_files(file)
    expect(detail(page).get_by_role("link", name="Công văn.pdf")).to_be_visible()
    assert "reply" not in one(stage, late, "cho-don")
    send.click()
    expect(detail(page)).to_contain_text("Tình trạng: Đã giải quyết")
    expect(detail(page).get_by_role("textbox")).to_have_count(0)
    told = one(stage, late, "cho-don")
    assert (told["reply"], told["document_number"]) == ("Tỉnh đã bố trí vốn.", "412/UBND")
    expect(row(page, late)).to_have_count(0)
    keep_picture(page, "follow-ups-replied")


def test_forwarding_leaves_the_screen_of_the_first_agency(page: Page, stage: Stage) -> None:
    made = promised(stage)
    enter(page, stage, "official")
    row(page, made).click()
    detail(page).get_by_role("button", name="Chuyển cơ quan khác").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Chuyển cho").select_option("hoi-lhpn-tinh")
    dialog.get_by_label("Lý do").fill("Việc của Hội.")
    keep_picture(page, "follow-ups-forward")
    dialog.get_by_role("button", name="Chuyển cơ quan khác").click()
    expect(dialog).to_have_count(0)
    expect(row(page, made)).to_have_count(0)
    assert one(stage, made)["agency"] == "hoi-lhpn-tinh"


def test_moderator_finds_moves_the_date_and_opens_again(page: Page, stage: Stage) -> None:
    made = promised(stage, text="Khi nào sửa chợ Nà Phặc?", site="ngan-son")
    other = promised(stage)
    enter(page, stage, "moderator")
    page.get_by_label("Tìm").fill("na phac")
    expect(row(page, other)).to_have_count(0)
    row(page, made).click()
    detail(page).get_by_role("button", name="Đổi hạn").click()
    page.get_by_role("dialog").get_by_label("Hạn mới").fill("2031-01-02")
    page.get_by_role("dialog").get_by_role("button", name="Đổi hạn").click()
    expect(detail(page)).to_contain_text("Hạn 02/01/2031")
    stage.send(
        "official", "PATCH", f"/follow-ups/{made['id']}", {"state": "resolved", "reply": REPLY}
    )
    expect(detail(page)).to_contain_text(REPLY)
    detail(page).get_by_role("button", name="Mở lại").click()
    page.get_by_role("dialog").get_by_label("Lý do").fill("Chưa nêu nguồn vốn.")
    page.get_by_role("dialog").get_by_role("button", name="Mở lại").click()
    expect(detail(page)).to_contain_text("Tình trạng: Mới giao")
    expect(detail(page)).to_contain_text("Chưa nêu nguồn vốn.")
    page.get_by_label("Cơ quan").select_option("so-y-te")
    expect(page.get_by_text("Không có việc nào như vậy.")).to_be_visible()


def test_two_who_write_lose_nothing(page: Page, stage: Stage) -> None:
    made = promised(stage)
    enter(page, stage, "official")
    row(page, made).click()
    field = detail(page).get_by_label("Nội dung trả lời")
    field.fill("Bản của tôi")
    stage.send("moderator", "PATCH", f"/follow-ups/{made['id']}", {"reply": "Bản của điều phối"})
    expect(detail(page).locator(".returned")).to_contain_text("Bản của điều phối")
    expect(field).to_have_value("Bản của tôi")


@pytest.mark.parametrize("who", ["chair", "cho-don"])
def test_chair_and_site_only_read(page: Page, stage: Stage, who: str) -> None:
    made = promised(stage)
    enter(page, stage, who)
    row(page, made).click()
    expect(detail(page)).to_contain_text("Chưa có nội dung trả lời.")
    expect(detail(page).get_by_role("textbox")).to_have_count(0)
    expect(detail(page).get_by_role("button")).to_have_count(0)


def test_list_is_chosen_on_the_first_page(page: Page, stage: Stage) -> None:
    stage.enter(page.context, "official")
    page.goto(stage.url)
    page.get_by_role("link", name="Trả lời bằng văn bản").click()
    expect(page.locator("#follow-ups")).to_have_attribute("data-status", "live")


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_looks_and_access(page: Page, stage: Stage, size: ViewportSize, theme: str) -> None:
    promised(stage, 1, site="na-ri", text="Vay vốn ưu đãi cho hợp tác xã ở đâu?")
    made = promised(stage, -12, text="Đường vào thôn Bản Tàn mùa mưa không đi được. " * 3)
    change = {"reply": REPLY, "state": "in_progress", "document_number": "412/UBND-KT"}
    stage.send("official", "PATCH", f"/follow-ups/{made['id']}", change)
    enter(page, stage, "moderator", size, f"&theme={theme}")
    expect(row(page, made)).to_contain_text("Quá hạn 12 ngày")
    keep_picture(page, f"follow-ups-list-{size['width']}-{theme}")
    assert page.evaluate(SMALL, LEAST) == []
    row(page, made).click()
    expect(detail(page)).to_contain_text("Tình trạng: Đang giải quyết")
    keep_picture(page, f"follow-ups-{size['width']}-{theme}")
    assert page.evaluate(SMALL, LEAST) == []
    assert not overflows(page)


def test_whatever_is_written_stays_text_and_english_is_spoken(page: Page, stage: Stage) -> None:
    made = promised(stage, text=HOSTILE, promise="<i>" + "W" * 900)
    stage.send(
        "official", "PATCH", f"/follow-ups/{made['id']}", {"reply": "<img src=x>" + "W" * 3000}
    )
    enter(page, stage, "official", {"width": 320, "height": 640}, "&lang=en")
    row(page, made).click()
    expect(detail(page)).to_contain_text("What was promised")
    expect(detail(page)).to_contain_text("<script>alert(1)</script>")
    assert page.locator("main img").count() == 0
    assert violations(page) == []
    assert not overflows(page)
