"""Handing questions to agencies: at the desk, on the officials' screen, and what the hall sees."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.screens.desks import choose, enter
from tests.screens.looking import keep_picture, violations
from tests.screens.stage import Stage
from tests.screens.test_chair import clear, overflows
from tests.screens.test_official import card, open_official

NOTE = "Đề nghị nêu số liệu hai năm gần đây."
TEXT = "Tỉnh đã bố trí 12 tỷ đồng, hoàn thành trong quý III."


@pytest.fixture(autouse=True)
def empty(stage: Stage) -> None:
    clear(stage)


def hand(stage: Stage, number: int, agency: str = "ubnd-tinh", **more: Any) -> int:
    body = {"agency": agency} | more
    stage.send("moderator", "PUT", f"/questions/{number}/preparation", body)
    return number


def test_moderator_hands_a_question_over_and_takes_it_back(page: Page, stage: Stage) -> None:
    number = stage.submit("na-ri", "Bao giờ có trạm y tế mới?")
    enter(page, stage)
    choose(page, number)
    page.get_by_role("button", name="Giao chuẩn bị").click()
    dialog = page.get_by_role("dialog", name=f"Giao chuẩn bị câu {number}")
    dialog.get_by_label("Cơ quan chuẩn bị").select_option(label="UBND tỉnh")
    dialog.get_by_label("Hạn gửi dự thảo").fill("2024-03-05")
    dialog.get_by_label("Yêu cầu với cơ quan").fill(NOTE)
    assert violations(page) == []
    keep_picture(page, "desk-hand-over")
    dialog.get_by_role("button", name="Giao chuẩn bị").click()
    expect(dialog).to_have_count(0)
    section = page.get_by_role("region", name="Giao chuẩn bị")
    expect(section).to_contain_text("UBND tỉnh")
    expect(section).to_contain_text("Hạn 05/03/2024")
    expect(section).to_contain_text("Quá hạn")
    expect(section).to_contain_text(NOTE)
    keep_picture(page, "desk-handed-over")
    page.get_by_role("button", name="Giao chuẩn bị").click()
    expect(dialog.get_by_label("Yêu cầu với cơ quan")).to_have_value(NOTE)
    dialog.get_by_role("button", name="Thôi giao").click()
    expect(section).to_have_count(0)
    assert stage.send("moderator", "GET", f"/questions/{number}")["preparation"] is None


def test_desk_shows_how_far_the_agencies_have_come(page: Page, stage: Stage) -> None:
    late = hand(stage, stage.submit("na-ri", "Khi nào sửa chợ?"), due="2024-03-05")
    waiting = hand(stage, stage.submit("ba-be", "Vay vốn ở đâu?"), due="2099-03-05")
    hand(stage, stage.submit("ba-be", "Tập huấn ở đâu?"), "hoi-lhpn-tinh")
    path = f"/questions/{waiting}/prepared-answer"
    stage.send("official", "PUT", path, {"text": TEXT})
    stage.do(waiting, "prepared-answer/submit")
    enter(page, stage)
    page.get_by_role("button", name="Chuẩn bị", exact=True).click()
    dialog = page.get_by_role("dialog", name="Tiến độ chuẩn bị")
    row = dialog.get_by_role("row", name="UBND tỉnh")
    assert row.get_by_role("cell").all_inner_texts() == [
        *("2", "1", "0", "0", "1", "0", "1"),
        "05/03/2024",
    ]
    row.get_by_role("button").click()
    expect(dialog.get_by_role("listitem").first).to_contain_text("Khi nào sửa chợ?")
    assert violations(page) == []
    assert not overflows(page)
    keep_picture(page, "desk-preparation")
    stage.send("official", "PUT", f"/questions/{late}/prepared-answer", {"text": TEXT})
    expect(row.get_by_role("cell").nth(2)).to_have_text("1")
    dialog.get_by_role("button", name=f"Mở câu {late}").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("heading", name=f"Câu {late}", exact=True)).to_be_visible()


def test_agency_writes_and_hands_in_before_anybody_is_assigned(page: Page, stage: Stage) -> None:
    number = stage.submit("na-ri", "Bao giờ có trạm y tế mới?")
    open_official(page, stage)
    expect(card(page, number)).to_have_count(0)
    hand(stage, number, due="2024-03-05", note=NOTE)
    mine = card(page, number)
    expect(mine).to_contain_text("Cơ quan đồng chí được giao chuẩn bị")
    expect(mine).to_contain_text("Hạn 05/03/2024")
    expect(mine).to_contain_text("Quá hạn")
    expect(mine).to_contain_text(NOTE)
    expect(mine.get_by_role("button", name=f"Nhận câu số {number}")).to_have_count(0)
    field = mine.get_by_label(f"Câu trả lời chuẩn bị sẵn – câu {number}")
    field.fill(TEXT)
    mine.get_by_role("button", name=f"Gửi duyệt câu {number}").click()
    expect(mine).to_contain_text("Chờ duyệt")
    expect(mine).not_to_contain_text("Quá hạn")
    stage.do(number, "prepared-answer/return", {"note": "Đề nghị nêu nguồn vốn"})
    expect(mine).to_contain_text("Đề nghị nêu nguồn vốn")
    expect(mine).to_contain_text("Quá hạn")
    assert violations(page) == []
    assert not overflows(page)
    keep_picture(page, "official-asked")
    page.set_viewport_size({"width": 390, "height": 844})
    assert not overflows(page)
    keep_picture(page, "official-asked-phone")
    stage.send("moderator", "DELETE", f"/questions/{number}/preparation")
    expect(mine).to_have_count(0)


def test_chair_reads_the_cleared_text_and_the_hall_never(page: Page, stage: Stage) -> None:
    number = hand(stage, stage.queued(text="Bao giờ có cầu?"))
    stage.send("official", "PUT", f"/questions/{number}/prepared-answer", {"text": TEXT})
    stage.do(number, "call")
    stage.enter(page.context, "chair")
    page.goto(f"{stage.url}/chair?conference=bac-kan-2025")
    expect(page.get_by_text("Bao giờ có cầu?").first).to_be_visible()
    expect(page.get_by_text(TEXT)).to_have_count(0)
    stage.do(number, "prepared-answer/clear")
    expect(page.get_by_text(TEXT)).to_be_visible()
    page.goto(f"{stage.url}/hall?conference=bac-kan-2025")
    expect(page.get_by_text("Bao giờ có cầu?").first).to_be_visible()
    assert TEXT not in page.content()
