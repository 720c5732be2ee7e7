"""A site's desk: a question in three actions, its life, readiness, and being next."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.screens.looking import keep_picture, violations
from tests.screens.stage import Stage

PHONE = {"width": 360, "height": 640}
LAPTOP = {"width": 1366, "height": 768}


def open_site(page: Page, stage: Stage, who: str = "cho-don", search: str = "") -> Page:
    stage.enter(page.context, who)
    page.goto(f"{stage.url}/site?conference=bac-kan-2025{search}")
    expect(page.locator("#site")).to_have_attribute("data-status", "live")
    return page


def test_three_actions_and_the_question_is_on_the_server(page: Page, stage: Stage) -> None:
    page.set_viewport_size(LAPTOP)
    open_site(page, stage)
    expect(page.get_by_label("Nội dung câu hỏi")).to_be_focused()
    keep_picture(page, "site-laptop-empty")
    page.keyboard.type("Bao giờ có cầu qua suối Nà Duồng?")
    page.get_by_label("Người nêu câu hỏi").fill("Hoàng Thị Thử")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(re.compile(r"Đã gửi: câu số \d+"))).to_be_visible()
    keep_picture(page, "site-laptop-sent")
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    keep_picture(page, "site-phone-sent")
