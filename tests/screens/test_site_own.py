"""What becomes of a site's questions; readiness; being next."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.screens.looking import keep_picture, violations
from tests.screens.stage import Stage
from tests.screens.test_site import LAPTOP, PHONE, card, open_site


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
    keep_picture(page, f"site-{size['width']}-next")
    stage.do(ours, "call")
    expect(band).to_contain_text("Đang trả lời câu của điểm cầu")
    expect(card(page, text)).to_contain_text("Đang trả lời")
    page.locator(".queue > summary").click()
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
    keep_picture(page, "site-phone-report-failed")
    page.unroute("**/readiness")
    with page.expect_response("**/readiness"):
        ready.get_by_role("button", name="Báo lại").click()
    expect(ready).not_to_contain_text("Chưa báo được")
    assert stage.send("na-ri", "GET", "/sites/na-ri")["readiness"]["delegate_present"] is True
