"""The desk around the questions: queue, filters, keys, screens, sites, texts of every kind."""

import re
import unicodedata
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import OFFICIAL
from tests.screens.desks import HOSTILE, choose, enter, row, state_of
from tests.screens.looking import keep_picture
from tests.screens.stage import Stage


@pytest.fixture
def desk(page: Page, stage: Stage) -> Iterator[Page]:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    enter(page, stage)
    yield page
    assert wrong == []


def test_the_queue_is_moved_by_keys_and_arranged_after_a_question(desk: Page, stage: Stage) -> None:
    first, second, third = (
        stage.queued(site, f"Hàng đợi: {site}?") for site in ("cho-don", "cho-don", "na-ri")
    )
    desk.keyboard.press("3")
    expect(desk.get_by_role("tab", name="Hàng đợi")).to_have_attribute("aria-selected", "true")
    choose(desk, second)
    expect(desk.get_by_text(re.compile("khoảng \\d\\d:\\d\\d")).first).to_be_visible()

    def order() -> list[int]:
        return [one["number"] for one in stage.send("moderator", "GET", "/queue")["items"]]

    before = order()
    at = before.index(second)
    desk.keyboard.press("Alt+ArrowDown")
    expect(desk.locator(".row").nth(at + 1)).to_have_attribute("data-number", str(second))
    expect(row(desk, second)).to_be_focused()
    assert order().index(second) == at + 1
    desk.keyboard.press("Alt+ArrowUp")
    expect(desk.locator(".row").nth(at)).to_have_attribute("data-number", str(second))
    expect(row(desk, second)).to_be_focused()
    assert order() == before
    keep_picture(desk, "desk-queue")

    desk.get_by_role("button", name="Luân phiên").click()
    keep_picture(desk, "desk-arrange")
    assert order() == before
    desk.get_by_role("dialog").get_by_role("button", name="Xếp lại").click()
    expect(desk.get_by_role("dialog")).to_have_count(0)
    arranged = order()
    assert arranged.index(third) < arranged.index(second)

    stale = {"status": 409, "json": {"code": "stale_queue", "detail": "x", "version": 99}}
    desk.route("**/queue/move", lambda route: route.fulfill(**stale))
    choose(desk, first)
    desk.get_by_role("button", name="Xuống").click()
    expect(desk.get_by_role("alert").get_by_text("Hàng đợi vừa được")).to_be_visible()
    expect(row(desk, first)).to_have_attribute("aria-current", "true")


def test_filters_find_by_site_topic_official_and_state(desk: Page, stage: Stage) -> None:
    by_site = stage.submit("ngan-son", "Lọc: điểm cầu Ngân Sơn.")
    by_topic = stage.submit("bach-thong", "Lọc: cán bộ nữ.", topic="cong-tac-can-bo-nu")
    by_official = stage.submit("bach-thong", "Lọc: người trả lời.")
    stage.send("moderator", "PUT", f"/questions/{by_official}/assignment", {"lead": OFFICIAL})
    every = {by_site, by_topic, by_official}

    def shown() -> set[int]:
        rows = desk.locator(".row").evaluate_all("rows => rows.map(r => Number(r.dataset.number))")
        return every & set(rows)

    def shows(some: set[int]) -> None:
        desk.wait_for_function("() => true")
        assert shown() == some

    for number in every:
        expect(row(desk, number)).to_be_visible()
    desk.get_by_label("Lọc theo điểm cầu").select_option("ngan-son")
    shows({by_site})
    desk.get_by_role("button", name="Bỏ lọc").click()
    desk.get_by_label("Lọc theo nội dung").select_option("cong-tac-can-bo-nu")
    shows({by_topic})
    desk.get_by_role("button", name="Bỏ lọc").click()
    desk.get_by_label("Lọc theo người trả lời").select_option(OFFICIAL)
    shows({by_official})
    desk.get_by_role("button", name="Bỏ lọc").click()
    desk.get_by_label("Tìm kiếm").fill("loc nguoi TRA loi")
    shows({by_official})
    keep_picture(desk, "desk-filtered")
    desk.get_by_role("button", name="Bỏ lọc").click()

    stage.do(by_site, "return", {"note": "Ghi rõ hơn."})
    stage.do(by_topic, "reject", {"reason": "off_topic", "note": "Ngoài nội dung."})
    desk.keyboard.press("Escape")
    desk.locator("h1").click()
    desk.keyboard.press("5")
    expect(row(desk, by_site)).to_be_visible()
    desk.get_by_role("button", name="Không chọn", exact=True).click()
    shows({by_topic})
    choose(desk, by_topic)
    expect(desk.get_by_text("Ngoài nội dung.", exact=True)).to_be_visible()
    keep_picture(desk, "desk-aside")


def test_single_keys_can_be_turned_off_and_stay_off(desk: Page, stage: Stage) -> None:
    number = stage.submit("cho-moi", "Phím tắt.")
    choose(desk, number)
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    keep_picture(desk, "desk-keys")
    desk.keyboard.press("d")
    desk.get_by_label("Dùng phím tắt một chữ").uncheck()
    desk.keyboard.press("Escape")
    desk.keyboard.press("d")
    desk.reload()
    choose(desk, number)
    desk.keyboard.press("d")
    expect(desk.get_by_role("button", name="Duyệt", exact=True)).to_be_visible()
    assert state_of(stage, number) == "submitted"
    expect(desk.locator(".commands kbd")).to_have_count(0)


def test_a_hall_screen_is_let_in_by_its_code_and_removed(desk: Page, stage: Stage) -> None:
    desk.get_by_role("button", name="Màn hình").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_text("Chưa có màn hình nào.")).to_be_visible()
    dialog.get_by_label("Mã trên màn hình").fill("BBBB-BBBB")
    dialog.get_by_role("button", name="Duyệt màn hình").click()
    expect(dialog.get_by_role("alert")).not_to_be_empty()
    code = httpx.post(f"{stage.url}/api/v1/auth/device").json()["user_code"]
    dialog.get_by_label("Mã trên màn hình").fill(code.lower().replace("-", " "))
    dialog.get_by_label("Tên màn hình").fill("Màn hình sân khấu")
    dialog.get_by_role("button", name="Duyệt màn hình").click()
    expect(dialog.get_by_role("listitem")).to_contain_text("Màn hình sân khấu")
    keep_picture(desk, "desk-screens")
    dialog.get_by_role("button", name="Gỡ Màn hình sân khấu").click()
    dialog.get_by_role("button", name="Gỡ và đăng xuất màn hình").click()
    expect(dialog.get_by_text("Chưa có màn hình nào.")).to_be_visible()


def test_sites_show_their_connection_and_readiness(
    desk: Page, browser: Browser, stage: Stage
) -> None:
    report = {"line": "poor", "microphone": False, "delegate_present": True}
    stage.send("cho-don", "POST", "/sites/cho-don/readiness", report)
    context = browser.new_context()
    stage.enter(context, "cho-don")
    context.new_page().goto(f"{stage.url}/site")
    expect(desk.get_by_text("Cần xem: Huyện Chợ Đồn")).to_be_visible()
    desk.get_by_role("button", name="Điểm cầu").click()
    line = desk.get_by_role("row", name=re.compile("Huyện Chợ Đồn"))
    expect(line).to_contain_text("Đang kết nối")
    expect(line).to_contain_text("Đường truyền yếu")
    keep_picture(desk, "desk-sites")
    context.close()


def test_a_queued_question_is_taken_out_deferred_and_called_again(desk: Page, stage: Stage) -> None:
    number = stage.queued("cho-moi", "Chợ xã bao giờ được sửa?")
    later = stage.queued("cho-moi", "Bao giờ xã có nước sạch?")
    desk.keyboard.press("3")
    choose(desk, number)
    expect(row(desk, later)).to_be_visible()
    desk.keyboard.press("b")
    expect(row(desk, later)).to_be_focused()
    assert state_of(stage, number) == "approved"
    with desk.expect_response("**/enqueue"):
        desk.get_by_role("button", name="Hoàn tác").click()
    expect(row(desk, number)).to_be_focused()
    order = [one["number"] for one in stage.send("moderator", "GET", "/queue")["items"]]
    assert order.index(number) + 1 == order.index(later)

    desk.keyboard.press("v")
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("Cơ quan trả lời").select_option("so-noi-vu")
    dialog.get_by_label("Hạn trả lời").fill("2030-03-22")
    keep_picture(desk, "desk-defer")
    dialog.get_by_role("button", name="Giao trả lời bằng văn bản").click()
    expect(dialog).to_have_count(0)
    assert state_of(stage, number) == "deferred"

    desk.keyboard.press("4")
    choose(desk, number)
    expect(desk.get_by_text("Sở Nội vụ, hạn 22/03/2030")).to_be_visible()
    keep_picture(desk, "desk-deferred")
    desk.keyboard.press("r")
    assert state_of(stage, number) == "deferred"
    dialog.get_by_role("button", name="Đưa lại vào hàng đợi").click()
    expect(dialog).to_have_count(0)
    assert state_of(stage, number) == "queued"


def test_a_returned_question_is_withdrawn_for_its_site(desk: Page, stage: Stage) -> None:
    number = stage.submit("na-ri", "Câu không hỏi nữa?")
    stage.do(number, "return", {"note": "Xin nêu rõ tên thôn."})
    desk.keyboard.press("5")
    choose(desk, number)
    desk.get_by_role("button", name="Rút câu hỏi").click()
    dialog = desk.get_by_role("dialog", name=f"Rút câu {number}")
    expect(dialog).to_be_visible()
    keep_picture(desk, "desk-withdraw")
    with desk.expect_response("**/withdraw"):
        dialog.get_by_role("button", name="Rút câu hỏi").click()
    expect(dialog).to_have_count(0)
    assert state_of(stage, number) == "withdrawn"


@pytest.mark.parametrize("width", [1366, 683, 360])
def test_hostile_text_stays_text_and_breaks_nothing(page: Page, stage: Stage, width: int) -> None:
    enter(page, stage)
    page.set_viewport_size({"width": width, "height": 768})
    numbers = [stage.submit("cho-don", text) for text in HOSTILE]
    for number, text in zip(numbers, HOSTILE, strict=True):
        choose(page, number)
        shown = page.locator(".detail-pane .text").text_content()
        assert shown == unicodedata.normalize("NFC", text)
        wide = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide)
    choose(page, numbers[0])
    assert page.locator(".detail-pane script, .detail-pane .text b").count() == 0
    keep_picture(page, f"desk-{width}")


def test_the_desk_speaks_english(page: Page, stage: Stage) -> None:
    enter(page, stage, more="&lang=en")
    expect(page.get_by_role("heading", name="Moderators’ desk")).to_be_visible()
    page.keyboard.press("j")
    keep_picture(page, "desk-english")


CHOSEN_BETWEEN_DRAWING_AND_FOCUSING = """
async () => {
  const { stayInPlace } = await import("/static/desk/stay.js");
  const desk = { chosen: 14, focusOn: null };
  const draw = () => {
    const marks = (n) => `data-number="${n}" aria-current="${n === desk.chosen}"`;
    const rows = [13, 14].map((n) => `<li><button class="row" ${marks(n)}>${n}</button></li>`);
    document.body.innerHTML = `<ul class="rows">${rows.join("")}</ul>`;
    return stayInPlace(desk);
  };
  const first = draw();
  desk.chosen = 13;
  desk.focusOn = "row";
  first();
  draw()();
  return document.activeElement.dataset.number;
}
"""


def test_a_row_chosen_while_another_is_being_drawn_has_the_focus_at_the_next(blank: Page) -> None:
    assert blank.evaluate(CHOSEN_BETWEEN_DRAWING_AND_FOCUSING) == "13"
