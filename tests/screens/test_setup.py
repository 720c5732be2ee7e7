"""Setting a conference up: made, described, furnished, arranged, and taken through its phases."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.conftest import CONFERENCE
from tests.screens.looking import keep_picture, violations
from tests.screens.stage import Stage

HOSTILE = "\u202e<script>alert(1)</script>😀 Ế" + "W" * 160
SECTIONS = [
    "hoi-nghi",
    "giai-doan",
    "diem-cau",
    "noi-dung",
    "co-quan",
    "dai-bieu",
    "chuong-trinh",
    "nguoi-dung",
    "loi-moi",
    "man-hinh",
    "bao-cao",
    "khoa-api",
    "webhook",
]


def open_section(
    stage: Stage, page: Page, section: str, conference: str = CONFERENCE, more: str = ""
) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    stage.enter(page.context, "admin")
    page.goto(f"{stage.url}/setup?conference={conference}{more}#{section}")
    expect(page.locator("#setup")).to_have_attribute("data-status", "live")


def make_conference(stage: Stage, slug: str, **more: Any) -> None:
    given = {"slug": slug, "title": "Hội nghị để thử"} | more
    stage.send("admin", "POST", "conferences", given)


def row(page: Page, name: str) -> Locator:
    return page.locator(".row").filter(has=page.locator(".row-name", has_text=name))


def names(page: Page) -> list[str]:
    return page.locator(".row-name bdi").all_inner_texts()


def overflow(page: Page) -> int:
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


def test_an_administrator_without_a_conference_makes_one(stage: Stage, page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    stage.enter(page.context, "admin")
    page.goto(f"{stage.url}/setup")
    expect(page.get_by_role("link", name=CONFERENCE)).to_be_visible()
    keep_picture(page, "setup-choose")
    page.get_by_label("Tên hội nghị").fill("Đối thoại với thanh niên 2026")
    slug = page.get_by_label("Tên ngắn trong địa chỉ")
    expect(slug).to_have_value("doi-thoai-voi-thanh-nien-2026")
    page.get_by_role("button", name="Tạo hội nghị").click()
    page.wait_for_url("**/setup?conference=doi-thoai-voi-thanh-nien-2026")
    expect(page.locator("#setup")).to_have_attribute("data-status", "live")
    page.get_by_role("link", name="Điểm cầu").click()
    expect(page.get_by_text("Chưa có điểm cầu nào.")).to_be_visible()
    keep_picture(page, "setup-empty")


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(stage: Stage, page: Page) -> None:
    stage.enter(page.context, "admin")
    page.goto(f"{stage.url}/setup")
    page.get_by_role("button", name="Tạo hội nghị").click()
    slug = page.get_by_label("Tên ngắn trong địa chỉ")
    expect(slug).to_be_focused()
    expect(slug).to_have_attribute("aria-invalid", "true")
    slug.fill("ten-con-moi")
    page.get_by_role("button", name="Tạo hội nghị").click()
    title = page.get_by_label("Tên hội nghị")
    expect(title).to_have_accessible_description(
        "Khi dùng mẫu có thể để trống: hội nghị lấy tên của mẫu. Tên hội nghị: phải có."
    )
    title.fill("Tên nào đó")
    slug.fill(CONFERENCE)
    page.get_by_role("button", name="Tạo hội nghị").click()
    expect(slug).to_have_accessible_description(re.compile("đã được dùng"))
    expect(title).to_have_value("Tên nào đó")
    keep_picture(page, "setup-refused")


def test_a_moderator_is_told_that_this_is_not_for_them(stage: Stage, page: Page) -> None:
    stage.enter(page.context, "moderator")
    page.goto(f"{stage.url}/setup")
    expect(page.get_by_text("Tài khoản này không dùng được màn hình này.")).to_be_visible()


def test_a_stranger_signs_in_and_comes_back(stage: Stage, page: Page) -> None:
    page.goto(f"{stage.url}/setup?conference={CONFERENCE}")
    page.wait_for_url("**/?next=%2Fsetup%3Fconference%3D*")


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_section_is_within_reach_of_everybody(
    stage: Stage, page: Page, section: str, theme: str
) -> None:
    open_section(stage, page, section, more=f"&theme={theme}")
    expect(page.locator(".open-section h2")).to_be_visible()
    expect(page.get_by_text("Đang tải…")).to_have_count(0)
    if theme == "light":
        keep_picture(page, f"setup-{section}")
    assert violations(page) == []
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, a, select, summary, input:not([type])")]
          .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
          .map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert small == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) <= 0


def test_the_conference_is_described_in_its_own_time(stage: Stage, page: Page) -> None:
    make_conference(stage, "gio-giac")
    open_section(stage, page, "hoi-nghi", "gio-giac")
    page.get_by_label("Bắt đầu").fill("5/3/2025 8h")
    page.get_by_label("Kết thúc").fill("05/03/2025 07:00")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_label("Kết thúc")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Kết thúc").fill("05/03/2025 11:30")
    page.get_by_label("Diễn tập").check()
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    expect(page.locator(".bar .rehearsal")).to_be_visible()
    kept = stage.send("admin", "GET", "conferences/gio-giac")
    assert kept["starts_at"] == "2025-03-05T01:00:00Z"
    assert kept["ends_at"] == "2025-03-05T04:30:00Z"
    page.reload()
    expect(page.get_by_label("Bắt đầu")).to_have_value("05/03/2025 08:00")


def test_the_phase_is_switched_after_a_question_and_archived_after_the_name(
    stage: Stage, page: Page
) -> None:
    make_conference(stage, "giai-doan")
    open_section(stage, page, "giai-doan", "giai-doan")
    page.get_by_role("button", name="Chuyển sang: Thu thập câu hỏi").click()
    keep_picture(page, "setup-phase-asked")
    page.get_by_role("button", name="Chuyển giai đoạn").click()
    expect(page.locator(".phase.here")).to_contain_text("Thu thập câu hỏi")
    page.get_by_role("button", name="Lùi về: Dự thảo").click()
    page.get_by_role("button", name="Chuyển giai đoạn").click()
    expect(page.locator(".phase.here")).to_contain_text("Dự thảo")

    page.get_by_role("button", name="Chuyển thẳng: Lưu trữ").click()
    page.get_by_label("Tên ngắn của hội nghị").fill("khac")
    page.get_by_role("button", name="Lưu trữ vĩnh viễn").click()
    expect(page.get_by_label("Tên ngắn của hội nghị")).to_have_attribute("aria-invalid", "true")
    keep_picture(page, "setup-archive")
    page.get_by_label("Tên ngắn của hội nghị").fill("giai-doan")
    page.get_by_role("button", name="Lưu trữ vĩnh viễn").click()
    expect(page.locator(".phase.here")).to_contain_text("Lưu trữ")
    page.get_by_role("link", name="Điểm cầu").click()
    expect(page.get_by_role("button", name="Thêm điểm cầu")).to_have_count(0)


def test_what_people_write_stays_text(stage: Stage, page: Page) -> None:
    make_conference(stage, "chu-la", title=HOSTILE)
    stage.send("admin", "POST", "conferences/chu-la/topics", {"slug": "la", "name": HOSTILE})
    open_section(stage, page, "noi-dung", "chu-la")
    assert names(page)[0].endswith("W" * 160)
    assert overflow(page) <= 0
    keep_picture(page, "setup-hostile")
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) <= 0
    keep_picture(page, "setup-hostile-narrow")


def test_it_speaks_english_as_well(stage: Stage, page: Page) -> None:
    open_section(stage, page, "diem-cau", more="&lang=en")
    expect(page.get_by_role("button", name="Add a site")).to_be_visible()
    page.get_by_role("link", name="Phase").click()
    expect(page.get_by_role("heading", level=2, name="Phase")).to_be_visible()
