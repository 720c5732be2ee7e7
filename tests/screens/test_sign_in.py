"""The first page leads on only within this site."""

import pytest
from playwright.sync_api import Page

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
