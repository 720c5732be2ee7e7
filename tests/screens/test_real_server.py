"""The screens against a real server process: what a newcomer does in the first five minutes."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import DATA_KEY, question
from tests.servers import COMMAND, Demo, demo, free_port, serve

PICTURES = Path(__file__).parents[2] / "test-results" / "screens"


@pytest.fixture(scope="module")
def running_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


def _sign_in(page: Page, running: Demo, username: str) -> None:
    page.goto(f"{running.url}/?next=/hall")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(running.passwords[username])
    page.get_by_role("button", name="Đăng nhập").click()


def test_question_travels_from_cho_don_to_the_hall(page: Page, running_demo: Demo) -> None:
    outside: list[str] = []
    page.on("request", lambda r: None if running_demo.url in r.url else outside.append(r.url))
    page.set_viewport_size({"width": 1920, "height": 1080})
    _sign_in(page, running_demo, "screen")
    expect(page.locator("#hall")).to_have_attribute("data-status", "live")

    site, moderator = running_demo.token("cho-don"), running_demo.token("moderator")
    text = "Đường vào thôn Bản Tàn bao giờ được đổ bê tông?"
    asked = question("cho-don", text)
    number = running_demo.send(site, "POST", "/questions", asked).json()["number"]
    running_demo.send(moderator, "POST", f"/questions/{number}/enqueue")
    queue = running_demo.send(moderator, "GET", "/queue").json()
    first = queue["items"][0]["number"]
    move = {"question": number, "before": first, "version": queue["version"]}
    assert running_demo.send(moderator, "POST", "/queue/move", move).status_code == 200
    expect(page.get_by_text(text[:20])).to_be_visible()

    chair = running_demo.token("chair")
    floor = running_demo.send(chair, "GET", "/floor").json()
    tap = {"expected_current": floor["current"]["number"], "expected_next": number}
    assert running_demo.send(chair, "POST", "/floor/next", tap).status_code == 200
    expect(page.locator("#hall")).to_have_attribute("data-key", re.compile(str(number)))
    expect(page.get_by_text(text)).to_be_visible()
    expect(page.get_by_text("Nguyễn Thị Thử")).to_have_count(0)
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / "hall.png")
    assert outside == []


def test_hall_goes_on_showing_its_state_while_the_server_restarts(
    page: Page, tmp_path: Path
) -> None:
    port = free_port()
    with demo(tmp_path, port=port) as running:
        _sign_in(page, running, "screen")
        expect(page.locator("#hall")).to_have_attribute("data-status", "live")
        shown = page.locator("#hall").get_attribute("data-key") or ""
    expect(page.locator("#hall")).not_to_have_attribute("data-status", "live")
    expect(page.locator("#hall")).to_have_attribute("data-key", shown)
    with demo(tmp_path, port=port):
        expect(page.locator("#hall")).to_have_attribute("data-status", "live", timeout=60_000)


def test_first_administrator_comes_in_by_the_printed_link_once(page: Page, tmp_path: Path) -> None:
    port = free_port()
    settings = {
        "DOITHOAI_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'new.sqlite3'}",
        "DOITHOAI_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DOITHOAI_DATA_KEYS": DATA_KEY,
    }
    subprocess.run([*COMMAND, "migrate"], check=True, env=settings, capture_output=True)
    with serve(settings, port) as server:
        assert server.stdout is not None
        link = _link(server.stdout.readline, port)
        page.goto(link)
        page.get_by_label("Họ và tên").fill("Quản Trị")
        page.get_by_label("Tên đăng nhập").fill("quan-tri")
        page.get_by_label("Mật khẩu").fill("mật khẩu rất dài")
        page.get_by_role("button", name="Tạo tài khoản").click()
        expect(page.get_by_text("Đã đăng nhập: Quản Trị")).to_be_visible()

        page.goto("about:blank")
        page.goto(link)
        page.get_by_label("Họ và tên").fill("Kẻ Đến Sau")
        page.get_by_label("Tên đăng nhập").fill("den-sau")
        page.get_by_label("Mật khẩu").fill("mật khẩu rất dài")
        page.get_by_role("button", name="Tạo tài khoản").click()
        expect(page.get_by_role("alert")).to_contain_text("không dùng được nữa")


def _link(readline: object, port: int) -> str:
    assert callable(readline)
    for _ in range(10):
        found = re.search(rf"http://127\.0\.0\.1:{port}/#first-admin=\S+", readline())
        if found:
            return found[0]
    raise AssertionError("no link was printed")
