"""The set-up's reports: what is typed stands on the paper, and a refusal is told."""

import io
from pathlib import Path

from docx import Document
from playwright.sync_api import Page, expect

from tests.conftest import CONFERENCE
from tests.screens.looking import keep_picture
from tests.screens.stage import Stage
from tests.screens.test_setup import open_section


def test_report_is_saved_with_what_was_typed(stage: Stage, page: Page) -> None:
    open_section(stage, page, "bao-cao")
    page.get_by_label("Thể thức").select_option(label="Văn bản của Đảng (Hướng dẫn 36-HD/VPTW)")
    page.get_by_label("Số, ký hiệu văn bản").fill("12-BC/TU")
    page.get_by_label("Địa danh").fill("Bắc Kạn")
    page.get_by_label("Ngày ban hành").fill("2025-03-08")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Báo cáo tổng hợp, tệp DOCX").click()
    assert waiting.value.suggested_filename == f"bao-cao-{CONFERENCE}.docx"
    document = Document(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    head = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert head[1].strip() == "ĐẢNG CỘNG SẢN VIỆT NAM"
    assert head[2:] == ["Số 12-BC/TU", "Bắc Kạn, ngày 08 tháng 03 năm 2025"]
    expect(page.get_by_role("status").get_by_text("Đã lập xong: Báo cáo tổng hợp.")).to_be_visible()
    keep_picture(page, "setup-reports-made")


def test_a_file_that_cannot_be_made_is_told_in_words(stage: Stage, page: Page) -> None:
    open_section(stage, page, "bao-cao")
    page.route("**/exports/**", lambda route: route.fulfill(
        status=503, json={"code": "exports_busy", "detail": "Hãy thử lại sau 10 giây."}
    ))  # fmt: skip
    page.get_by_role("button", name="Bảng câu hỏi, tệp XLSX").click()
    expect(page.get_by_text("Không lập được tệp: Hãy thử lại sau 10 giây.")).to_be_visible()
