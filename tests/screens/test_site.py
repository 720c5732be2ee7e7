"""A site's desk: a question in three actions, whatever is written, on whatever screen."""

import re
import time

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect

from tests.conftest import CONFERENCE
from tests.screens.looking import keep_picture, violations
from tests.screens.stage import Stage

PHONE: ViewportSize = {"width": 360, "height": 640}
LAPTOP: ViewportSize = {"width": 1366, "height": 768}
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def open_site(page: Page, stage: Stage, who: str = "cho-don", search: str = "") -> Page:
    """Open the desk of a site as somebody, up to date."""
    stage.enter(page.context, who)
    page.goto(f"{stage.url}/site?conference={CONFERENCE}{search}")
    expect(page.locator("#site")).to_have_attribute("data-status", "live")
    return page


def wait_for(page: Page, condition: str, seconds: float = 30) -> None:
    """Wait until a script returns something true; the pages allow no `wait_for_function`."""
    until = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < until, condition
        page.wait_for_timeout(50)


def write(page: Page, text: str, name: str = "Hoàng Thị Thử") -> None:
    """Write a question and press the button."""
    new = page.get_by_role("region", name="Gửi câu hỏi mới")
    new.get_by_label("Nội dung câu hỏi").fill(text)
    new.get_by_label("Người nêu câu hỏi").fill(name)
    new.get_by_role("button", name="Gửi câu hỏi").click()
    expect(new.get_by_label("Nội dung câu hỏi")).to_have_value("")


def own_texts(stage: Stage) -> list[str]:
    """The texts of all questions, in the order of their numbers."""
    items = stage.send("moderator", "GET", "/questions?limit=200")["items"]
    return [one["text"] for one in items]


def card(page: Page, text: str) -> Locator:
    return page.locator(".question", has_text=text)


def test_three_actions_and_the_question_is_on_the_server(page: Page, stage: Stage) -> None:
    page.set_viewport_size(LAPTOP)
    open_site(page, stage)
    expect(page.get_by_label("Nội dung câu hỏi")).to_be_focused()
    keep_picture(page, "site-laptop-empty")
    page.keyboard.type("Bao giờ có cầu qua suối Nà Duồng?")
    page.get_by_label("Người nêu câu hỏi").fill("Hoàng Thị Thử")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(re.compile(r"Đã gửi: câu số \d+"))).to_be_visible()
    assert "Bao giờ có cầu qua suối Nà Duồng?" in own_texts(stage)
    expect(card(page, "suối Nà Duồng")).to_contain_text("Mới gửi")
    expect(page.get_by_label("Nội dung câu hỏi")).to_be_focused()
    keep_picture(page, "site-laptop-sent")


def test_details_go_along(page: Page, stage: Stage) -> None:
    page.set_viewport_size(PHONE)
    open_site(page, stage)
    keep_picture(page, "site-phone-empty")
    page.get_by_text("Thêm: chức vụ").click()
    page.get_by_label("Chức vụ").fill("Tổ trưởng")
    page.get_by_label("Đơn vị, địa chỉ").fill("HTX Yên Dương")
    page.get_by_label("Điện thoại").fill("0912 345 678")
    page.get_by_label("Nội dung trọng tâm").select_option(label="Phụ nữ khởi nghiệp, hợp tác xã")
    page.get_by_label("Loại").select_option(label="Kiến nghị")
    page.get_by_label("Nguồn").select_option(label="Tổng hợp trước")
    page.get_by_label("Đại biểu đồng ý").check()
    keep_picture(page, "site-phone-details")
    write(page, "Câu có đủ chi tiết")
    expect(card(page, "đủ chi tiết")).to_be_visible()
    (made,) = stage.send("cho-don", "GET", "/questions?q=du chi tiet")["items"]
    assert made["asker"] == {
        "name": "Hoàng Thị Thử",
        "position": "Tổ trưởng",
        "organisation": "HTX Yên Dương",
        "phone": "0912 345 678",
        "circumstances": None,
        "may_show_name": True,
    }
    assert (made["kind"], made["origin"], made["topic"]) == (
        "petition",
        "collected",
        "khoi-nghiep-hop-tac-xa",
    )


def test_what_is_missing_is_said_where_it_is(page: Page, stage: Stage) -> None:
    page.set_viewport_size(PHONE)
    open_site(page, stage)
    page.get_by_role("button", name="Gửi câu hỏi").click()
    expect(page.get_by_label("Nội dung câu hỏi")).to_be_focused()
    expect(page.get_by_text("Hãy nhập nội dung câu hỏi.")).to_be_visible()
    expect(page.get_by_text("Hãy nhập tên người nêu câu hỏi.")).to_be_visible()
    keep_picture(page, "site-phone-missing")
    page.get_by_label("Nội dung câu hỏi").fill("ế" * 4001)
    page.get_by_label("Người nêu câu hỏi").fill("Ai đó")
    page.get_by_role("button", name="Gửi câu hỏi").click()
    expect(page.get_by_text("dài quá 4000 ký tự")).to_be_visible()


HOSTILE = [
    "<script>document.title='hỏng'</script><img src=x onerror=alert(1)> ${1} &amp;",
    "trước \u202eđảo ngược\u202c sau \u2066cách ly",
    "W" * 4000,
    "👩🏽‍🌾 " * 30,
    "Đường thôn Nà Tải".encode().decode().replace("à", "a\u0300") + "?",
]


@pytest.mark.parametrize("text", HOSTILE, ids=["markup", "direction", "long", "emoji", "nfd"])
def test_hostile_text_is_text(page: Page, stage: Stage, text: str) -> None:
    page.set_viewport_size(PHONE)
    open_site(page, stage)
    with_name = text[:150].strip()
    write(page, text, with_name)
    expect(page.locator("p.unsent-count")).to_contain_text("Mọi câu đã gửi", timeout=20_000)
    page.locator(".own > .cards").last.locator(".question summary").first.click()
    assert page.title() == "Điểm cầu – Đối Thoại"
    assert page.locator("#site script, #site img[src='x']").count() == 0
    assert page.evaluate(SCROLLS_SIDEWAYS) is False


def test_a_phone_with_fingers(browser: Browser, stage: Stage) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True
    )
    page = open_site(context.new_page(), stage)
    expect(page.get_by_text("Chụp ảnh phiếu")).to_be_visible()
    expect(page.get_by_label("Nội dung câu hỏi")).not_to_be_focused()
    small = page.evaluate(TOO_SMALL)
    assert small == []
    keep_picture(page, "site-phone-touch")
    page.set_viewport_size({"width": 320, "height": 568})
    assert page.evaluate(SCROLLS_SIDEWAYS) is False
    context.close()


TOO_SMALL = """
() => [...document.querySelectorAll("button, summary, input:not([type=file]), textarea, select")]
  .filter((one) => one.checkVisibility())
  .filter((one) => (one.closest("label") ?? one).getBoundingClientRect().height < 44)
  .map((one) => one.outerHTML.slice(0, 120))
"""


def test_both_themes_and_english(page: Page, stage: Stage) -> None:
    page.set_viewport_size(LAPTOP)
    stage.do(stage.submit(text="Câu trả lại cho nền tối"), "return", {"note": "Xin ghi rõ."})
    open_site(page, stage, search="&theme=dark")
    expect(card(page, "nền tối")).to_be_visible()
    keep_picture(page, "site-laptop-dark")
    page.set_viewport_size(PHONE)
    assert page.evaluate(SCROLLS_SIDEWAYS) is False
    keep_picture(page, "site-phone-dark")
    page.goto(page.url + "&lang=en")
    expect(page.get_by_role("button", name="Send question")).to_be_visible()
    assert violations(page) == []


def test_a_moderator_chooses_the_site(page: Page, stage: Stage) -> None:
    stage.enter(page.context, "moderator")
    page.goto(f"{stage.url}/site?conference={CONFERENCE}")
    page.get_by_role("link", name="Huyện Na Rì").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Điểm cầu Huyện Na Rì")
    expect(page.locator("#site")).to_have_attribute("data-status", "live")


def test_the_rest_comes_when_the_line_is_back(page: Page, stage: Stage) -> None:
    """Cut off between the form and the rest: that is asked for again, the form works."""
    tries: list[str] = []

    def cut(route: Route) -> None:
        tries.append(route.request.url)
        route.abort() if len(tries) <= 3 else route.continue_()

    page.route("**/static/site/lists.js", cut)
    open_site(page, stage)
    write(page, "Câu gửi khi chưa có danh sách")
    expect(card(page, "chưa có danh sách")).to_be_visible(timeout=30_000)


def test_typing_is_left_alone_by_what_happens(page: Page, stage: Stage) -> None:
    page.set_viewport_size(LAPTOP)
    open_site(page, stage)
    text = page.get_by_label("Nội dung câu hỏi")
    text.fill("đang gõ giữa chừng")
    text.evaluate("box => box.setSelectionRange(4, 6)")
    stage.queued("cho-don", "Câu tới lúc đang gõ")
    expect(card(page, "Câu tới lúc đang gõ")).to_be_visible()
    expect(text).to_be_focused()
    expect(text).to_have_value("đang gõ giữa chừng")
    assert text.evaluate("box => [box.selectionStart, box.selectionEnd]") == [4, 6]
