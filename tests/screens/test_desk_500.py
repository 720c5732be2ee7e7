"""Five hundred questions on the desk: what others do is painted at once and moves nobody."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.conftest import CONFERENCE, question
from tests.screens.looking import keep_picture
from tests.screens.stage import COOKIE, Stage

COUNT = 500
SITES = ["cho-don", "na-ri", "ba-be", "bach-thong", "cho-moi", "ngan-son", "pac-nam"]
WORDS = "Đường vào thôn lầy lội quanh năm, học sinh phải nghỉ học khi trời mưa; bao giờ được làm?"

# From the arrival of a change to the frame after the one it was painted in.
WATCH = """
window.painted = [];
const Real = window.WebSocket;
window.WebSocket = class extends Real {
  set onmessage(listener) {
    super.onmessage = (event) => {
      const began = performance.now();
      listener(event);
      if (JSON.parse(event.data).type !== "change") return;
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => window.painted.push(performance.now() - began);
        channel.port2.postMessage(null);
      });
    };
  }
  get onmessage() { return super.onmessage; }
};
"""

STANDS = """() => {
  const list = document.querySelector(".rows").getBoundingClientRect();
  const active = document.activeElement;
  const open = document.querySelector('.row[aria-current="true"]');
  const seen = [...document.querySelectorAll(".row")].filter((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return bottom > list.top && top < list.bottom;
  });
  const selection = getSelection();
  return {
    active: active.dataset.number ?? active.id ?? active.tagName,
    caret: [active.selectionStart ?? null, active.selectionEnd ?? null],
    typed: active.value ?? null,
    open: open && [open.dataset.number, Math.round(open.getBoundingClientRect().top)],
    seen: seen.map((row) => row.dataset.number),
    selected: selection.toString(),
    detail: document.querySelector(".detail-pane").scrollTop,
  };
}"""


@pytest.fixture(scope="module")
def full(stage: Stage) -> Stage:
    """The stage with 500 questions handed in."""
    cookies = {COOKIE: stage.cookie("moderator")}
    url = f"{stage.url}/api/v1/conferences/{CONFERENCE}/questions"
    with httpx.Client(cookies=cookies, timeout=30) as client:
        for n in range(COUNT):
            given = question(SITES[n % len(SITES)], f"{n + 1}. {WORDS}")
            headers = {"Idempotency-Key": uuid4().hex}
            assert client.post(url, json=given, headers=headers).is_success
    return stage


@pytest.fixture
def desk(page: Page, full: Stage) -> Page:
    page.add_init_script(WATCH)
    full.enter(page.context, "moderator")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{full.url}/desk?conference={CONFERENCE}")
    expect(page.locator("#desk")).to_have_attribute("data-status", "live")
    return page


def stands(page: Page) -> dict[str, Any]:
    answer: dict[str, Any] = page.evaluate(STANDS)
    return answer


def until_drawn(page: Page, stage: Stage) -> None:
    """Wait until the desk has drawn the last command of all."""
    last = stage.send("moderator", "GET", "/events?limit=1&after=0")["last_seq"]
    page.wait_for_function(
        "last => Number(document.querySelector('#desk').dataset.seq) >= last", arg=last
    )
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


def others_work(stage: Stage, near: int) -> None:
    """Approve above and below the reader, hand one in, and change the one that is read."""
    for number in (near - 40, near - 1, near + 1):
        stage.do(number, "approve", who="moderator-2")
    stage.submit("na-ri", "Một câu mới gửi.")
    topic = {"topic": "khoi-nghiep-hop-tac-xa"}
    stage.send("moderator-2", "PATCH", f"/questions/{near}", topic)


def test_the_place_of_a_reader_in_the_list_does_not_move(desk: Page, full: Stage) -> None:
    desk.locator('.row[data-number="240"]').click()
    expect(desk.get_by_role("heading", name="Câu 240", exact=True)).to_be_visible()
    desk.wait_for_timeout(600)
    before = stands(desk)
    assert before["active"] == "240"
    others_work(full, 240)
    until_drawn(desk, full)
    after = stands(desk)
    assert after["open"] == before["open"]
    assert after["active"] == "240"
    keep_picture(desk, "desk-500")


def test_a_reader_who_scrolled_away_stays_there(desk: Page, full: Stage) -> None:
    desk.locator('.row[data-number="60"]').click()
    desk.locator(".rows").evaluate("(list) => { list.scrollTop = 9000; }")
    before = stands(desk)
    for number in (61, 63, 65):
        full.do(number, "approve", who="moderator-2")
    until_drawn(desk, full)
    after = stands(desk)
    assert after["seen"] == before["seen"]
    assert after["active"] == "60"


def test_text_that_is_selected_stays_selected(desk: Page, full: Stage) -> None:
    desk.locator('.row[data-number="300"]').click()
    text = desk.locator(".detail-pane .text")
    expect(text).to_contain_text("300.")
    text.evaluate("(element) => getSelection().selectAllChildren(element)")
    before = stands(desk)
    assert before["selected"].startswith("300.")
    others_work(full, 300)
    until_drawn(desk, full)
    after = stands(desk)
    assert (after["selected"], after["open"]) == (before["selected"], before["open"])


def test_a_note_half_typed_stays_as_it_is(desk: Page, full: Stage) -> None:
    desk.locator('.row[data-number="360"]').click()
    desk.keyboard.press("t")
    desk.keyboard.type("Đề nghị ghi rõ thôn")
    for _ in range(4):
        desk.keyboard.press("ArrowLeft")
    before = stands(desk)
    assert before["active"] == "field-note"
    others_work(full, 360)
    full.do(360, "approve", who="moderator-2")
    until_drawn(desk, full)
    after = stands(desk)
    for same in ("active", "caret", "typed", "open"):
        assert after[same] == before[same]


def test_a_row_that_is_read_stays_when_another_takes_the_question(desk: Page, full: Stage) -> None:
    desk.locator('.row[data-number="420"]').click()
    before = stands(desk)
    full.do(420, "approve", who="moderator-2")
    until_drawn(desk, full)
    after = stands(desk)
    assert (after["active"], after["open"]) == ("420", before["open"])
    expect(desk.locator('.row[data-number="420"]')).to_contain_text("Đã duyệt")
    desk.keyboard.press("j")
    expect(desk.locator('.row[data-number="421"]')).to_be_focused()
    expect(desk.locator('.row[data-number="420"]')).to_have_count(0)


def test_a_change_is_painted_soon(desk: Page, full: Stage) -> None:
    """Prints how soon; how fast a machine is, is no matter of right and wrong."""
    desk.locator('.row[data-number="100"]').click()
    desk.evaluate("() => { window.painted = []; }")
    for number in range(101, 116):
        full.do(number, "approve", who="moderator-2")
        desk.wait_for_timeout(60)
    until_drawn(desk, full)
    times = sorted(desk.evaluate("() => window.painted"))
    assert times
    middle, worst = times[len(times) // 2], times[-1]
    print(f"\nmessage to paint, {COUNT} questions: middle {middle:.0f} ms, worst {worst:.0f} ms")
