"""The set-up's section of webhooks, with a receiver that listens."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect
from standardwebhooks import Webhook

from tests.screens.looking import keep_picture
from tests.screens.stage import Stage
from tests.screens.test_setup import open_section, overflow, row


class Listener:
    """A receiver on this machine; `status` is what it answers."""

    def __init__(self) -> None:
        self.status = 204
        self.received: list[tuple[dict[str, str], bytes]] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                listener.received.append((dict(self.headers), body))
                self.send_response(listener.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/nhan"


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    thread = threading.Thread(target=listener.server.serve_forever)
    thread.start()
    yield listener
    listener.server.shutdown()
    thread.join()
    listener.server.server_close()


def test_a_webhook_is_added_tried_and_told_what_happens(
    stage: Stage, page: Page, listener: Listener
) -> None:
    open_section(stage, page, "webhook")
    expect(page.get_by_text("Chưa có webhook nào.")).to_be_visible()
    keep_picture(page, "setup-webhooks-none")
    page.get_by_role("button", name="Thêm webhook").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Địa chỉ nhận").fill(listener.url)
    dialog.get_by_label("Tên gọi").fill("Cổng thông tin tỉnh")
    dialog.get_by_label("Đọc nhật ký (có nội dung và lý do)").check()
    dialog.get_by_label("Câu hỏi", exact=True).check()
    keep_picture(page, "setup-webhook-form")
    dialog.get_by_role("button", name="Thêm webhook").click()
    secret = dialog.get_by_label("Khoá ký")
    expect(secret).to_be_focused()
    expect(dialog.get_by_text("Chỉ hiện một lần")).to_be_visible()
    kept = secret.input_value()
    keep_picture(page, "setup-webhook-secret")
    dialog.get_by_role("button", name="Xong").click()
    mine = row(page, "Cổng thông tin tỉnh")
    expect(mine).to_contain_text("Đang gửi")
    page.get_by_role("button", name="Gửi thử: Cổng thông tin tỉnh").click()
    expect(page.get_by_text("Cổng thông tin tỉnh trả lời 204")).to_be_visible()
    headers, body = listener.received[0]
    assert Webhook(kept).verify(body, headers)["type"] == "webhook.test"
    listener.status = 503
    stage.submit()
    page.get_by_role("button", name="Nhật ký gửi: Cổng thông tin tỉnh").click()
    waiting = dialog.locator(".row").filter(has_text="question.submitted")
    refresh = dialog.get_by_role("button", name="Tải lại")
    for _ in range(40):
        refresh.click()
        page.wait_for_timeout(250)
        if waiting.count():
            break
    expect(waiting).to_contain_text("nơi nhận trả lời 503")
    keep_picture(page, "setup-webhook-sendings")
    listener.status = 204
    waiting.get_by_role("button", name="Gửi lại").click()
    for _ in range(40):
        refresh.click()
        page.wait_for_timeout(250)
        if "Đã nhận" in waiting.inner_text():
            break
    expect(waiting).to_contain_text("Đã nhận (204")
    dialog.get_by_role("button", name="Đóng").click()
    expect(dialog).to_have_count(0)
    keep_picture(page, "setup-webhooks")
    page.set_viewport_size({"width": 360, "height": 740})
    assert overflow(page) <= 0
    keep_picture(page, "setup-webhooks-phone")


def test_a_webhook_is_paused_changed_given_a_new_secret_and_removed(
    stage: Stage, page: Page, listener: Listener
) -> None:
    given = {"url": listener.url, "scopes": ["question.see"], "events": ["floor.undone"]}
    made = stage.send("admin", "POST", "/webhooks", given)
    open_section(stage, page, "webhook")
    mine = row(page, listener.url)
    expect(mine).to_contain_text("floor.undone")
    page.get_by_role("button", name=f"Tạm dừng: {listener.url}").click()
    expect(mine).to_contain_text("Tạm dừng")
    page.get_by_role("button", name=f"Gửi tiếp: {listener.url}").click()
    expect(mine).to_contain_text("Đang gửi")
    page.get_by_role("button", name=f"Sửa: {listener.url}").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Địa chỉ nhận").fill("https://10.0.0.1/")
    dialog.get_by_role("button", name="Lưu").click()
    expect(dialog.get_by_text("địa chỉ nội bộ chưa được cho phép").first).to_be_visible()
    keep_picture(page, "setup-webhook-refused")
    dialog.get_by_label("Địa chỉ nhận").fill(listener.url)
    dialog.get_by_label("Tên gọi").fill("Bảng tin")
    dialog.get_by_role("button", name="Lưu").click()
    expect(row(page, "Bảng tin")).to_contain_text("floor.undone")
    page.get_by_role("button", name="Khoá ký mới: Bảng tin").click()
    dialog.get_by_role("button", name="Khoá mới").click()
    secret = dialog.get_by_label("Khoá ký")
    expect(secret).not_to_have_value(made["secret"])
    dialog.get_by_role("button", name="Xong").click()
    page.get_by_role("button", name="Xoá webhook: Bảng tin").click()
    dialog.get_by_role("button", name="Xoá").click()
    expect(page.get_by_text("Đã xoá: Bảng tin")).to_be_visible()
    expect(row(page, "Bảng tin")).to_have_count(0)


def test_the_scopes_offered_are_those_a_webhook_can_have(blank: Page) -> None:
    from app.domain.webhooks import SCOPES

    listed = blank.evaluate("async () => (await import('/static/office/webhooks.js')).SCOPES")
    assert sorted(listed) == sorted(str(scope) for scope in SCOPES)
