"""What is typed into a form becomes what the server takes, and nothing is made twice."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.screens.stage import Stage
from tests.screens.test_setup import make_conference, open_section, row

GIVEN = """
async ([field, values, zone]) => {
  const { given } = await import("/static/shell/entries.js");
  try {
    return given({ name: "it", label: "", ...field, zone: () => zone }, values);
  } catch (error) {
    return { problem: error.message };
  }
}
"""
SLUG = "async (text) => (await import('/static/shell/slug.js')).slugOf(text)"
HANOI = "Asia/Ho_Chi_Minh"


def given(page: Page, typed: Any, zone: str = HANOI, **field: Any) -> Any:
    return page.evaluate(GIVEN, [field, {"it": typed}, zone])


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("05/03/2025 08:00", "2025-03-05T01:00:00.000Z"),
        ("5/3/2025 8h", "2025-03-05T01:00:00.000Z"),
        ("5-3-2025, 8h30", "2025-03-05T01:30:00.000Z"),
        ("", None),
    ],
)
def test_a_moment_is_read_in_its_zone(blank: Page, typed: str, instant: str | None) -> None:
    assert given(blank, typed, type="moment") == instant


def test_a_moment_near_the_change_of_clocks(blank: Page) -> None:
    before, after = "08/03/2026 01:30", "08/03/2026 03:30"
    zone = "America/New_York"
    assert given(blank, before, zone, type="moment") == "2026-03-08T06:30:00.000Z"
    assert given(blank, after, zone, type="moment") == "2026-03-08T07:30:00.000Z"
    assert "problem" in given(blank, "08/03/2026 02:30", zone, type="moment")


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("moment", "31/02/2025 08:00"),
        ("moment", "05/03/2025"),
        ("moment", "2025-03-05 08:00"),
        ("clock", "24:00"),
        ("clock", "8:60"),
        ("clock", "sáng"),
        ("count", "1,5"),
        ("count", "-1"),
        ("slug", "Chợ Đồn"),
        ("slug", "a--b"),
        ("username", "a b"),
        ("password", "ngắn quá"),
    ],
)
def test_what_makes_no_value_is_told(blank: Page, kind: str, typed: str) -> None:
    assert given(blank, typed, type=kind)["problem"]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("clock", "8h30", "08:30"),
        ("clock", "0830", "08:30"),
        ("clock", "8", "08:00"),
        ("count", " 50 ", 50),
        ("count", "", None),
        ("line", "  ", None),
        ("password", " khoảng trắng ", " khoảng trắng "),
        ("checks", [], []),
    ],
)
def test_what_is_meant_is_understood(blank: Page, kind: str, typed: Any, value: Any) -> None:
    assert given(blank, typed, type=kind) == value


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Huyện Chợ Đồn", "huyen-cho-don"),
        ("Ha\u0300 No\u0323\u0302i", "ha-noi"),
        ("  – Sở Nội vụ (tỉnh) –", "so-noi-vu-tinh"),
        ("ế" * 100, "e" * 64),
        ("a" * 63 + " b", "a" * 63),
        ("😀 漢字", ""),
    ],
)
def test_short_names_are_suggested(blank: Page, name: str, slug: str) -> None:
    assert blank.evaluate(SLUG, name) == slug


def test_a_lost_answer_does_not_make_things_twice(stage: Stage, page: Page) -> None:
    make_conference(stage, "mat-tin")
    open_section(stage, page, "loi-moi", "mat-tin")
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/invitations*", lose)
    page.get_by_role("button", name="Mời bằng liên kết").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Vai trò").select_option("chair")
    dialog.get_by_label("Tên người được mời").fill("Chỉ một lần")
    dialog.get_by_role("button", name="Tạo liên kết").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Không kết nối được máy chủ")
    expect(dialog.get_by_label("Tên người được mời")).to_have_value("Chỉ một lần")
    dialog.get_by_role("button", name="Tạo liên kết").click()
    # The link went with the answer that was lost: that is said, and there is one invitation.
    expect(dialog).to_contain_text("Liên kết của “Chỉ một lần” đã hiện một lần")
    dialog.get_by_role("button", name="Xong").click()
    expect(row(page, "Chỉ một lần")).to_have_count(1)
    assert lost == [201]


def test_typing_goes_on_while_others_change_things(stage: Stage, page: Page) -> None:
    make_conference(stage, "dang-go")
    open_section(stage, page, "hoi-nghi", "dang-go")
    theme = page.get_by_label("Chủ đề")
    theme.fill("Một hai ba")
    theme.press("Home")
    page.keyboard.type("Không ")
    stage.send("admin", "PATCH", "conferences/dang-go", {"title": "Tên mới", "rehearsal": True})
    expect(page.locator(".bar .rehearsal")).to_be_visible()
    page.keyboard.type("chỉ ")
    expect(theme).to_have_value("Không chỉ Một hai ba")
    expect(theme).to_be_focused()
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("alert").filter(has_text="Người khác vừa sửa")).to_be_visible()
    expect(page.get_by_label("Tên hội nghị")).to_have_value("Tên mới")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    kept = stage.send("admin", "GET", "conferences/dang-go")
    assert (kept["title"], kept["theme"]) == ("Tên mới", "Không chỉ Một hai ba")
