"""Two tablets press next: whatever happens, the floor moves exactly one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.screens.looking import keep_picture
from tests.screens.stage import Stage
from tests.screens.test_chair import clear, first_line_dies, floor, next_button, open_chair, ready

Tablets = tuple[Page, Page]


@pytest.fixture
def tablets(browser: Browser) -> Iterator[Tablets]:
    contexts = [browser.new_context(viewport={"width": 1280, "height": 800}) for _ in range(2)]
    yield contexts[0].new_page(), contexts[1].new_page()
    for context in contexts:
        context.close()


@pytest.fixture
def numbers(stage: Stage) -> list[int]:
    clear(stage)
    return [stage.queued(text=f"Câu thứ {at}?") for at in range(4)]


def moves(stage: Stage) -> int:
    """How many times the floor has moved on."""
    events = stage.send("moderator", "GET", "/events?limit=200")["items"]
    return sum(one["type"] == "floor.moved_on" for one in events)


def test_both_at_once(tablets: Tablets, stage: Stage, numbers: list[int]) -> None:
    stage.do(numbers[0], "call")
    for tablet in tablets:
        open_chair(tablet, stage)
    before = moves(stage)
    at = tablets[0].evaluate("Date.now()") + 2500
    for tablet in tablets:
        ready(next_button(tablet))
        # At the same moment by the clock that both have: neither has seen the other's step.
        press = """(at) => void setTimeout(() => document.querySelector("#next-button").click(),
            at - Date.now())"""
        tablet.evaluate(press, at)
    for tablet in tablets:
        heading = tablet.get_by_role("heading", name=f"Đang trả lời {numbers[1]}")
        expect(heading).to_be_visible()
    tablets[0].wait_for_timeout(1500)
    assert floor(stage) == (numbers[1], numbers[2])
    assert moves(stage) == before + 1


def test_one_after_the_other_on_a_stale_screen(
    tablets: Tablets, stage: Stage, numbers: list[int]
) -> None:
    stage.do(numbers[0], "call")
    fresh, stale = tablets
    line_dies = first_line_dies(stale)
    for tablet in tablets:
        open_chair(tablet, stage)
        expect(tablet.get_by_role("heading", name=f"Đang trả lời {numbers[0]}")).to_be_visible()
    before = moves(stage)
    line_dies()
    ready(next_button(fresh)).click()
    expect(fresh.get_by_role("heading", name=f"Đang trả lời {numbers[1]}")).to_be_visible()

    expect(next_button(stale)).to_contain_text(f"Gọi câu {numbers[1]}")
    next_button(stale).click()
    told = stale.get_by_role("alert")
    expect(told).to_contain_text("Diễn biến đã thay đổi, chưa thực hiện gì.")
    expect(told).to_contain_text(f"Đang trả lời: câu {numbers[1]}. Kế tiếp: câu {numbers[2]}.")
    assert floor(stage) == (numbers[1], numbers[2])
    keep_picture(stale, "chair-stale")

    expect(stale.get_by_role("heading", name=f"Đang trả lời {numbers[1]}")).to_be_visible()
    expect(next_button(stale)).to_contain_text(f"Gọi câu {numbers[2]}")
    assert moves(stage) == before + 1
    ready(next_button(stale)).click()
    for tablet in tablets:
        heading = tablet.get_by_role("heading", name=f"Đang trả lời {numbers[2]}")
        expect(heading).to_be_visible()
    assert moves(stage) == before + 2


def test_undo_offered_for_an_own_step_never_undoes_anothers(
    page: Page, stage: Stage, numbers: list[int]
) -> None:
    open_chair(page, stage)
    ready(next_button(page)).click()
    offered = page.locator(".saying").get_by_role("button", name="Hoàn tác")
    expect(offered).to_be_visible()
    tap = {"expected_current": numbers[0], "expected_next": numbers[1]}
    stage.send("moderator", "POST", "/floor/next", tap)
    heading = page.get_by_role("heading", name=f"Đang trả lời {numbers[1]}")
    expect(heading).to_be_visible()
    offered.click()
    expect(page.get_by_text("Diễn biến vừa thay đổi")).to_be_visible()
    assert floor(stage) == (numbers[1], numbers[2])
