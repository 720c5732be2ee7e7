"""What a site writes without a line is kept, counted, and sent once and in order later."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, Route, expect

from tests.conftest import CONFERENCE
from tests.screens.looking import keep_picture, violations
from tests.screens.stage import Stage
from tests.screens.test_site import LAPTOP, PHONE, open_site, own_texts, wait_for, write

COUNT = "p.unsent-count"
FILES_ARE_KEPT = """
async () => {
  const loaded = performance.getEntriesByType("resource").map((one) => new URL(one.name).pathname);
  const files = loaded.filter((path) => /^\\/(static|vendor)\\//.test(path));
  const letters = "/vendor/be-vietnam-pro/files/be-vietnam-pro-vietnamese-400-normal.woff2";
  const wanted = new Set(["/site", "/static/site/rest.js", letters, ...files]);
  for (const name of await caches.keys()) {
    const kept = await (await caches.open(name)).keys();
    for (const one of kept) wanted.delete(new URL(one.url).pathname);
  }
  return wanted.size === 0;
}
"""


def keep_files(page: Page) -> None:
    """Wait until the service worker has everything the screen needs."""
    wait_for(page, "() => navigator.serviceWorker.controller !== null")
    wait_for(page, FILES_ARE_KEPT)


@contextmanager
def offline(context: BrowserContext) -> Iterator[None]:
    context.set_offline(True)
    try:
        yield
    finally:
        context.set_offline(False)


def sent_of(stage: Stage, mark: str) -> list[str]:
    """The questions on the server that begin with a mark, as they were numbered."""
    return [text for text in own_texts(stage) if text.startswith(mark)]


def test_written_offline_survives_reload_and_closing_and_is_sent_once_in_order(
    page: Page, stage: Stage
) -> None:
    page.set_viewport_size(PHONE)
    context = page.context
    open_site(page, stage)
    keep_files(page)
    with offline(context):
        write(page, "ngoại tuyến 1: bao giờ có đường?")
        expect(page.locator(COUNT)).to_contain_text("1 câu chưa gửi")
        expect(page.get_by_label("Nội dung câu hỏi")).to_have_value("")
        write(page, "ngoại tuyến 2: bao giờ có điện?")
        expect(page.locator(COUNT)).to_contain_text("2 câu chưa gửi")
        expect(page.locator(COUNT)).to_contain_text("tắt máy cũng không mất")
        keep_picture(page, "site-phone-offline")
        page.reload()
        expect(page.locator(COUNT)).to_contain_text("2 câu chưa gửi")
        write(page, "ngoại tuyến 3: bao giờ có trường?")
        expect(page.locator(COUNT)).to_contain_text("3 câu chưa gửi")
        page.close()
    assert sent_of(stage, "ngoại tuyến") == []
    again = context.new_page()
    again.goto(f"{stage.url}/site?conference={CONFERENCE}")
    expect(again.locator(COUNT)).to_contain_text("Mọi câu đã gửi", timeout=30_000)
    numbers = [text[12] for text in sent_of(stage, "ngoại tuyến")]
    assert numbers == ["1", "2", "3"]


def test_written_offline_survives_a_restart_of_the_browser(
    stage: Stage, tmp_path: Path, browser_type: BrowserType, browser_type_launch_args: Any
) -> None:
    def browser() -> BrowserContext:
        return browser_type.launch_persistent_context(tmp_path, **browser_type_launch_args)

    context = browser()
    page = open_site(context.new_page(), stage)
    keep_files(page)
    context.set_offline(True)
    write(page, "khởi động lại 1")
    write(page, "khởi động lại 2")
    expect(page.locator(COUNT)).to_contain_text("2 câu chưa gửi")
    context.close()
    context = browser()
    stage.enter(context, "cho-don")
    page = context.new_page()
    page.goto(f"{stage.url}/site?conference={CONFERENCE}")
    expect(page.locator(COUNT)).to_contain_text("Mọi câu đã gửi", timeout=30_000)
    context.close()
    assert sent_of(stage, "khởi động lại") == ["khởi động lại 1", "khởi động lại 2"]


def test_a_lost_answer_does_not_double_the_question(page: Page, stage: Stage) -> None:
    open_site(page, stage)
    lost: list[str] = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method != "POST" or len(lost) >= 2:
            route.continue_()
            return
        lost.append(route.request.headers["idempotency-key"])
        route.fetch()
        route.abort()

    page.route("**/questions", lose_the_answer)
    write(page, "mất trả lời 1")
    write(page, "mất trả lời 2")
    expect(page.locator(COUNT)).to_contain_text("Mọi câu đã gửi", timeout=30_000)
    assert len(lost) == 2
    assert len(set(lost)) == 1
    assert sent_of(stage, "mất trả lời") == ["mất trả lời 1", "mất trả lời 2"]


def test_the_answer_lost_and_the_page_reloaded_is_still_one_question(
    page: Page, stage: Stage
) -> None:
    open_site(page, stage)
    arrived: list[int] = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST" and not arrived:
            arrived.append(route.fetch().status)
            route.abort()
        elif route.request.method == "POST" and len(arrived) == 1:
            route.abort()
        else:
            route.continue_()

    page.route("**/questions", lose_the_answer)
    write(page, "tải lại giữa chừng")
    expect(page.locator(COUNT)).to_contain_text("1 câu chưa gửi")
    page.wait_for_timeout(500)
    assert arrived == [201]
    page.unroute("**/questions")
    page.reload()
    expect(page.locator(COUNT)).to_contain_text("Mọi câu đã gửi", timeout=30_000)
    assert sent_of(stage, "tải lại") == ["tải lại giữa chừng"]


def test_two_tabs_send_each_question_once(page: Page, stage: Stage) -> None:
    open_site(page, stage)
    other = open_site(page.context.new_page(), stage)
    posts: list[str] = []
    for one in (page, other):
        one.on(
            "request",
            lambda request: posts.append(request.url) if request.method == "POST" else None,
        )
    with offline(page.context):
        for count in range(1, 5):
            write(page if count % 2 else other, f"hai thẻ {count}")
        expect(other.locator(COUNT)).to_contain_text("4 câu chưa gửi")
        expect(page.locator(COUNT)).to_contain_text("4 câu chưa gửi")
        posts.clear()
    expect(page.locator(COUNT)).to_contain_text("Mọi câu đã gửi", timeout=30_000)
    expect(other.locator(COUNT)).to_contain_text("Mọi câu đã gửi")
    assert sent_of(stage, "hai thẻ") == [f"hai thẻ {count}" for count in range(1, 5)]


def test_a_refused_question_stands_aside_is_corrected_or_dropped(page: Page, stage: Stage) -> None:
    page.set_viewport_size(LAPTOP)
    open_site(page, stage)
    with offline(page.context):
        write(page, "bị từ chối A")
        write(page, "bị từ chối B")
        write(page, "bị từ chối C")
        page.evaluate(SPOIL, ["bị từ chối A", "bị từ chối B"])
    expect(page.locator(COUNT)).to_contain_text("2 câu chưa gửi", timeout=30_000)
    expect(page.locator(COUNT)).to_contain_text("máy chủ không nhận")
    assert sent_of(stage, "bị từ chối") == ["bị từ chối C"]
    keep_picture(page, "site-laptop-refused")
    refused = page.locator(".entry").first
    refused.get_by_role("button", name="Sửa lại").click()
    expect(refused.get_by_label("Nội dung câu hỏi")).to_have_value("bị từ chối A")
    refused.get_by_label("Nội dung câu hỏi").fill("bị từ chối A, đã sửa")
    refused.get_by_label("Nội dung trọng tâm").select_option("")
    keep_picture(page, "site-laptop-correcting")
    refused.get_by_role("button", name="Gửi lại").click()
    expect(page.locator(COUNT)).to_contain_text("1 câu chưa gửi")
    page.locator(".entry").get_by_role("button", name="Bỏ").click()
    assert violations(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Bỏ", exact=True).click()
    expect(page.locator(COUNT)).to_contain_text("Mọi câu đã gửi")
    assert sent_of(stage, "bị từ chối") == ["bị từ chối C", "bị từ chối A, đã sửa"]


SPOIL = """
(texts) => new Promise((resolve) => {
  const request = indexedDB.open("doithoai.site");
  request.onsuccess = () => {
    const transaction = request.result.transaction("outbox", "readwrite");
    const store = transaction.objectStore("outbox");
    store.getAll().onsuccess = (event) => {
      for (const entry of event.target.result) {
        const question = {...entry.question, topic: "khong-co"};
        if (texts.includes(question.text)) store.put({...entry, question});
      }
    };
    transaction.oncomplete = () => { request.result.close(); resolve(); };
  };
})
"""


@pytest.mark.parametrize("status", [503, 429])
def test_a_server_that_is_busy_is_asked_again(page: Page, stage: Stage, status: int) -> None:
    open_site(page, stage)
    refused: list[int] = []

    def refuse_once(route: Route) -> None:
        if route.request.method == "POST" and not refused:
            refused.append(status)
            body = '{"code": "unavailable"}'
            route.fulfill(status=status, headers={"Retry-After": "1"}, body=body)
        else:
            route.continue_()

    page.route("**/questions", refuse_once)
    write(page, f"bận {status}")
    expect(page.locator(COUNT)).to_contain_text("Mọi câu đã gửi", timeout=30_000)
    assert refused == [status]
    assert sent_of(stage, f"bận {status}") == [f"bận {status}"]


def test_a_page_in_between_is_no_refusal(page: Page, stage: Stage) -> None:
    """An inn's sign-in page answers everything: it neither takes nor loses a question."""
    open_site(page, stage)
    answers = [(200, "<html>Wi-Fi</html>"), (403, "<html>Wi-Fi</html>")]

    def stand_in_between(route: Route) -> None:
        if route.request.method == "POST" and answers:
            status, body = answers.pop(0)
            route.fulfill(status=status, content_type="text/html", body=body)
        else:
            route.continue_()

    page.route("**/questions", stand_in_between)
    write(page, "trang chen giữa")
    expect(page.locator(COUNT)).to_contain_text("Mọi câu đã gửi", timeout=30_000)
    assert answers == []
    assert sent_of(stage, "trang chen giữa") == ["trang chen giữa"]


def test_another_person_at_the_same_machine_neither_sees_nor_sends_it(
    page: Page, stage: Stage
) -> None:
    open_site(page, stage)
    keep_files(page)
    page.context.set_offline(True)
    write(page, "của Chợ Đồn, chưa gửi")
    expect(page.locator(COUNT)).to_contain_text("1 câu chưa gửi")
    page.close()
    page.context.clear_cookies()
    page.context.set_offline(False)
    other = open_site(page.context.new_page(), stage, "na-ri")
    expect(other.get_by_text("Trên máy này còn 1 câu chưa gửi của tài khoản khác")).to_be_visible()
    expect(other.get_by_text("của Chợ Đồn, chưa gửi")).to_have_count(0)
    write(other, "của Na Rì")
    expect(other.locator(COUNT)).to_contain_text("Mọi câu đã gửi", timeout=30_000)
    assert sent_of(stage, "của") == ["của Na Rì"]
    other.close()
    back = open_site(page.context.new_page(), stage, "cho-don")
    expect(back.locator(COUNT)).to_contain_text("Mọi câu đã gửi", timeout=30_000)
    assert sent_of(stage, "của") == ["của Na Rì", "của Chợ Đồn, chưa gửi"]


def test_a_session_changed_in_another_tab_does_not_send_under_the_wrong_name(
    page: Page, stage: Stage
) -> None:
    open_site(page, stage)
    stage.enter(page.context, "na-ri")
    write(page, "phiên của người khác")
    expect(page.locator(COUNT)).to_contain_text("tài khoản khác")
    assert sent_of(stage, "phiên") == []


def test_signing_out_with_unsent_questions_warns(page: Page, stage: Stage) -> None:
    page.set_viewport_size(LAPTOP)
    open_site(page, stage)
    page.route("**/questions", lambda route: route.abort())
    write(page, "chưa gửi mà đăng xuất")
    expect(page.locator(".entry")).to_contain_text("chưa gửi mà đăng xuất")
    expect(page.locator(COUNT)).to_contain_text("1 câu chưa gửi")
    page.get_by_text("Tuỳ chọn").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("dialog")).to_contain_text("Còn 1 câu chưa gửi")
    keep_picture(page, "site-laptop-leaving")
    page.get_by_role("button", name="Ở lại").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(COUNT)).to_contain_text("1 câu chưa gửi")


def test_what_is_being_written_survives_a_reload(page: Page, stage: Stage) -> None:
    open_site(page, stage)
    page.get_by_label("Nội dung câu hỏi").fill("Đang viết dở")
    page.get_by_label("Người nêu câu hỏi").fill("Hoàng Thị Thử")
    page.get_by_label("Đại biểu đồng ý").check()
    page.reload()
    expect(page.get_by_label("Nội dung câu hỏi")).to_have_value("Đang viết dở")
    expect(page.get_by_label("Người nêu câu hỏi")).to_have_value("Hoàng Thị Thử")
    expect(page.get_by_label("Đại biểu đồng ý")).to_be_checked()
