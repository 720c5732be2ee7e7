"""The lists of a conference: add, change, remove, arrange, and two people at once."""

from playwright.sync_api import Page, expect

from tests.screens.looking import keep_picture
from tests.screens.stage import Stage
from tests.screens.test_setup import make_conference, names, open_section, row


def test_a_site_is_added_changed_and_removed(stage: Stage, page: Page) -> None:
    make_conference(stage, "diem-cau")
    open_section(stage, page, "diem-cau", "diem-cau")
    page.get_by_role("button", name="Thêm điểm cầu").click()
    page.get_by_label("Tên điểm cầu").fill("Huyện Chợ Đồn")
    expect(page.get_by_label("Tên ngắn trong địa chỉ")).to_have_value("huyen-cho-don")
    page.get_by_label("Số đại biểu dự kiến").fill("nhiều")
    page.get_by_role("button", name="Thêm", exact=True).click()
    expect(page.get_by_label("Số đại biểu dự kiến")).to_be_focused()
    keep_picture(page, "setup-form")
    page.get_by_label("Số đại biểu dự kiến").fill("50")
    page.get_by_role("button", name="Thêm", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Thêm điểm cầu")).to_be_focused()
    expect(row(page, "Huyện Chợ Đồn")).to_contain_text("50 đại biểu")

    page.get_by_role("button", name="Sửa: Huyện Chợ Đồn").click()
    page.get_by_label("Tên điểm cầu").fill("Chợ Đồn")
    page.keyboard.press("Enter")
    expect(row(page, "Chợ Đồn")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.get_by_role("button", name="Xoá: Chợ Đồn").click()
    page.get_by_role("dialog").get_by_role("button", name="Xoá").click()
    expect(page.get_by_text("Chưa có điểm cầu nào.")).to_be_visible()


def test_what_is_in_use_stays_and_why_is_told(stage: Stage, page: Page) -> None:
    open_section(stage, page, "diem-cau")
    page.get_by_role("button", name="Xoá: Huyện Chợ Đồn").click()
    page.get_by_role("dialog").get_by_role("button", name="Xoá").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("đang được dùng")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Xoá: Huyện Chợ Đồn")).to_be_focused()
    expect(row(page, "Huyện Chợ Đồn")).to_be_visible()


def test_what_was_typed_into_a_form_closed_by_a_slip_comes_back(stage: Stage, page: Page) -> None:
    open_section(stage, page, "noi-dung")
    page.get_by_role("button", name="Thêm nội dung").click()
    page.get_by_label("Tên gọn").fill("Việc làm")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Mở lại").click()
    expect(page.get_by_label("Tên gọn")).to_have_value("Việc làm")


def test_two_who_change_the_same_thing_see_both(stage: Stage, page: Page) -> None:
    make_conference(stage, "hai-nguoi")
    base = "conferences/hai-nguoi/topics"
    stage.send("admin", "POST", base, {"slug": "viec-lam", "name": "Việc làm"})
    open_section(stage, page, "noi-dung", "hai-nguoi")
    page.get_by_role("button", name="Sửa: Việc làm").click()
    page.get_by_label("Tên gọn").fill("Việc làm của tôi")
    stage.send(
        "admin", "PATCH", f"{base}/viec-lam", {"name": "Của người khác", "sentence": "Câu mới"}
    )
    expect(row(page, "Của người khác")).to_have_count(1)
    expect(page.get_by_label("Tên gọn")).to_have_value("Việc làm của tôi")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("Người khác vừa sửa")
    expect(page.get_by_role("dialog")).to_contain_text("Bản hiện tại: Của người khác")
    expect(page.get_by_label("Câu đầy đủ")).to_have_value("Câu mới")
    keep_picture(page, "setup-both")
    page.get_by_role("button", name="Lưu").click()
    expect(row(page, "Việc làm của tôi")).to_contain_text("Câu mới")


def test_the_order_is_changed_by_keyboard_and_the_focus_goes_along(
    stage: Stage, page: Page
) -> None:
    make_conference(stage, "thu-tu")
    for name in ("mot", "hai", "ba"):
        stage.send("admin", "POST", "conferences/thu-tu/agencies", {"slug": name, "name": name})
    open_section(stage, page, "co-quan", "thu-tu")
    down = page.get_by_role("button", name="Đưa xuống: mot")
    down.focus()
    page.keyboard.press("Enter")
    expect(down).to_be_focused()
    page.keyboard.press("Enter")
    assert names(page) == ["hai", "ba", "mot"]
    expect(page.get_by_role("button", name="Đưa lên: mot")).to_be_focused()
    page.wait_for_timeout(1500)
    assert names(page) == ["hai", "ba", "mot"]
    expect(page.get_by_role("button", name="Đưa lên: mot")).to_be_focused()
    page.reload()
    expect(row(page, "mot")).to_be_visible()
    assert names(page) == ["hai", "ba", "mot"]
