"""The hall shows the whole of a question, as text and nothing else, whatever is in it."""

import json

import pytest
from playwright.sync_api import Page, WebSocketRoute

from tests.screens.looking import violations
from tests.screens.messages import Json, change, question, snapshot

OVERFLOWING = """
() => [...document.querySelectorAll("[data-fit]")].filter((box) => {
  const inner = box.firstElementChild;
  return inner && (inner.offsetHeight > box.clientHeight || inner.scrollWidth > box.clientWidth);
}).map((box) => box.className)
"""


SCENES = [
    ("vetting", "answering", "opening"),
    ("live", "answering", "question"),
    ("live", "queued", "waiting"),
    ("live", "answered", "pause"),
    ("closed", "answered", "closing"),
]


def show(page: Page, files_url: str, message: Json, theme: str = "dark") -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.route_web_socket("**/live*", lambda socket: socket.send(json.dumps(message)))
    page.goto(f"{files_url}/hall?conference=bac-kan-2025&theme={theme}")
    page.wait_for_selector("#hall[data-status=live]")
    page.evaluate("() => document.fonts.ready.then(() => true)")


@pytest.mark.parametrize(
    "text",
    ["Ngắn?", "đường điện " * 25, "trường trạm " * 333, "ế" * 4000, "W" * 4000, "dòng\n" * 800],
    ids=["short", "usual", "long", "no space", "wide letters", "line breaks"],
)
def test_a_question_fits_without_clipping(page: Page, files_url: str, text: str) -> None:
    show(page, files_url, snapshot(1, question(17, state="answering", text=text)))
    assert page.evaluate(OVERFLOWING) == []
    shown = page.locator(".text p").inner_text()
    assert shown.split() == text.split()


def test_markup_in_a_question_stays_text(page: Page, files_url: str) -> None:
    text = "<img src=x onerror=alert(1)> ${1} &amp;"
    show(page, files_url, snapshot(1, question(17, state="answering", text=text)))
    assert page.locator(".text p").inner_text() == text
    assert page.locator(".text img").count() == 0


@pytest.mark.parametrize(("phase", "state", "scene"), SCENES)
def test_each_moment_has_its_scene(
    page: Page, files_url: str, phase: str, state: str, scene: str
) -> None:
    show(page, files_url, snapshot(1, question(17, "a", state=state), phase=phase))
    assert page.get_attribute("#hall", "data-scene") == scene


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize(("phase", "state", "scene"), SCENES)
def test_every_scene_can_be_read_from_afar(
    page: Page, files_url: str, phase: str, state: str, scene: str, theme: str
) -> None:
    lost = question(17, "a", state=state, assignment={"lead": "x", "supporting": []})
    show(page, files_url, snapshot(1, lost, question(18, "b"), phase=phase), theme)
    assert violations(page, far=True) == []


def test_nothing_moves_for_who_asks_for_no_motion(page: Page, files_url: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    first, second = question(17, state="answering"), question(18, "a")
    page.add_init_script(
        "document.startViewTransition = () => { throw new Error('a transition was started'); }"
    )
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))

    def serve(socket: WebSocketRoute) -> None:
        socket.send(json.dumps(snapshot(1, first, second)))
        later = [question(17, state="answered"), question(18, state="answering")]
        socket.send(json.dumps(change(1, 2, *later)))

    page.route_web_socket("**/live*", serve)
    page.goto(f"{files_url}/hall?conference=bac-kan-2025")
    page.wait_for_selector('#hall[data-key="question 18"]')
    assert failures == []
