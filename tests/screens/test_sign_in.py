"""The first page leads on only within this site, and everybody can use it."""

import pytest
from playwright.sync_api import Page, expect

from tests.screens.looking import keep_picture, violations
from tests.screens.stage import Stage

NEXT = """
async (next) => {
  const { nextAddress } = await import("/static/signin/next.js");
  return nextAddress("?" + new URLSearchParams({ next }), location.origin);
}
"""


@pytest.mark.parametrize(
    "next_",
    [
        "//elsewhere.example",
        "/\\elsewhere.example",
        "/\t/elsewhere.example",
        "https://elsewhere.example/hall",
        "javascript:alert(1)",
        "hall",
        "",
    ],
)
def test_an_address_elsewhere_is_not_followed(blank: Page, next_: str) -> None:
    assert blank.evaluate(NEXT, next_) is None


@pytest.mark.parametrize("next_", ["/hall?conference=bac-kan-2025", "/.//elsewhere.example"])
def test_a_path_of_this_site_is_followed(blank: Page, files_url: str, next_: str) -> None:
    assert blank.evaluate(NEXT, next_).startswith(f"{files_url}/")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_form_and_choice_can_be_used_by_everybody(
    page: Page, stage: Stage, theme: str, lang: str
) -> None:
    page.goto(f"{stage.url}/?theme={theme}&lang={lang}")
    expect(page.locator("#username")).to_be_focused()
    assert violations(page) == []
    stage.enter(page.context, "moderator")
    page.reload()
    expect(page.locator(".memberships")).to_be_visible()
    keep_picture(page, f"choose-{theme}-{lang}")


def test_desk_without_its_line_can_be_used_by_everybody(page: Page, stage: Stage) -> None:
    stage.submit()
    stage.enter(page.context, "moderator")
    page.route_web_socket("**/live*", lambda socket: socket.close(code=4003))
    page.goto(f"{stage.url}/desk?conference=bac-kan-2025")
    expect(page.locator("#desk")).to_have_attribute("data-status", "stopped")
    assert violations(page) == []
