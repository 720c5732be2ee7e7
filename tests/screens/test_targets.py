"""What is tapped is at least 44 px high and wide, on every working screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import CONFERENCE, OFFICIAL
from tests.screens.stage import Stage

SCREENS = {
    "chair": ("chair", 1280, 800),
    "desk": ("moderator", 1366, 768),
    "site": ("cho-don", 360, 640),
    "official": ("official", 390, 844),
    "setup": ("admin", 1366, 768),
}
LEAST = 44
SMALL = """
(least) => {
  const wanted = "button, select, summary, textarea, a, input:not([type=hidden])";
  const targetOf = (element) => {
    const label = element.matches("[type=checkbox], [type=radio], [type=file]")
      && (element.closest("label") ?? document.querySelector(`label[for="${element.id}"]`));
    return label || element;
  };
  // A link in the middle of a sentence is as high as its line (WCAG 2.5.8 lets it be).
  const isInText = (element) =>
    element.matches("a") && getComputedStyle(element).display === "inline";
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
  const told = (element, { width, height }) =>
    `${Math.round(width)}×${Math.round(height)} ${element.outerHTML.slice(0, 120)}`;
  return [...document.querySelectorAll(wanted)]
    .filter((element) => isShown(element) && !isInText(element))
    .map(targetOf)
    .map((element) => [element, element.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && Math.min(box.width, box.height) < least - 0.5)
    .map(([element, box]) => told(element, box));
}
"""


@pytest.mark.parametrize("name", SCREENS)
def test_everything_that_is_tapped_is_large_enough(page: Page, stage: Stage, name: str) -> None:
    current, waiting = stage.queued(), stage.queued("na-ri")
    given = {"lead": OFFICIAL, "supporting": []}
    for number in (current, waiting, stage.submit()):
        stage.send("moderator", "PUT", f"/questions/{number}/assignment", given)
    if stage.send("chair", "GET", "/floor")["current"] is None:
        stage.do(current, "call")
    stage.do(stage.submit(text="Câu bị trả lại"), "return", {"note": "Ghi rõ thôn."})
    who, width, height = SCREENS[name]
    stage.enter(page.context, who)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{stage.url}/{name}?conference={CONFERENCE}")
    expect(page.locator(f"#{name}")).to_have_attribute("data-status", "live")
    page.wait_for_timeout(500)
    assert page.evaluate(SMALL, LEAST) == []
