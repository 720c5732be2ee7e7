"""The desk beside others: who is on which question, edits that meet, the queue, screens, sites."""

import base64
import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import CONFERENCE, OFFICIAL, OTHER_OFFICIAL
from tests.screens.desks import choose, enter, row, state_of
from tests.screens.looking import keep_picture
from tests.screens.stage import COOKIE, Stage


@pytest.fixture
def desk(page: Page, stage: Stage) -> Iterator[Page]:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    enter(page, stage)
    yield page
    assert wrong == []


@pytest.fixture
def other(browser: Browser, stage: Stage) -> Iterator[Page]:
    """The desk of another moderator."""
    context = browser.new_context()
    page = context.new_page()
    enter(page, stage, "moderator-2")
    yield page
    context.close()


def test_each_desk_sees_what_the_other_has_open(desk: Page, other: Page, stage: Stage) -> None:
    number = stage.submit("ba-be", "Ai đang xem câu này?")
    choose(desk, number)
    expect(desk.get_by_text("Không thấy câu nào giống")).to_be_visible()
    places = """() => [...document.querySelectorAll(".row, .detail-pane :is(h2, button, .text)")]
        .map((one) => JSON.stringify(one.getBoundingClientRect()))"""
    before = desk.evaluate(places)
    choose(other, number)
    expect(row(desk, number)).to_contain_text("moderator-2 đang xem")
    expect(desk.get_by_text("moderator-2 đang xem câu này")).to_be_visible()
    assert desk.evaluate(places) == before
    keep_picture(desk, "desk-handled")
    other.keyboard.press("2")
    expect(desk.get_by_text("moderator-2 đang xem câu này")).to_have_count(0)


def test_an_edit_that_meets_another_loses_neither(desk: Page, stage: Stage) -> None:
    number = stage.submit("na-ri", "Bao giờ có cầu qua suối?")
    choose(desk, number)
    desk.keyboard.press("s")
    dialog = desk.get_by_role("dialog")
    text = dialog.get_by_label("Nội dung đã sửa")
    expect(text).to_be_focused()
    text.fill("Bản của tôi: bao giờ có cầu?")
    desk.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    desk.keyboard.press("s")
    expect(text).to_have_value("Bản của tôi: bao giờ có cầu?")

    change = {"text": "Bản của người khác."}
    stage.send("moderator-2", "PATCH", f"/questions/{number}", change)
    expect(dialog.get_by_text("vừa được người khác thay đổi")).to_be_visible()
    expect(dialog.locator(".overtaken")).to_contain_text("Bản của người khác.")
    expect(text).to_have_value("Bản của tôi: bao giờ có cầu?")
    keep_picture(desk, "desk-edit-conflict")
    dialog.get_by_role("button", name="Lưu bản của tôi").click()
    expect(dialog).to_have_count(0)
    saved = stage.send("moderator", "GET", f"/questions/{number}")
    assert saved["text"] == "Bản của tôi: bao giờ có cầu?"
    expect(desk.locator(".detail-pane .original")).to_contain_text("Bao giờ có cầu qua suối?")
    keep_picture(desk, "desk-edited")


def test_a_refused_edit_shows_both_and_keeps_what_was_typed(desk: Page, stage: Stage) -> None:
    number = stage.submit("na-ri", "Khi đường dây chậm thì sao?")
    choose(desk, number)
    desk.keyboard.press("s")
    dialog = desk.get_by_role("dialog")
    text = dialog.get_by_label("Nội dung đã sửa")
    text.fill("Bản của tôi.")
    refused = {
        "status": 412,
        "json": {"code": "stale_version", "detail": "Đã có người sửa.", "version": 9},
    }
    theirs = stage.send("moderator", "GET", f"/questions/{number}") | {
        "text": "Bản kia đến trước.",
        "version": 9,
    }
    desk.route(
        f"**/questions/{number}",
        lambda route: (
            route.fulfill(**refused)
            if route.request.method == "PATCH"
            else route.fulfill(json=theirs)
        ),
    )
    desk.keyboard.press("Control+Enter")
    expect(dialog.get_by_text("Đã có người sửa.")).to_be_visible()
    expect(dialog.locator(".overtaken")).to_contain_text("Bản kia đến trước.")
    expect(text).to_have_value("Bản của tôi.")


def test_merging_by_number_refuses_what_cannot_lead(desk: Page, stage: Stage) -> None:
    lead = stage.submit("ba-be", "Trường thiếu giáo viên mầm non.")
    number = stage.submit("pac-nam", "Trường mầm non thiếu giáo viên.")
    gone = stage.submit("pac-nam", "Câu sẽ rút.")
    stage.do(gone, "withdraw")
    choose(desk, number)
    expect(desk.get_by_role("heading", name="Có thể trùng")).to_be_visible()
    desk.keyboard.press("g")
    into = desk.get_by_label("Gộp vào câu số")
    expect(into).to_be_focused()
    into.fill("9999")
    expect(desk.get_by_text("Không có câu 9999.")).to_be_visible()
    into.fill(str(gone))
    expect(desk.get_by_text(f"Không gộp được vào câu {gone}.")).to_be_visible()
    desk.keyboard.press("Enter")
    assert state_of(stage, number) == "submitted"
    desk.get_by_role("dialog").get_by_role("button", name=re.compile(f"^{lead} ")).click()
    expect(into).to_have_value(str(lead))
    keep_picture(desk, "desk-merge")
    into.press("Enter")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    merged = stage.send("moderator", "GET", f"/questions/{number}")
    assert (merged["state"], merged["merged_into"]) == ("merged", lead)
    desk.get_by_role("button", name="Hoàn tác").click()
    expect(row(desk, number)).to_be_visible()
    assert state_of(stage, number) == "submitted"


def test_an_assignment_shows_who_declined_and_a_prepared_answer_is_vetted(
    desk: Page, stage: Stage
) -> None:
    number = stage.submit("cho-don", "Trạm y tế thiếu bác sĩ?")
    assignment = {"lead": OFFICIAL, "supporting": [OTHER_OFFICIAL], "note": "Xin nêu rõ hạn."}
    stage.send("moderator", "PUT", f"/questions/{number}/assignment", assignment)
    path = f"/questions/{number}"
    stage.send("official", "PUT", f"{path}/prepared-answer", {"text": "Tỉnh bố trí trong quý III."})
    stage.send("official", "POST", f"{path}/prepared-answer/submit")
    decline = {"reason": "Không thuộc lĩnh vực."}
    stage.send("official-2", "POST", f"{path}/assignment/decline", decline)
    choose(desk, number)
    expect(desk.get_by_text("Không thuộc lĩnh vực.")).to_be_visible()
    desk.get_by_role("button", name="Duyệt câu trả lời").click()
    expect(desk.locator(".detail-pane .private .chip").first).to_contain_text("Đã duyệt")
    desk.get_by_role("button", name="Trả lại để soạn lại").click()
    desk.get_by_label("Nội dung cần soạn lại").fill("Nêu rõ nguồn vốn.")
    keep_picture(desk, "desk-prepared-return")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("Nêu rõ nguồn vốn.")).to_be_visible()
    desk.get_by_text("Quá trình xử lý").click()
    expect(desk.get_by_text("Từ chối trả lời")).to_be_visible()
    keep_picture(desk, "desk-assigned")
    desk.keyboard.press("p")
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Bỏ phân công")).to_be_visible()
    keep_picture(desk, "desk-unassign")
    with desk.expect_response("**/assignment"):
        dialog.get_by_role("button", name="Bỏ phân công").click()
    expect(dialog).to_have_count(0)
    assert stage.send("moderator", "GET", path)["assignment"] is None


def test_files_of_a_question_open_from_the_desk(desk: Page, stage: Stage) -> None:
    number = stage.submit("cho-moi", "Có ảnh con đường kèm theo.")
    picture = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    answer = httpx.post(
        f"{stage.url}/api/v1/conferences/{CONFERENCE}/questions/{number}/attachments",
        files={"file": ("đường vào thôn.png", picture)},
        headers={"Idempotency-Key": "anh"},
        cookies={COOKIE: stage.cookie("moderator")},
    )
    assert answer.is_success, answer.text
    choose(desk, number)
    link = desk.get_by_role("link", name="đường vào thôn.png")
    expect(link).to_be_visible()
    opened = desk.request.get(stage.url + (link.get_attribute("href") or ""))
    assert (opened.status, opened.body()) == (200, picture)
    keep_picture(desk, "desk-attachment")


def test_officials_stand_by_given_name_and_absent_ones_are_marked(desk: Page, stage: Stage) -> None:
    stage.send("admin", "PATCH", f"/officials/{OTHER_OFFICIAL}", {"present": False})
    number = stage.submit("cho-moi", "Ai trả lời?", topic="to-chuc-hoi-vung-manh")
    choose(desk, number)
    desk.keyboard.press("p")
    groups = desk.get_by_role("dialog").locator("optgroup")
    expect(groups.first).to_have_attribute("label", "Phụ trách nội dung này")
    assert groups.first.locator("option").all_inner_texts() == [
        "Chủ tịch Hội LHPN tỉnh (vắng mặt)",
        "Lãnh đạo Sở Nội vụ",
    ]
    stage.send("admin", "PATCH", f"/officials/{OTHER_OFFICIAL}", {"present": True})


def test_a_lost_line_is_said_and_a_command_is_not_lost_silently(desk: Page, stage: Stage) -> None:
    number = stage.submit("cho-moi", "Mất mạng thì sao?")
    choose(desk, number)
    desk.keyboard.press("t")
    desk.get_by_label("Nội dung cần sửa").fill("Ghi rõ thôn.")
    desk.context.set_offline(True)
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("dialog").get_by_text("Không kết nối được máy chủ")).to_be_visible()
    expect(desk.get_by_label("Nội dung cần sửa")).to_have_value("Ghi rõ thôn.")
    desk.context.set_offline(False)
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    assert state_of(stage, number) == "returned"
