"""An official's screen: what is answered, what is assigned to me, yes or no, prepared answers."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.conftest import OFFICIAL, OTHER_OFFICIAL
from tests.screens.looking import keep_picture, violations
from tests.screens.stage import Stage
from tests.screens.test_chair import HOSTILE, clear, overflows

PHONE: ViewportSize = {"width": 390, "height": 844}
LAPTOP: ViewportSize = {"width": 1366, "height": 768}


def open_official(page: Page, stage: Stage, who: str = "official", more: str = "") -> None:
    stage.enter(page.context, who)
    page.goto(f"{stage.url}/official?conference=bac-kan-2025{more}")
    expect(page.locator("#official")).to_have_attribute("data-status", "live")


def assign(stage: Stage, number: int, lead: str = OFFICIAL, **more: Any) -> int:
    body = {"lead": lead, "supporting": [], **more}
    stage.send("moderator", "PUT", f"/questions/{number}/assignment", body)
    return number


def card(page: Page, number: int) -> Locator:
    return page.locator(f"#question-{number}")


def prepared(stage: Stage, number: int) -> Any:
    return stage.send("moderator", "GET", f"/questions/{number}")["prepared_answer"]


@pytest.fixture(autouse=True)
def empty(stage: Stage) -> None:
    clear(stage)


def test_accepting_and_declining(page: Page, stage: Stage) -> None:
    number = assign(stage, stage.queued(), note="Xin nói rõ nguồn vốn")
    open_official(page, stage)
    mine = card(page, number)
    expect(mine.locator(".private").first).to_contain_text("Xin nói rõ nguồn vốn")
    expect(mine.locator(".private").first).to_contain_text("Riêng – không hiện ở hội trường")
    expect(mine).to_contain_text("Chủ trì")
    expect(mine.locator(".private").first).to_contain_text("Người nêu: Nguyễn Thị Thử")
    mine.get_by_role("button", name=f"Nhận câu số {number}").click()
    expect(mine.get_by_text("Đã nhận", exact=True)).to_be_visible()
    mine.get_by_role("button", name=f"Từ chối câu số {number}").click()
    dialog = page.get_by_role("dialog", name=f"Từ chối câu số {number}")
    dialog.get_by_label("Lý do").press_sequentially("Thuộc lĩnh vực")
    stage.queued()  # A change comes meanwhile.
    dialog.get_by_label("Lý do").press_sequentially(" của Sở Nội vụ.")
    keep_picture(page, "official-decline")
    dialog.get_by_role("button", name="Từ chối").click()
    expect(dialog).to_have_count(0)
    expect(mine).to_contain_text("Đồng chí đã từ chối: Thuộc lĩnh vực của Sở Nội vụ.")
    given = stage.send("moderator", "GET", f"/questions/{number}")["assignment"]
    assert given["status"] == "declined"
    mine.get_by_role("button", name=f"Nhận câu số {number}").click()
    expect(mine.get_by_text("Đã nhận", exact=True)).to_be_visible()


def test_what_is_answered_and_whether_it_is_mine(page: Page, stage: Stage) -> None:
    other = stage.queued(text="Bao giờ có trạm y tế?")
    before = stage.queued(site="na-ri")
    mine = assign(stage, stage.queued(text="Bao giờ có cầu?"))
    stage.do(other, "call")
    open_official(page, stage)
    now = page.locator(".now")
    expect(now).to_contain_text("Bao giờ có trạm y tế?")
    expect(now).not_to_have_class(re.compile("is-mine"))
    expect(now).to_contain_text("Thứ 2 trong hàng đợi · khoảng")
    tap = {"expected_current": other, "expected_next": before}
    stage.send("chair", "POST", "/floor/next", tap)
    expect(now).to_contain_text("Kế tiếp – đầu hàng đợi")
    stage.send("chair", "POST", "/floor/next", {"expected_current": before, "expected_next": mine})
    expect(now).to_contain_text("Đồng chí đang chủ trì trả lời câu này")
    expect(now.get_by_role("timer")).to_have_text(re.compile(r"^00:0\d$"))


def test_writing_a_prepared_answer_until_it_is_cleared(page: Page, stage: Stage) -> None:
    number = assign(stage, stage.queued())
    open_official(page, stage)
    mine = card(page, number)
    field = mine.get_by_label(f"Câu trả lời chuẩn bị sẵn – câu {number}")
    field.press_sequentially("Tỉnh đã bố trí")
    stage.do(number, "call")  # Changes come while it is written …
    expect(page.locator(".now")).to_contain_text("Đồng chí đang chủ trì")
    expect(field).to_be_focused()
    field.press_sequentially(" 12 tỷ đồng.")
    page.reload()  # … and the page is lost.
    expect(field).to_have_value("Tỉnh đã bố trí 12 tỷ đồng.")
    expect(mine).to_contain_text("Chưa lưu")
    mine.get_by_role("button", name=f"Lưu bản nháp câu {number}").click()
    expect(mine).to_contain_text("Đang soạn")
    expect(mine).to_contain_text("Đã lưu")
    assert prepared(stage, number)["state"] == "draft"

    field.press_sequentially(" Xong trong quý III.")
    mine.get_by_role("button", name=f"Gửi duyệt câu {number}").click()
    expect(mine).to_contain_text("Chờ duyệt")
    expect(field).to_have_count(0)
    kept = prepared(stage, number)
    assert kept["text"] == "Tỉnh đã bố trí 12 tỷ đồng. Xong trong quý III."
    assert kept["state"] == "submitted"
    assert kept["agency"] == "ubnd-tinh"

    stage.do(number, "prepared-answer/return", {"note": "Đề nghị nêu nguồn vốn"})
    expect(mine).to_contain_text("Điều phối trả lại để sửa:")
    expect(mine).to_contain_text("Đề nghị nêu nguồn vốn")
    keep_picture(page, "official-returned")
    field.press_sequentially(" Vốn trung ương.")
    mine.get_by_role("button", name=f"Gửi duyệt câu {number}").click()
    expect(mine).to_contain_text("Chờ duyệt")
    stage.do(number, "prepared-answer/clear")
    expect(mine).to_contain_text("Đã duyệt: bàn chủ tọa đọc được.")
    expect(page.locator(".answers")).to_contain_text(f"Câu số {number}")
    mine.get_by_role("button", name=f"Sửa lại câu trả lời câu {number}").click()
    expect(field).to_be_focused()


def test_two_who_write_lose_nothing(page: Page, stage: Stage) -> None:
    number = assign(stage, stage.queued())
    open_official(page, stage)
    mine = card(page, number)
    field = mine.get_by_label(f"Câu trả lời chuẩn bị sẵn – câu {number}")
    field.fill("Bản của tôi")
    stage.send(
        "moderator", "PUT", f"/questions/{number}/prepared-answer", {"text": "Bản của điều phối"}
    )
    expect(mine.locator(".returned")).to_contain_text("Bản của điều phối")
    expect(field).to_have_value("Bản của tôi")
    mine.get_by_role("button", name="Bỏ phần đang soạn, lấy bản này").click()
    expect(field).to_have_value("Bản của điều phối")


def test_one_who_supports_reads_what_another_agency_wrote(page: Page, stage: Stage) -> None:
    number = assign(stage, stage.queued(), supporting=[OTHER_OFFICIAL])
    stage.send(
        "official", "PUT", f"/questions/{number}/prepared-answer", {"text": "Bản của UBND tỉnh"}
    )
    hidden = assign(stage, stage.queued(text="Câu của người khác?"))
    stage.send("official", "PUT", f"/questions/{hidden}/prepared-answer", {"text": "Kín"})
    open_official(page, stage, "official-2")
    mine = card(page, number)
    expect(mine).to_contain_text("Phối hợp")
    expect(mine).to_contain_text("Bản của UBND tỉnh")
    expect(mine).to_contain_text("Bản này do UBND tỉnh soạn.")
    expect(mine.get_by_role("textbox")).to_have_count(0)
    mine.get_by_role("button", name=f"Nhận câu số {number}").click()
    expect(mine.get_by_text("Đã nhận", exact=True)).to_be_visible()
    expect(page.get_by_text("Kín", exact=True)).to_have_count(0)


def test_a_moderator_chooses_whose_screen_and_only_looks(page: Page, stage: Stage) -> None:
    number = assign(stage, stage.queued())
    stage.enter(page.context, "moderator")
    page.goto(f"{stage.url}/official?conference=bac-kan-2025")
    expect(page.get_by_role("heading", name="Xem màn hình của đại biểu nào?")).to_be_visible()
    link = page.get_by_role("link", name="Chủ tịch UBND tỉnh")
    expect(link).to_be_visible()
    keep_picture(page, "official-choose")
    link.click()
    expect(page.locator("#official")).to_have_attribute("data-status", "live")
    expect(card(page, number)).to_be_visible()
    expect(card(page, number).get_by_role("button")).to_have_count(0)


def furnish(stage: Stage) -> None:
    text = (
        "Đường vào thôn Bản Tàn mùa mưa không đi được, các cháu phải nghỉ học nhiều ngày. "
        "Đề nghị cho biết bao giờ tuyến đường này được đầu tư?"
    )
    asker = {"name": "Hoàng Thị Thử", "position": "Chi hội trưởng", "may_show_name": True}
    numbers = [
        stage.queued(text=text, asker=asker, topic="phat-trien-kinh-te-xa-hoi"),
        stage.queued(site="na-ri", text="Khi nào sửa chợ?"),
        stage.queued(site="thanh-pho-bac-kan", text="Vay vốn ưu đãi cho hợp tác xã ở đâu?"),
    ]
    note = "Đã có chủ trương từ tháng 2; xin nói rõ nguồn vốn."
    for number, more in zip(numbers, [{"note": note}, {"lead": OTHER_OFFICIAL}, {}], strict=True):
        assign(stage, number, **more, supporting=[OFFICIAL] if "lead" in more else [])
    answer = "Tỉnh đã bố trí 12 tỷ đồng, khởi công trong quý II, hoàn thành trước mùa mưa năm sau."
    path = f"/questions/{numbers[0]}/prepared-answer"
    stage.send("official", "PUT", path, {"text": answer})
    stage.do(numbers[0], "prepared-answer/clear")
    stage.send("official", "POST", f"/questions/{numbers[0]}/assignment/accept")
    stage.do(numbers[0], "call")


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_looks_and_access(page: Page, stage: Stage, size: ViewportSize, theme: str) -> None:
    furnish(stage)
    page.set_viewport_size(size)
    open_official(page, stage)
    if theme == "dark":
        page.get_by_text("Tuỳ chọn").click()
        page.get_by_role("button", name="Nền tối").click()
        page.keyboard.press("Escape")
    expect(page.locator(".now")).to_contain_text("Đồng chí đang chủ trì")
    expect(page.get_by_text("khoảng").first).to_be_visible()
    assert violations(page) == []
    assert not overflows(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, summary, main a")]
        .map((one) => [one.getBoundingClientRect(), one.outerHTML.slice(0, 120)])
        .filter(([box]) => box.width && (box.width < 44 || box.height < 44))
        .map(([, text]) => text)"""
    )
    assert small == []
    keep_picture(page, f"official-{size['width']}-{theme}")


def test_nothing_assigned_yet_and_english(page: Page, stage: Stage) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_official(page, stage, "official-2", "&lang=en")
    expect(page.get_by_role("heading", name="Answering official")).to_be_visible()
    expect(page.get_by_text("Nothing is being answered")).to_be_visible()
    assert violations(page) == []
    assert not overflows(page)
    keep_picture(page, "official-320")


def test_whatever_is_written_stays_text(page: Page, stage: Stage) -> None:
    number = assign(stage, stage.queued(text=HOSTILE), note="<i>" + "ế" * 900)
    path = f"/questions/{number}/prepared-answer"
    stage.send("official", "PUT", path, {"text": "<img src=x onerror=alert(1)>" + "W" * 3900})
    stage.do(number, "prepared-answer/clear")
    stage.do(number, "call")
    page.set_viewport_size(PHONE)
    open_official(page, stage)
    expect(card(page, number)).to_contain_text("<script>alert(1)</script>")
    expect(card(page, number)).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("main img").count() == 0
    assert not overflows(page)
    keep_picture(page, "official-hostile")
