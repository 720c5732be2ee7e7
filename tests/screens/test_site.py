"""A site's desk: a question in three actions, its life, readiness, and being next."""

import re
import struct
import time
import zlib

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect

from tests.conftest import CONFERENCE
from tests.screens.looking import keep_picture, violations
from tests.screens.stage import COOKIE, Stage

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
    assert violations(page) == []
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
    assert violations(page) == []
    keep_picture(page, "site-phone-details")
    write(page, "Câu có đủ chi tiết")
    expect(card(page, "đủ chi tiết")).to_be_visible()
    (made,) = stage.send("cho-don", "GET", "/questions?q=du chi tiet")["items"]
    assert made["asker"] == {
        "name": "Hoàng Thị Thử",
        "position": "Tổ trưởng",
        "organisation": "HTX Yên Dương",
        "phone": "0912 345 678",
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
    assert violations(page) == []
    keep_picture(page, "site-phone-missing")
    page.get_by_label("Nội dung câu hỏi").fill("ế" * 4001)
    page.get_by_label("Người nêu câu hỏi").fill("Ai đó")
    page.get_by_role("button", name="Gửi câu hỏi").click()
    expect(page.get_by_text("dài quá 4000 ký tự")).to_be_visible()


def test_states_places_and_reasons(page: Page, stage: Stage) -> None:
    page.set_viewport_size(LAPTOP)
    open_site(page, stage)
    stage.queued("na-ri", "Câu của nơi khác đứng trước")
    stage.queued("cho-don", "Câu đang chờ trong hàng đợi")
    stage.do(stage.submit(text="Câu bị trả lại"), "return", {"note": "Ghi rõ thôn, xã."})
    rejected = stage.submit(text="Câu không được chọn")
    stage.do(rejected, "reject", {"reason": "off_topic", "note": "Ngoài chủ đề hôm nay."})
    place = stage.send("moderator", "GET", "/queue")["items"]
    expected = [one["text"] for one in place].index("Câu đang chờ trong hàng đợi") + 1
    expect(card(page, "Câu đang chờ")).to_contain_text(f"Thứ {expected} trong hàng đợi")
    returned = card(page, "Câu bị trả lại")
    expect(returned).to_contain_text("Ghi rõ thôn, xã.")
    expect(returned).to_contain_text("Riêng – không hiện ở hội trường")
    expect(page.locator(".own .question").first).to_contain_text("Câu bị trả lại")
    keep_picture(page, "site-laptop-states")
    page.get_by_text("Đã xong").click()
    card(page, "Câu không được chọn").locator("summary").click()
    expect(card(page, "Câu không được chọn")).to_contain_text("Ngoài nội dung đối thoại")
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    card(page, "Câu bị trả lại").scroll_into_view_if_needed()
    keep_picture(page, "site-phone-states")


def test_a_returned_question_is_revised(page: Page, stage: Stage) -> None:
    page.set_viewport_size(PHONE)
    number = stage.submit(text="Đường thôn tôi bao giờ làm?")
    stage.do(number, "return", {"note": "Thôn nào?"})
    open_site(page, stage)
    returned = card(page, "Đường thôn tôi")
    returned.get_by_role("button", name="Sửa và gửi lại").click()
    returned.get_by_label("Nội dung câu hỏi").fill("Đường thôn Nà Tải bao giờ làm?")
    assert violations(page) == []
    keep_picture(page, "site-phone-revising")
    returned.get_by_role("button", name="Gửi lại").click()
    expect(page.get_by_text(f"Đã gửi lại câu số {number}")).to_be_visible()
    made = stage.send("cho-don", "GET", f"/questions/{number}")
    assert (made["state"], made["text"]) == ("submitted", "Đường thôn Nà Tải bao giờ làm?")
    assert made["original_text"] == "Đường thôn tôi bao giờ làm?"


def test_what_others_changed_meanwhile_is_shown_and_what_is_typed_stays(
    page: Page, stage: Stage
) -> None:
    number = stage.submit(text="Chung một câu")
    open_site(page, stage)
    shared = page.locator(".question", has_text="Chung một câu")
    shared.locator("summary").first.click()
    shared.get_by_role("button", name="Sửa").click()
    form = page.get_by_role("form", name=f"Sửa câu số {number}")
    form.get_by_label("Nội dung câu hỏi").fill("Bản của điểm cầu")
    stage.send("moderator", "PATCH", f"/questions/{number}", {"text": "Bản của điều phối"})
    expect(page.locator(".question", has_text="Bản của điều phối")).to_be_visible()
    form.get_by_role("button", name="Gửi lại").click()
    expect(form).to_contain_text("vừa được sửa ở nơi khác")
    expect(form).to_contain_text("Bản của điều phối")
    expect(form.get_by_label("Nội dung câu hỏi")).to_have_value("Bản của điểm cầu")
    assert violations(page) == []
    keep_picture(page, "site-revising-stale")
    form.get_by_role("button", name="Gửi lại").click()
    expect(form).to_have_count(0)
    assert stage.send("cho-don", "GET", f"/questions/{number}")["text"] == "Bản của điểm cầu"


def test_withdrawing_asks_first(page: Page, stage: Stage) -> None:
    page.set_viewport_size(PHONE)
    number = stage.submit(text="Câu sẽ rút")
    open_site(page, stage)
    card(page, "Câu sẽ rút").locator("summary").click()
    card(page, "Câu sẽ rút").get_by_role("button", name="Rút câu này").click()
    assert violations(page) == []
    keep_picture(page, "site-phone-withdraw")
    page.get_by_role("dialog").get_by_role("button", name="Rút câu này").click()
    expect(page.get_by_text(f"Đã rút câu số {number}")).to_be_visible()
    assert stage.send("cho-don", "GET", f"/questions/{number}")["state"] == "withdrawn"


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_next_and_being_answered(page: Page, stage: Stage, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    open_site(page, stage)
    text = f"Câu sắp được gọi, màn hình {size['width']}"
    ours = stage.queued("cho-don", text)
    queue = stage.send("moderator", "GET", "/queue")
    first = queue["items"][0]["number"]
    band = page.get_by_role("status").filter(has_text="điểm cầu")
    if first != ours:
        move = {"question": ours, "before": first, "version": queue["version"]}
        stage.send("moderator", "POST", "/queue/move", move)
    expect(band).to_contain_text("sắp được gọi – mời đại biểu chuẩn bị")
    assert violations(page) == []
    keep_picture(page, f"site-{size['width']}-next")
    stage.do(ours, "call")
    expect(band).to_contain_text("Đang trả lời câu của điểm cầu")
    expect(card(page, text)).to_contain_text("Đang trả lời")
    page.locator(".queue > summary").click()
    assert violations(page) == []
    keep_picture(page, f"site-{size['width']}-answering")
    stage.do(ours, "finish")
    expect(page.locator(".band.now")).to_have_count(0)


def test_readiness_is_reported_and_a_failure_is_said(page: Page, stage: Stage) -> None:
    page.set_viewport_size(PHONE)
    open_site(page, stage, "na-ri")
    ready = page.get_by_role("region", name="Sẵn sàng của điểm cầu")
    expect(ready).to_contain_text("Chưa báo")
    ready.get_by_role("group", name="Micrô").get_by_role("button", name="Có").click()
    ready.get_by_role("button", name="Yếu").click()
    expect(ready.get_by_role("button", name="Yếu")).to_have_attribute("aria-pressed", "true")
    expect(ready).to_contain_text(re.compile(r"Đã báo lúc \d\d:\d\d"))
    sites = stage.send("na-ri", "GET", "/sites/na-ri")
    assert sites["readiness"] | {"reported_at": ""} == {
        "line": "poor",
        "microphone": True,
        "delegate_present": False,
        "reported_at": "",
    }
    page.route("**/readiness", lambda route: route.abort())
    ready.get_by_role("group", name="Đại biểu").get_by_role("button", name="Có").click()
    expect(ready).to_contain_text("Chưa báo được")
    ready.scroll_into_view_if_needed()
    assert violations(page) == []
    keep_picture(page, "site-phone-report-failed")
    page.unroute("**/readiness")
    ready.get_by_role("button", name="Báo lại").click()
    expect(ready).not_to_contain_text("Chưa báo được")
    assert stage.send("na-ri", "GET", "/sites/na-ri")["readiness"]["delegate_present"] is True


def png(width: int, height: int) -> bytes:
    """A picture large enough to be worth making smaller."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    rows = b"".join(b"\0" + bytes((x * y) % 256 for x in range(width)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pieces = (
        chunk(b"IHDR", head)
        + chunk(b"eXIf", b"MM\0*GPS here")
        + chunk(b"IDAT", zlib.compress(rows))
    )
    return b"\x89PNG\r\n\x1a\n" + pieces + chunk(b"IEND", b"")


def test_a_photo_is_made_small_and_arrives_with_its_question(page: Page, stage: Stage) -> None:
    page.set_viewport_size(PHONE)
    open_site(page, stage)
    photo = {"name": "phiếu số 7.png", "mimeType": "image/png", "buffer": png(2400, 1200)}
    page.locator("input[capture]").set_input_files(photo)
    expect(page.get_by_text("phiếu số 7.jpg")).to_be_visible()
    page.reload()
    expect(page.get_by_text("phiếu số 7.jpg")).to_be_visible()
    assert violations(page) == []
    keep_picture(page, "site-phone-photo")
    write(page, "Câu có ảnh phiếu")
    expect(page.locator("p.unsent-count")).to_contain_text("Mọi câu đã gửi", timeout=20_000)
    (made,) = stage.send("cho-don", "GET", "/questions?q=anh phieu")["items"]
    (kept,) = made["attachments"]
    assert (kept["name"], kept["media_type"]) == ("phiếu số 7.jpg", "image/jpeg")
    path = f"conferences/{CONFERENCE}/questions/{made['number']}/attachments/{kept['id']}"
    content = httpx.get(
        f"{stage.url}/api/v1/{path}", cookies={COOKIE: stage.cookie("cho-don")}
    ).content
    assert content.startswith(b"\xff\xd8\xff")
    assert b"GPS here" not in content
    assert _size_of_jpeg(content) == (1600, 800)
    card(page, "Câu có ảnh phiếu").locator("summary").click()
    expect(page.get_by_role("link", name="phiếu số 7.jpg")).to_be_visible()


def _size_of_jpeg(content: bytes) -> tuple[int, int]:
    place = 2
    while not 0xC0 <= content[place + 1] <= 0xC2:
        place += 2 + int.from_bytes(content[place + 2 : place + 4])
    height, width = struct.unpack(">HH", content[place + 5 : place + 9])
    return width, height


def test_a_lost_answer_does_not_double_the_photo(page: Page, stage: Stage) -> None:
    open_site(page, stage)
    lost: list[int] = []

    def lose_once(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    page.route("**/attachments", lose_once)
    photo = {"name": "a.png", "mimeType": "image/png", "buffer": png(40, 30)}
    page.locator("input[multiple]").set_input_files([photo, photo | {"name": "b.png"}])
    expect(page.get_by_text("b.jpg")).to_be_visible()
    write(page, "Câu có hai ảnh")
    expect(page.locator("p.unsent-count")).to_contain_text("Mọi câu đã gửi", timeout=20_000)
    assert lost == [201]
    (made,) = stage.send("cho-don", "GET", "/questions?q=hai anh")["items"]
    assert [one["name"] for one in made["attachments"]] == ["a.jpg", "b.jpg"]


def test_a_file_that_is_no_picture_is_said_at_once(page: Page, stage: Stage) -> None:
    open_site(page, stage)
    wrong = {"name": "danh sách.xlsx", "mimeType": "image/png", "buffer": b"PK\3\4"}
    page.locator("input[multiple]").set_input_files([wrong])
    expect(page.get_by_text("Không đọc được “danh sách.xlsx”")).to_be_visible()


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
    assert violations(page) == []
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
    assert violations(page) == []
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
