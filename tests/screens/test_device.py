"""A moderator lets a hall screen in by the code it shows, or turns it away."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.conftest import CONFERENCE
from tests.screens.looking import keep_picture
from tests.screens.stage import COOKIE, PASSWORD, Stage

PHONE = ViewportSize(width=390, height=844)
GRANT = "urn:ietf:params:oauth:grant-type:device_code"
NAME = "Màn chiếu cánh gà"


def ask_for_code(stage: Stage) -> Any:
    return httpx.post(f"{stage.url}/api/v1/auth/device").raise_for_status().json()


def sign_in_screen(stage: Stage, code: Any) -> httpx.Response:
    form = {"grant_type": GRANT, "device_code": code["device_code"]}
    return httpx.post(f"{stage.url}/api/v1/auth/session", data=form)


def open_page(stage: Stage, page: Page, search: str = "", who: str = "moderator") -> None:
    page.set_viewport_size(PHONE)
    stage.enter(page.context, who)
    page.goto(f"{stage.url}/device{search}")


def test_a_picture_leads_a_moderator_here_and_the_screen_is_in(stage: Stage, page: Page) -> None:
    code = ask_for_code(stage)
    open_page(stage, page, f"?code={code['user_code']}")
    expect(page.get_by_label("Mã trên màn hình")).to_have_value(code["user_code"])
    expect(page.get_by_label("Tên màn hình")).to_be_focused()
    keep_picture(page, "device-form")
    page.get_by_label("Tên màn hình").fill(NAME)
    page.get_by_role("button", name="Cho vào").click()
    heading = page.get_by_role("heading", name="Màn hình đã được cho vào")
    expect(heading).to_be_focused()
    expect(page.get_by_role("main")).to_contain_text(NAME)
    keep_picture(page, "device-approved")
    answer = sign_in_screen(stage, code)
    assert answer.status_code == 204
    assert answer.cookies[COOKIE]
    assert NAME in [one["name"] for one in stage.send("moderator", "GET", "/screens")["items"]]
    # The code is used up: neither a reload nor the next screen is offered it again.
    page.reload()
    expect(page.get_by_label("Mã trên màn hình")).to_have_value("")


def test_a_code_is_typed_as_it_comes(stage: Stage, page: Page) -> None:
    code = ask_for_code(stage)
    open_page(stage, page)
    field = page.get_by_label("Mã trên màn hình")
    expect(field).to_be_focused()
    page.keyboard.type(code["user_code"].replace("-", "").lower())
    expect(field).to_have_value(code["user_code"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Màn hình đã được cho vào")).to_be_visible()
    page.get_by_role("button", name="Cho màn hình khác vào").click()
    expect(field).to_be_focused()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("bcdfghjk", "BCDF-GHJK"), (" bcdf ghjk ", "BCDF-GHJK"), ("bcđfghư", "BCDD-FGHW")],
)
def test_letters_are_read_however_they_were_typed(blank: Page, typed: str, shown: str) -> None:
    read = "async (typed) => (await import('/static/device/code.js')).spoken(typed)"
    assert blank.evaluate(read, typed) == shown


def test_a_screen_is_turned_away(stage: Stage, page: Page) -> None:
    code = ask_for_code(stage)
    open_page(stage, page, f"?code={code['user_code']}")
    page.get_by_role("button", name="Từ chối").click()
    expect(page.get_by_role("heading", name="Đã từ chối màn hình")).to_be_visible()
    keep_picture(page, "device-denied")
    assert sign_in_screen(stage, code).json()["error"] == "access_denied"


def test_what_is_wrong_is_told_where_it_is_wrong(stage: Stage, page: Page) -> None:
    open_page(stage, page, "?theme=dark")
    page.get_by_role("button", name="Cho vào").click()
    field = page.get_by_label("Mã trên màn hình")
    expect(field).to_be_focused()
    expect(page.get_by_text("Mã có đủ 8 chữ cái, ví dụ BCDF-GHJK.")).to_be_visible()
    field.fill("BBBB-BBBB")
    page.get_by_label("Tên màn hình").fill("")
    page.get_by_role("button", name="Cho vào").click()
    expect(page.get_by_label("Tên màn hình")).to_be_focused()
    page.get_by_label("Tên màn hình").fill("W" * 201)
    page.get_by_role("button", name="Cho vào").click()
    expect(page.get_by_text("Tên dài quá 200 ký tự")).to_be_visible()
    page.get_by_label("Tên màn hình").fill(NAME)
    page.get_by_role("button", name="Cho vào").click()
    expect(page.get_by_text("Không có màn hình nào đang hiện mã này.")).to_be_visible()
    expect(field).to_have_value("BBBB-BBBB")
    expect(field).to_have_attribute("aria-invalid", "true")
    keep_picture(page, "device-unknown")


def test_who_is_not_signed_in_comes_back_with_the_code(stage: Stage, page: Page) -> None:
    code = ask_for_code(stage)
    page.set_viewport_size(PHONE)
    page.goto(f"{stage.url}/device?code={code['user_code']}")
    expect(page.get_by_label("Tên đăng nhập")).to_be_focused()
    page.get_by_label("Tên đăng nhập").fill("moderator")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_label("Mã trên màn hình")).to_have_value(code["user_code"])


def test_who_was_signed_out_meanwhile_keeps_what_was_typed(stage: Stage, page: Page) -> None:
    open_page(stage, page)
    page.get_by_label("Mã trên màn hình").fill("bcdfghjk")
    page.context.clear_cookies()
    page.get_by_role("button", name="Cho vào").click()
    page.wait_for_url("**/?next=*BCDF-GHJK")


def test_others_may_not(stage: Stage, page: Page) -> None:
    open_page(stage, page, who="chair")
    expect(page.get_by_text("Tài khoản này không cho màn hình vào được.")).to_be_visible()
    keep_picture(page, "device-not-for-you")


def test_with_several_conferences_one_is_chosen(stage: Stage, page: Page) -> None:
    stage.send("admin", "POST", "conferences", {"slug": "khac", "title": "<i>Khác</i> " * 20})
    code = ask_for_code(stage)
    open_page(stage, page, f"?code={code['user_code']}", who="admin")
    page.get_by_role("button", name="Cho vào").click()
    choice = page.get_by_label("Hội nghị")
    expect(choice).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    keep_picture(page, "device-choose")
    choice.select_option(CONFERENCE)
    page.get_by_role("button", name="Cho vào").click()
    expect(page.get_by_role("heading", name="Màn hình đã được cho vào")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
