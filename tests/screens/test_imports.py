"""Taking a sheet in: chosen or dropped, read, looked through, applied; and what cannot be read."""

import io

from playwright.sync_api import FilePayload, Page, expect

from tests.conftest import CONFERENCE
from tests.screens.looking import keep_picture, violations
from tests.screens.stage import Stage
from tests.sheets import HEAD, csv_of, row_of, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = [
    (*HEAD, "Ghi chú"),
    row_of("Bao giờ thôn Nà Lùng có đường bê tông để trẻ em đi học khỏi lội suối?"),
    row_of("Hợp tác xã miến dong vay vốn ưu đãi ở đâu?", "Huyện Na Rì"),
    row_of("HỢP TÁC XÃ MIẾN DONG VAY VỐN ƯU ĐÃI Ở ĐÂU?", "Huyện Na Rì"),
    row_of("Câu của một nơi không có trong hội nghị?", "Huyện Không Có"),
    ("Chợ Đồn", "Ai trông trẻ khi mẹ đi làm xa?", "Triệu Thị Thử", "900000001"),
]


def open_imports(page: Page, stage: Stage, username: str = "moderator", more: str = "") -> None:
    stage.enter(page.context, username)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{stage.url}/imports?conference={CONFERENCE}{more}")
    expect(page.locator("#imports")).to_have_attribute("data-status", "live")


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": XLSX, "buffer": content}


def choose(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files(file(name, content))


def test_sheet_is_chosen_looked_through_and_taken_in(stage: Stage, page: Page) -> None:
    open_imports(page, stage)
    expect(page.get_by_text("Chưa có lượt nhập nào.")).to_be_visible()
    keep_picture(page, "imports-choose")
    choose(page, "cau-hoi.xlsx", workbook(ROWS))
    expect(page.get_by_role("button", name="Nhập 3 câu hỏi")).to_be_visible()
    expect(page.get_by_role("button", name="Lỗi 1")).to_be_visible()
    expect(page.get_by_text("hội nghị không có điểm cầu “Huyện Không Có”")).to_be_visible()
    expect(page.get_by_text("trùng dòng 3")).to_be_visible()
    expect(page.get_by_text("Cột không dùng: Ghi chú")).to_be_visible()
    keep_picture(page, "imports-preview")
    assert violations(page) == []
    page.get_by_role("button", name="Trùng 1").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_label("Nhập dòng 4").check()
    page.get_by_role("button", name="Mới 3").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_label("Nhập dòng 2").uncheck()
    page.get_by_role("button", name="Nhập 3 câu hỏi").click()
    expect(page.get_by_text("Đã nhập 3 câu hỏi")).to_be_visible()
    keep_picture(page, "imports-applied")
    assert violations(page) == []
    found = stage.send("moderator", "GET", "/questions?origin=collected")["items"]
    assert [q["text"] for q in found][-3:] == [ROWS[2][1], ROWS[3][1], ROWS[5][1]]


def test_file_that_is_no_sheet_is_refused_in_words_and_another_can_be_chosen(
    stage: Stage, page: Page
) -> None:
    open_imports(page, stage)
    choose(page, "anh.xlsx", b"\x89PNG\r\n\x1a\n")
    expect(page.get_by_text("Chỉ nhận tệp XLSX và CSV")).to_be_visible()
    choose(page, "thieu-cot.csv", csv_of([("Điểm cầu", "Loại"), ("cho-don", "")]))
    expect(page.get_by_text("Bảng phải có các cột: Nội dung câu hỏi")).to_be_visible()
    page.get_by_role("button", name="Xoá lượt nhập này").click()
    expect(page.get_by_text("Các lượt nhập trước")).to_be_visible()
    expect(page.get_by_text("thieu-cot.csv")).to_have_count(0)


def test_dropped_sheet_is_read_too_and_all_works_by_keyboard_on_a_telephone(
    stage: Stage, page: Page
) -> None:
    open_imports(page, stage, "cho-don", "&lang=en")
    page.set_viewport_size({"width": 390, "height": 844})
    text = csv_of([HEAD, row_of("Bao giờ có nước sạch?")]).decode()
    page.locator(".drop").evaluate(
        """(zone, text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "cau-hoi.csv"));
          zone.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
        }""",
        text,
    )
    take = page.get_by_role("button", name="Take 1 question in")
    expect(take).to_be_visible()
    keep_picture(page, "imports-phone")
    assert violations(page) == []
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(width) <= 0
    take.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 question was taken in")).to_be_visible()
    page.get_by_role("button", name="Back to the list").click()
    expect(page.get_by_role("button", name="Look: cau-hoi.csv")).to_be_visible()


def test_template_can_be_fetched(stage: Stage, page: Page) -> None:
    open_imports(page, stage)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Tải bảng mẫu").click()
    content = io.BytesIO(fetched.value.path().read_bytes()).getvalue()
    assert content.startswith(b"PK")
