"""A hall screen is let in by its code, stays in through a power cut, and out once it is removed."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import CONFERENCE
from tests.screens.looking import keep_picture, violations
from tests.screens.stage import Stage

CODE = re.compile(r"^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$")


def shown_code(page: Page) -> str:
    code = page.locator(".device-code")
    expect(code).to_have_text(CODE)
    return code.inner_text()


def answer(stage: Stage, what: str, code: str) -> None:
    given = {"user_code": code.lower().replace("-", " "), "conference": CONFERENCE}
    named = {"name": "Màn chiếu chính"} if what == "approve" else {}
    stage.send("moderator", "POST", f"auth/device/{what}", given | named)


def test_screen_is_let_in_and_survives_a_power_cut(stage: Stage, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.goto(f"{stage.url}/hall")
    code = shown_code(page)
    expect(page.get_by_role("img", name="Mã QR")).to_be_visible()
    keep_picture(page, "hall-device")
    answer(stage, "approve", code)
    expect(page.locator("#hall")).to_have_attribute("data-status", "live", timeout=15_000)

    kept = context.storage_state()
    context.close()
    again = browser.new_context(storage_state=kept).new_page()
    again.goto(f"{stage.url}/hall")
    expect(again.locator("#hall")).to_have_attribute("data-status", "live")
    (session,) = [one for one in kept["cookies"] if one["name"] == "doithoai_session"]
    assert session["expires"] > 0, "the browser would forget the session when it is closed"

    (screen,) = stage.send("moderator", "GET", "/screens")["items"]
    assert screen["name"] == "Màn chiếu chính"
    stage.send("moderator", "DELETE", f"/screens/{screen['id']}")
    assert shown_code(again) != code
    again.context.close()


def test_code_that_was_refused_is_replaced(stage: Stage, page: Page) -> None:
    page.goto(f"{stage.url}/hall")
    code = shown_code(page)
    answer(stage, "deny", code)
    expect(page.locator(".device-code")).not_to_have_text(code, timeout=15_000)
    assert CODE.match(shown_code(page))


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_code_fits_in_both_themes(stage: Stage, page: Page, theme: str) -> None:
    page.set_viewport_size({"width": 3840, "height": 2160})
    page.goto(f"{stage.url}/hall?theme={theme}")
    shown_code(page)
    box = page.locator(".device-code").bounding_box()
    assert box is not None
    assert box["x"] > 0
    assert box["x"] + box["width"] < 3840
    assert violations(page) == []
