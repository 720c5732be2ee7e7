"""The desk makes an answered question public, in words that are read before, and takes it back."""

from playwright.sync_api import Page, expect

from tests.conftest import CONFERENCE, OFFICIAL
from tests.screens.desks import choose, enter
from tests.screens.looking import keep_picture
from tests.screens.stage import Stage


def test_publishing_mending_and_taking_back(page: Page, stage: Stage) -> None:
    stage.send("admin", "PATCH", f"conferences/{CONFERENCE}", {"is_public": True})
    number = stage.queued(text="Bao giờ đường vào thôn được đổ bê tông?")
    path = f"/questions/{number}"
    stage.send("moderator", "PUT", f"{path}/assignment", {"lead": OFFICIAL})
    for command in ("call", "finish"):
        stage.do(number, command)
    stage.send("moderator", "PUT", f"{path}/answer", {"summary": "Tóm tắt nội bộ."})
    enter(page, stage)
    page.keyboard.press("4")
    choose(page, number)
    pane = page.get_by_role("region", name="Trang công khai")
    expect(pane).to_contain_text("Chưa công khai.")
    pane.get_by_role("button", name="Công khai", exact=True).click()
    dialog = page.get_by_role("dialog", name=f"Công khai câu {number}")
    expect(dialog).to_contain_text("Không ghi tên người hỏi.")
    words = dialog.get_by_label("Câu trả lời được công khai")
    expect(words).to_be_focused()
    expect(words).to_have_value("Tóm tắt nội bộ.")
    words.fill("Tỉnh bố trí vốn, làm xong trong quý III.")
    keep_picture(page, "desk-publish")
    dialog.get_by_role("button", name="Công khai").click()
    expect(dialog).to_have_count(0)
    expect(pane).to_contain_text("Tỉnh bố trí vốn")
    expect(pane.get_by_text("Đang công khai")).to_be_visible()
    keep_picture(page, "desk-published")
    pane.get_by_role("button", name="Sửa nội dung công khai").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Tóm tắt nội bộ.")
    expect(words).to_have_value("Tỉnh bố trí vốn, làm xong trong quý III.")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    pane.get_by_role("button", name="Gỡ công khai").click()
    expect(pane).to_contain_text("Chưa công khai.")
    assert stage.send("moderator", "GET", path)["published"] is None
