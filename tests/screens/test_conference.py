"""A whole conference on five browsers at once, and a server that restarts in the middle of it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.conftest import CONFERENCE, OFFICIAL, question
from tests.screens.looking import keep_picture
from tests.screens.stage import Stage, build, furnish

SCREENS = {
    "site": ("cho-don", 1366, 768),
    "desk": ("moderator", 1366, 768),
    "chair": ("chair", 1280, 800),
    "hall": ("screen", 1920, 1080),
    "official": ("official", 1280, 800),
}
"""Who has which screen open, and how large it is."""
BACK_WITHIN = 30_000
"""Milliseconds; the longest pause between two attempts is 15 seconds."""
TEXT = "Đường vào thôn Bản Tàn mùa mưa không đi được, bao giờ được đổ bê tông?"
WATCH = """
(key) => {
  const hall = document.getElementById("hall");
  const note = () => {
    if (hall.dataset.key === key) window.changedAt = performance.timeOrigin + performance.now();
  };
  new MutationObserver(note).observe(hall, { attributes: true, attributeFilter: ["data-key"] });
}
"""
NOTE_TAP = """
document.addEventListener("click", () => {
  window.tappedAt = performance.timeOrigin + performance.now();
}, { capture: true });
"""

Pages = Mapping[str, Page]


@contextmanager
def screens(browser: Browser, stage: Stage) -> Iterator[Pages]:
    """Every screen open in a browser of its own, up to date, and without an error in the end."""
    pages: dict[str, Page] = {}
    errors: list[str] = []
    for name, (who, width, height) in SCREENS.items():
        context = browser.new_context(viewport={"width": width, "height": height})
        context.add_init_script(NOTE_TAP)
        stage.enter(context, who)
        page = context.new_page()
        page.on("pageerror", partial(_note, errors, name))
        page.goto(f"{stage.url}/{name}?conference={CONFERENCE}")
        pages[name] = page
    for name, page in pages.items():
        expect(page.locator(f"#{name}")).to_have_attribute("data-status", "live")
    yield pages
    assert errors == []
    for page in pages.values():
        page.context.close()


def _note(errors: list[str], name: str, error: Error) -> None:
    errors.append(f"{name}: {error}")


def all_live(pages: Pages) -> None:
    for name, page in pages.items():
        live = ("data-status", "live")
        expect(page.locator(f"#{name}")).to_have_attribute(*live, timeout=BACK_WITHIN)


def agree(pages: Pages, seq: int) -> None:
    """Wait until every screen stands at this number or, by a tick, past what it may not see."""
    for name, page in pages.items():
        page.wait_for_function(
            "([id, seq]) => Number(document.getElementById(id).dataset.seq) >= seq",
            arg=[name, seq],
        )


def tap_next(page: Page) -> None:
    button = page.locator("#next-button")
    expect(button).to_have_attribute("aria-disabled", "false")
    button.click()


def test_question_goes_through_five_browsers(browser: Browser, stage: Stage) -> None:
    with screens(browser, stage) as pages:
        site, desk, chair, hall, official = (pages[name] for name in SCREENS)

        site.get_by_label("Nội dung câu hỏi").fill(TEXT)
        site.get_by_label("Người nêu câu hỏi").fill("Hoàng Thị Thử")
        site.keyboard.press("Control+Enter")
        sent = site.get_by_text(re.compile(r"Đã gửi: câu số \d+"))
        expect(sent).to_be_visible()
        number = int(re.findall(r"\d+", sent.inner_text())[0])

        row = desk.locator(f'.row[data-number="{number}"]')
        expect(row).to_be_visible()
        row.click()
        desk.keyboard.press("p")
        desk.get_by_label("Người trả lời chính").select_option(OFFICIAL)
        desk.keyboard.press("Tab")
        desk.get_by_label("Ghi chú cho người trả lời").press("Control+Enter")
        expect(desk.get_by_role("dialog")).to_have_count(0)
        expect(official.get_by_text(TEXT)).to_be_visible()
        expect(hall.get_by_text(TEXT[:20])).to_have_count(0)
        row.click()
        desk.keyboard.press("h")
        expect(site.get_by_text("Câu của điểm cầu sắp được gọi")).to_be_visible()
        expect(hall.get_by_text(TEXT[:20])).to_be_visible()
        official.get_by_role("button", name=re.compile("^Nhận")).first.click()

        id_ = stage.send("moderator", "GET", f"/questions/{number}")["id"]
        hall.evaluate(WATCH, f"question {id_}")
        tap_next(chair)
        expect(hall.locator("#hall")).to_have_attribute("data-key", f"question {id_}")
        expect(chair.get_by_text("Đã nhận").first).to_be_visible()
        expect(hall.get_by_text(TEXT)).to_be_visible()
        expect(site.get_by_text("Đang trả lời câu của điểm cầu")).to_be_visible()
        expect(hall.get_by_text("Hoàng Thị Thử")).to_have_count(0)
        shown = hall.evaluate("window.changedAt") - chair.evaluate("window.tappedAt")
        print(f"\ntap on next → hall changed: {shown:.0f} ms")
        for name, page in pages.items():
            keep_picture(page, f"conference-{name}")

        tap_next(chair)
        expect(site.locator(".question", has_text=TEXT[:30])).to_contain_text("Đã trả lời")
        assert stage.send("moderator", "GET", f"/questions/{number}")["state"] == "answered"


def test_all_screens_come_back_and_agree_after_a_restart(browser: Browser, tmp_path: Path) -> None:
    stage = build(tmp_path)
    with stage.running():
        furnish(stage, "live")
        first, second = stage.queued(text="Câu thứ nhất?"), stage.queued(text="Câu thứ hai?")
        stage.do(first, "call")
        context = screens(browser, stage)
        pages = context.__enter__()
    for name, page in pages.items():
        live = ("data-status", "live")
        expect(page.locator(f"#{name}")).not_to_have_attribute(*live, timeout=BACK_WITHIN)
    expect(pages["hall"].get_by_text("Câu thứ nhất?")).to_be_visible()
    with stage.running():
        seen = {"expected_current": first, "expected_next": second}
        stage.send("chair", "POST", "/floor/next", seen)
        third = stage.send("cho-don", "POST", "/questions", question("cho-don", "Câu thứ ba?"))
        all_live(pages)
        agree(pages, stage.send("admin", "GET", "/events?limit=200")["items"][-1]["seq"])
        for name in ("hall", "chair", "site"):
            expect(pages[name].get_by_text("Câu thứ hai?").first).to_be_visible()
        expect(pages["desk"].locator(f'.row[data-number="{third["number"]}"]')).to_be_visible()
        context.__exit__(None, None, None)


@pytest.mark.parametrize("name", SCREENS)
def test_screen_speaks_english_and_asks_nobody_but_its_server(
    page: Page, stage: Stage, name: str
) -> None:
    who, width, height = SCREENS[name]
    page.set_viewport_size({"width": width, "height": height})
    stage.enter(page.context, who)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(f"{stage.url}/{name}?conference={CONFERENCE}&lang=en")
    expect(page.locator(f"#{name}")).to_have_attribute("data-status", "live")
    assert page.locator("html").get_attribute("lang") == "en"
    keep_picture(page, f"english-{name}")
    elsewhere = [url for url in asked if not url.startswith((stage.url, "data:", "blob:"))]
    assert asked
    assert elsewhere == []
