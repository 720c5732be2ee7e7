"""The chair's tablet: what it shows before the tap, the floor, the summary, the dialogs."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, WebSocketRoute, expect

from tests.conftest import OFFICIAL
from tests.screens.looking import keep_picture, violations
from tests.screens.stage import Stage

LANDSCAPE: ViewportSize = {"width": 1280, "height": 800}
PORTRAIT: ViewportSize = {"width": 800, "height": 1280}
SMALL: ViewportSize = {"width": 1024, "height": 768}
HOSTILE = "<script>alert(1)</script> \u202etrái\u202c " + "W" * 600 + " 👩🏽‍🌾 " + "Nga\u0300y mai?"


def open_chair(page: Page, stage: Stage, more: str = "", who: str = "chair") -> None:
    stage.enter(page.context, who)
    page.goto(f"{stage.url}/chair?conference=bac-kan-2025{more}")
    expect(page.locator("#chair")).to_have_attribute("data-status", "live")


def first_line_dies(page: Page) -> Callable[[], None]:
    """Return what makes the page's first line die unnoticed; the next, opened by itself, holds.

    A line that has lost a message stays dead: no connection loses one and goes on.
    """
    lines: list[WebSocketRoute] = []
    dead: list[WebSocketRoute] = []

    def between(line: WebSocketRoute) -> None:
        lines.append(line)
        line.connect_to_server().on_message(lambda text: None if line in dead else line.send(text))

    page.route_web_socket(re.compile("/live"), between)
    return lambda: dead.append(lines[0])


def next_button(page: Page) -> Locator:
    return page.locator("#next-button")


def clear(stage: Stage) -> None:
    """Leave nothing at the floor or in the queue."""
    current = stage.send("chair", "GET", "/floor")["current"]
    if current:
        stage.do(current["number"], "finish")
    for waiting in stage.send("chair", "GET", "/queue")["items"]:
        stage.do(waiting["number"], "dequeue")


def ready(button: Locator) -> Locator:
    expect(button).to_have_attribute("aria-disabled", "false")
    return button


def floor(stage: Stage) -> tuple[int | None, int | None]:
    shown = stage.send("chair", "GET", "/floor")
    current, following = shown["current"], shown["next"]
    return current and current["number"], following and following["number"]


def overflows(page: Page) -> bool:
    wide: bool = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return wide


@pytest.fixture(autouse=True)
def empty(stage: Stage) -> None:
    clear(stage)


def test_the_button_says_what_it_will_do_and_does_it(page: Page, stage: Stage) -> None:
    first, second = stage.queued(), stage.queued(text="Bao giờ có đường?")
    open_chair(page, stage)
    ready(next_button(page)).click()
    expect(next_button(page)).to_have_accessible_name(
        re.compile(f"Kết thúc câu {first} · Gọi câu {second} – Huyện Chợ Đồn")
    )
    assert floor(stage) == (first, second)
    expect(page.get_by_role("heading", name=f"Đang trả lời {first}")).to_be_visible()
    ready(next_button(page)).click()
    expect(next_button(page)).to_have_accessible_name(re.compile(f"Kết thúc câu {second}"))
    ready(next_button(page)).click()
    expect(next_button(page)).to_have_accessible_name("Chưa có câu nào trong hàng đợi")
    assert floor(stage) == (None, None)


def test_a_double_tap_does_nothing_twice(page: Page, stage: Stage) -> None:
    first, second = stage.queued(), stage.queued()
    open_chair(page, stage)
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if "/floor/next" in one.url else None)
    box = ready(next_button(page)).bounding_box()
    assert box is not None
    # Not through the button's own `click`, which waits until it is enabled.
    page.mouse.dblclick(box["x"] + 90, box["y"] + 50)
    page.wait_for_timeout(150)
    page.mouse.click(box["x"] + 90, box["y"] + 50)
    expect(page.get_by_role("heading", name=f"Đang trả lời {first}")).to_be_visible()
    page.wait_for_timeout(1000)
    assert (len(sent), floor(stage)) == (1, (first, second))
    expect(page.locator(".saying.refusal")).to_have_count(0)


def test_a_key_held_down_is_one_tap(page: Page, stage: Stage) -> None:
    first, second = stage.queued(), stage.queued()
    open_chair(page, stage)
    ready(next_button(page)).focus()
    for _ in range(30):  # As the system repeats it, over more than the time to read.
        page.keyboard.down("Enter")
        page.wait_for_timeout(50)
    page.keyboard.up("Enter")
    assert floor(stage) == (first, second)
    expect(next_button(page)).to_be_focused()


def test_a_tap_on_what_changed_under_the_finger_does_nothing(page: Page, stage: Stage) -> None:
    first, second = stage.queued(), stage.queued(text="Bao giờ có đường?")
    open_chair(page, stage)
    box = ready(next_button(page)).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 50, box["y"] + 50)
    page.mouse.down()
    stage.do(second, "call")
    expect(page.get_by_role("heading", name=f"Đang trả lời {second}")).to_be_visible()
    ready(next_button(page))
    page.mouse.up()
    expect(page.get_by_text("Diễn biến vừa thay đổi")).to_be_visible()
    assert floor(stage) == (second, first)


def test_undo_put_back_and_finish(page: Page, stage: Stage) -> None:
    first, second = stage.queued(), stage.queued()
    open_chair(page, stage)
    ready(next_button(page)).click()
    ready(page.locator(".undo")).click()
    expect(page.get_by_text("Chưa có câu nào đang trả lời")).to_be_visible()
    assert floor(stage) == (None, first)
    ready(next_button(page)).click()
    page.get_by_role("button", name="Trả lại hàng đợi").click()
    expect(page.get_by_text("Chưa có câu nào đang trả lời")).to_be_visible()
    ready(next_button(page)).click()
    expect(page.get_by_role("heading", name=f"Đang trả lời {first}")).to_be_visible()
    ready(next_button(page))
    page.get_by_role("button", name="Chỉ kết thúc câu này").click()
    expect(page.get_by_text("Chưa có câu nào đang trả lời")).to_be_visible()
    assert floor(stage) == (None, second)


def test_readiness_of_the_next_site_is_shown_before_the_tap(page: Page, stage: Stage) -> None:
    stage.queued(site="na-ri")
    open_chair(page, stage)
    shown = page.locator(".readiness")
    expect(shown).to_contain_text("Chưa báo")
    expect(shown).to_contain_text("Điểm cầu chưa mở màn hình")
    report = {"line": "poor", "microphone": True, "delegate_present": False}
    stage.send("na-ri", "POST", "/sites/na-ri/readiness", report)
    expect(shown).to_contain_text("Đường truyền yếu")
    expect(shown).to_contain_text("Micrô sẵn sàng")
    expect(shown).to_contain_text("Đại biểu chưa có mặt")
    expect(shown).to_contain_text("báo vừa xong")


def test_without_a_line_nothing_can_be_done(page: Page, stage: Stage) -> None:
    first = stage.queued()
    open_chair(page, stage)
    ready(next_button(page))
    page.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    expect(page.locator("#chair")).to_have_attribute("data-status", "lost", timeout=20_000)
    expect(next_button(page)).to_have_attribute("aria-disabled", "true")
    expect(next_button(page)).to_contain_text("Mất kết nối")
    next_button(page).click(force=True)
    keep_picture(page, "chair-lost")
    page.context.set_offline(False)
    expect(page.locator("#chair")).to_have_attribute("data-status", "live", timeout=20_000)
    assert floor(stage) == (None, first)


def test_the_clock_runs_without_drawing_anything_else(page: Page, stage: Stage) -> None:
    stage.do(stage.queued(), "call")
    open_chair(page, stage)
    clock = page.get_by_role("timer")
    expect(clock).to_have_text(re.compile(r"^00:0\d$"))
    page.evaluate(
        """() => { window.changed = []; new MutationObserver((all) => all.forEach((one) =>
        window.changed.push(one.target.className || one.target.nodeName)))
        .observe(document.querySelector(".floor"),
        {subtree: true, childList: true, characterData: true}) }"""
    )
    before = clock.inner_text()
    expect(clock).not_to_have_text(before, timeout=3000)
    assert set(page.evaluate("window.changed")) <= {"clock", "#text"}


def test_the_summary_is_kept_while_typed_and_saved(page: Page, stage: Stage) -> None:
    number, following = stage.queued(), stage.queued()
    stage.do(number, "call")
    open_chair(page, stage)
    field = page.get_by_label(f"Tóm tắt câu trả lời – câu {number}")
    field.press_sequentially("Tỉnh sẽ làm")
    stage.queued()  # A change comes while the secretary types …
    stage.send(
        "moderator", "POST", "/floor/next", {"expected_current": number, "expected_next": following}
    )
    expect(page.get_by_role("heading", name=f"Đang trả lời {following}")).to_be_visible()
    expect(field).to_be_focused()  # … and the question itself ends.
    field.press_sequentially(" trong quý III.")
    expect(field).to_have_value("Tỉnh sẽ làm trong quý III.")
    page.reload()
    expect(field).to_have_value("Tỉnh sẽ làm trong quý III.")
    page.get_by_role("button", name=f"Lưu tóm tắt câu {number}").click()
    expect(page.get_by_text(f"Đã lưu tóm tắt câu {number}.")).to_be_visible()
    kept = stage.send("chair", "GET", f"/questions/{number}")["answer"]["summary"]
    assert kept == "Tỉnh sẽ làm trong quý III."
    assert page.evaluate("Object.keys(sessionStorage).map((key) => sessionStorage[key])") == ["[]"]


def test_a_new_question_begins_at_its_top(page: Page, stage: Stage) -> None:
    stage.do(stage.queued(text="Bao giờ có đường? " * 80), "call")
    second = stage.queued(text="Bao giờ có cầu? " * 80)
    page.set_viewport_size(LANDSCAPE)
    open_chair(page, stage)
    panel = page.locator(".floor")
    panel.evaluate("(panel) => (panel.scrollTop = 500)")
    stage.queued()  # What does not concern the question moves nothing.
    page.wait_for_timeout(500)
    assert panel.evaluate("(panel) => panel.scrollTop") == 500
    ready(next_button(page)).click()
    expect(page.get_by_role("heading", name=f"Đang trả lời {second}")).to_be_visible()
    assert panel.evaluate("(panel) => panel.scrollTop") == 0


def test_private_things_are_visibly_private(page: Page, stage: Stage) -> None:
    asker = {"name": "Lê Thị Kín", "position": "Tổ trưởng", "may_show_name": False}
    number = stage.queued(asker=asker)
    stage.send(
        "moderator",
        "PUT",
        f"/questions/{number}/assignment",
        {"lead": OFFICIAL, "supporting": [], "note": "Chú ý số liệu năm 2024"},
    )
    stage.do(number, "call")
    open_chair(page, stage)
    for text in ("Lê Thị Kín", "Chú ý số liệu năm 2024"):
        frame = page.locator(".current .private", has_text=text)
        expect(frame).to_contain_text("Riêng – không hiện ở hội trường")
    expect(page.locator(".answers")).to_contain_text("Chủ tịch UBND tỉnh")


def test_assigning_and_marking_absent(page: Page, stage: Stage) -> None:
    number = stage.queued()
    stage.do(number, "call")
    open_chair(page, stage)
    page.get_by_role("button", name="Phân công", exact=True).click()
    dialog = page.get_by_role("dialog", name=f"Phân công câu {number}")
    lead = dialog.get_by_label("Chủ trì trả lời")
    names = [one for one in lead.locator("option").all_inner_texts() if one.startswith("Chủ tịch")]
    assert names
    lead.select_option(OFFICIAL)
    dialog.get_by_role("button", name="Đánh dấu vắng mặt").click()
    expect(dialog.get_by_text("Chủ tịch UBND tỉnh: vắng mặt")).to_be_visible()
    dialog.get_by_role("checkbox", name="Lãnh đạo Sở Nội vụ").check()
    dialog.get_by_label("Ghi chú cho người trả lời").fill("Xin nói ngắn")
    keep_picture(page, "chair-assign")
    dialog.get_by_role("button", name="Phân công").click()
    expect(dialog).to_have_count(0)
    expect(page.locator(".answers")).to_contain_text("Chủ tịch UBND tỉnh")
    expect(page.locator(".answers")).to_contain_text("vắng mặt")
    given = stage.send("chair", "GET", f"/questions/{number}")["assignment"]
    assert (given["lead"], given["supporting"]) == (OFFICIAL, ["lanh-dao-so-noi-vu"])
    stage.send("chair", "PATCH", f"/officials/{OFFICIAL}", {"present": True})
    expect(page.locator(".answers .chip.bad")).to_have_count(0)


def test_a_refusal_is_said_within_the_dialog(page: Page, stage: Stage) -> None:
    number = stage.queued()
    stage.do(number, "call")
    open_chair(page, stage)
    page.get_by_role("button", name="Phân công", exact=True).click()
    dialog = page.get_by_role("dialog", name=f"Phân công câu {number}")
    dialog.get_by_label("Chủ trì trả lời").select_option(OFFICIAL)
    stage.do(number, "finish")
    dialog.get_by_role("button", name="Phân công").click()
    expect(dialog.get_by_role("alert")).not_to_be_empty()
    expect(dialog.get_by_label("Chủ trì trả lời")).to_have_value(OFFICIAL)
    keep_picture(page, "chair-refused")


def test_deferring_offers_ten_working_days_and_no_past(page: Page, stage: Stage) -> None:
    number = stage.queued()
    stage.do(number, "call")
    page.clock.install(time="2026-11-20T22:00:00Z")  # Saturday the 21st at the conference.
    page.clock.resume()
    open_chair(page, stage)
    page.get_by_role("button", name="Trả lời bằng văn bản…").click()
    dialog = page.get_by_role("dialog", name=re.compile("trả lời bằng văn bản"))
    due = dialog.get_by_label("Trả lời trước ngày")
    usual = stage.send("chair", "GET", "/usual-due")["due"]
    expect(due).to_have_value(usual)
    day = page.evaluate(
        """async () => (await import("/static/time.js"))
        .today(Date.parse("2026-11-20T22:00:00Z"), "Asia/Ho_Chi_Minh")"""
    )
    assert day == "2026-11-21"
    assert (due.get_attribute("min") or "9") <= due.input_value()
    dialog.get_by_label("Cơ quan trả lời").select_option("so-noi-vu")
    keep_picture(page, "chair-defer")
    dialog.get_by_role("button", name="Giao trả lời bằng văn bản").click()
    expect(dialog).to_have_count(0)
    promised: Any = stage.send("chair", "GET", f"/questions/{number}")
    assert promised["state"] == "deferred"
    assert promised["follow_ups"][0]["agency"] == "so-noi-vu"


def test_recalling(page: Page, stage: Stage) -> None:
    number = stage.queued(text="Bao giờ có nước sạch?")
    stage.do(number, "call")
    stage.do(number, "finish")
    open_chair(page, stage)
    ended = page.get_by_role("button", name=re.compile("^Đã trả lời"))
    ended.click()
    dialog = page.get_by_role("dialog", name="Câu đã trả lời và trả lời bằng văn bản")
    keep_picture(page, "chair-ended")
    dialog.get_by_role("button", name=f"Gọi lại câu {number}").click()
    expect(dialog).to_have_count(0)
    expect(ended).to_be_focused()
    assert floor(stage) == (None, number)


def furnish(stage: Stage) -> int:
    """A floor and a queue as they are in the middle of a conference."""
    asker = {"name": "Hoàng Thị Thử", "position": "Chi hội trưởng", "may_show_name": True}
    text = (
        "Đường vào thôn Bản Tàn mùa mưa không đi được, các cháu phải nghỉ học nhiều ngày. "
        "Đề nghị cho biết bao giờ tuyến đường này được đầu tư, và trong lúc chờ có phương án nào?"
    )
    number = stage.queued(text=text, asker=asker, topic="phat-trien-kinh-te-xa-hoi")
    assignment = {
        "lead": OFFICIAL,
        "supporting": ["lanh-dao-so-nn-ptnt"],
        "note": "Đã có chủ trương từ tháng 2; xin nói rõ nguồn vốn.",
    }
    stage.send("moderator", "PUT", f"/questions/{number}/assignment", assignment)
    stage.send("official", "POST", f"/questions/{number}/assignment/accept")
    waiting = number
    for site in ("na-ri", "cho-don", "thanh-pho-bac-kan", "na-ri", "cho-don"):
        waiting = stage.queued(
            site=site, text="Hợp tác xã miến dong của chị em vay vốn ưu đãi ở đâu, thủ tục ra sao?"
        )
    stage.send("moderator", "PUT", f"/questions/{waiting}/assignment", assignment)
    stage.do(stage.submit(), "approve")
    report = {"line": "ok", "microphone": True, "delegate_present": True}
    stage.send("na-ri", "POST", "/sites/na-ri/readiness", report)
    return number


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT, SMALL], ids=["wide", "tall", "small"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_looks_and_access(page: Page, stage: Stage, size: Any, theme: str) -> None:
    number = furnish(stage)
    page.set_viewport_size(size)
    name = f"chair-{size['width']}-{theme}"
    open_chair(page, stage)
    if theme == "dark":
        page.get_by_text("Tuỳ chọn").click()
        page.get_by_role("button", name="Nền tối").click()
        page.keyboard.press("Escape")
    expect(page.get_by_text("khoảng").first).to_be_visible()
    keep_picture(page, f"{name}-waiting")
    ready(next_button(page)).click()
    expect(page.get_by_role("heading", name=f"Đang trả lời {number}")).to_be_visible()
    ready(next_button(page))
    assert violations(page) == []
    assert not overflows(page)
    keep_picture(page, f"{name}-current")
    page.get_by_role("button", name=re.compile("^Xem và xử lý")).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    keep_picture(page, f"{name}-question")


def test_targets_are_large_enough(page: Page, stage: Stage) -> None:
    furnish(stage)
    open_chair(page, stage)
    expect(page.locator(".row")).to_have_count(6)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, summary")].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width && (box.width < 44 || box.height < 44);
      }).map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_whatever_is_written_stays_text(page: Page, stage: Stage) -> None:
    stage.queued(text=HOSTILE, asker={"name": "<b>Nguyễn</b> \u202eThị", "may_show_name": True})
    stage.queued(text="ế" * 4000)
    page.set_viewport_size(PORTRAIT)
    open_chair(page, stage)
    ready(next_button(page)).click()
    expect(page.locator(".current .text")).to_contain_text("<script>alert(1)</script>")
    expect(page.locator(".asker")).to_contain_text("<b>Nguyễn</b>")
    assert not overflows(page)
    keep_picture(page, "chair-hostile")


def test_small_and_english(page: Page, stage: Stage) -> None:
    furnish(stage)
    page.set_viewport_size({"width": 320, "height": 640})
    open_chair(page, stage, "&lang=en")
    expect(page.get_by_role("heading", name="The chair's table")).to_be_visible()
    expect(next_button(page)).to_contain_text("Call")
    assert not overflows(page)
    keep_picture(page, "chair-320")
