"""The queue on the chair's tablet: moved by finger, mouse, key and button; help; staleness."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.screens.looking import keep_picture, violations
from tests.screens.stage import Stage
from tests.screens.test_chair import (
    LANDSCAPE,
    PORTRAIT,
    clear,
    first_line_dies,
    floor,
    next_button,
    open_chair,
)


@pytest.fixture(autouse=True)
def empty(stage: Stage) -> None:
    clear(stage)


def fill(stage: Stage, count: int) -> list[int]:
    return [stage.queued(text=f"Câu thứ {at}: bao giờ có điện?") for at in range(count)]


def order(stage: Stage) -> list[int]:
    return [one["number"] for one in stage.send("chair", "GET", "/queue")["items"]]


SHOWN_ARE = """
(wanted) => {
  const rows = [...document.querySelectorAll(".rows > .row")];
  return rows.map((one) => Number(one.dataset.number)).join() === wanted.join();
}
"""


def shown(page: Page) -> list[int]:
    numbers: list[int] = page.evaluate(
        "[...document.querySelectorAll('.rows > .row')].map((one) => Number(one.dataset.number))"
    )
    return numbers


def handle(page: Page, number: int) -> Locator:
    return page.get_by_role("button", name=f"Chuyển chỗ câu {number}", exact=True)


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_dragging_by_mouse(page: Page, stage: Stage) -> None:
    a, b, c, d = fill(stage, 4)
    open_chair(page, stage)
    expect(page.locator(".row")).to_have_count(4)
    x, y = middle(handle(page, d))
    _, goal = middle(handle(page, b))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, goal - 10, steps=8)
    lifted = page.locator(".row.lifted")
    box = lifted.bounding_box()
    assert box is not None
    assert abs(box["y"] + box["height"] / 2 - (goal - 10)) < 3  # The row follows the pointer.
    keep_picture(page, "chair-dragging")
    page.mouse.up()
    assert shown(page) == [a, d, b, c]  # At once, before the server has answered.
    page.wait_for_timeout(600)
    assert (shown(page), order(stage)) == ([a, d, b, c], [a, d, b, c])


def test_dragging_by_touch(page: Page, stage: Stage) -> None:
    a, b, c = fill(stage, 3)
    page.set_viewport_size(PORTRAIT)
    open_chair(page, stage)
    expect(page.locator(".row")).to_have_count(3)
    x, y = middle(handle(page, a))
    _, goal = middle(handle(page, c))
    devtools = page.context.new_cdp_session(page)

    def touch(kind: str, at: float | None) -> None:
        points = [] if at is None else [{"x": x, "y": at}]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", y)
    for step in range(1, 9):
        touch("touchMove", y + (goal + 10 - y) * step / 8)
    touch("touchEnd", None)
    page.wait_for_timeout(600)
    assert (shown(page), order(stage)) == ([b, c, a], [b, c, a])


def test_the_list_scrolls_under_a_row_at_its_edge(page: Page, stage: Stage) -> None:
    numbers = fill(stage, 12)
    page.set_viewport_size(LANDSCAPE)
    open_chair(page, stage)
    expect(page.locator(".row")).to_have_count(12)
    x, y = middle(handle(page, numbers[0]))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, 790, steps=5)
    page.wait_for_timeout(2500)
    page.mouse.up()
    page.wait_for_timeout(600)
    assert order(stage) == [*numbers[1:], numbers[0]]


def test_escape_puts_a_dragged_row_back(page: Page, stage: Stage) -> None:
    numbers = fill(stage, 3)
    open_chair(page, stage)
    expect(page.locator(".row")).to_have_count(3)
    x, y = middle(handle(page, numbers[2]))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 300, steps=4)
    page.keyboard.press("Escape")
    page.mouse.up()
    page.wait_for_timeout(300)
    assert (shown(page), order(stage)) == (numbers, numbers)


def test_moving_by_key_is_announced_and_keeps_the_focus(page: Page, stage: Stage) -> None:
    a, b, c = fill(stage, 3)
    open_chair(page, stage)
    said = page.locator("#sort-said")
    handle(page, a).focus()
    page.keyboard.press("Space")
    expect(said).to_have_text(f"Đã nhấc câu {a}, vị trí 1 trên 3.")
    expect(handle(page, a)).to_have_attribute("aria-pressed", "true")
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(said).to_have_text(f"Câu {a}: vị trí 2 trên 3.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    expect(said).to_have_text(f"Đã đặt câu {a} ở vị trí 2.")
    expect(handle(page, a)).to_be_focused()
    page.wait_for_timeout(600)
    expect(handle(page, a)).to_be_focused()
    assert order(stage) == [b, a, c]

    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(said).to_have_text(f"Đã bỏ, câu {a} ở chỗ cũ.")
    assert order(stage) == [b, a, c]


def test_moving_without_dragging(page: Page, stage: Stage) -> None:
    a, b, c = fill(stage, 3)
    open_chair(page, stage)
    page.get_by_role("button", name=f"Xem và xử lý câu {c}").click()
    dialog = page.get_by_role("dialog", name=f"Câu số {c}")
    dialog.get_by_role("button", name="Lên", exact=True).click()
    expect(dialog.get_by_text("Thứ tự: 2 trên 3")).to_be_visible()
    dialog.get_by_role("button", name="Lên", exact=True).click()
    expect(dialog.get_by_text("Thứ tự: 1 trên 3")).to_be_visible()
    dialog.get_by_role("button", name="Xuống cuối").click()
    expect(dialog.get_by_text("Thứ tự: 3 trên 3")).to_be_visible()
    dialog.get_by_role("button", name="Lên đầu").click()
    expect(dialog.get_by_text("Thứ tự: 1 trên 3")).to_be_visible()
    page.wait_for_timeout(500)
    assert order(stage) == [c, a, b]
    dialog.get_by_role("button", name="Gọi câu này").click()
    expect(dialog).to_have_count(0)
    assert floor(stage) == (c, a)


def test_the_suggestion_is_followed_by_one_tap_and_never_by_itself(
    page: Page, stage: Stage
) -> None:
    often = stage.queued()
    stage.do(often, "call")
    stage.do(often, "finish")
    first = stage.queued()
    other = stage.queued(site="na-ri")
    open_chair(page, stage)
    line = page.locator(".suggestion")
    expect(line).to_contain_text("Huyện Na Rì mới có")
    keep_picture(page, "chair-suggestion")
    assert order(stage) == [first, other]
    line.get_by_role("button", name=f"Đưa câu {other} lên đầu").click()
    expect(line).to_have_count(0)
    page.wait_for_timeout(300)
    assert order(stage) == [other, first]
    expect(page.get_by_text("khoảng").first).to_be_visible()


def test_a_stale_queue_is_told_and_shown_as_it_is(page: Page, stage: Stage) -> None:
    a, b, c = fill(stage, 3)
    line_dies = first_line_dies(page)
    open_chair(page, stage)
    expect(page.locator(".row")).to_have_count(3)
    line_dies()
    version = stage.send("moderator", "GET", "/queue")["version"]
    move: Any = {"question": c, "before": a, "version": version}
    stage.send("moderator", "POST", "/queue/move", move)
    handle(page, b).focus()
    for key in ("Space", "ArrowUp", "Space"):
        page.keyboard.press(key)
    expect(page.locator(".saying.refusal")).to_contain_text("Hàng đợi vừa được người khác thay đổi")
    page.wait_for_function(SHOWN_ARE, arg=[c, a, b])
    assert order(stage) == [c, a, b]
    expect(next_button(page)).to_contain_text(f"Gọi câu {c}")
