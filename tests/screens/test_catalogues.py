"""Every word there is in one language there is in the other, with the same places to fill in."""

import re

import pytest
from playwright.sync_api import Page

from app.routers.screen_files import SCREENS

WORDS = SCREENS / "static" / "i18n"
PAIRS = ["", *sorted(path.name for path in (WORDS / "vi").glob("*.js"))]
READ = """
async (address) => ({ ...(await import(address)).default })
"""


def read(page: Page, language: str, name: str) -> dict[str, str]:
    path = f"{language}/{name}" if name else f"{language}.js"
    words: dict[str, str] = page.evaluate(READ, f"/static/i18n/{path}")
    return words


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_there_is_an_english_catalogue_for_every_vietnamese_one() -> None:
    assert PAIRS[1:] == sorted(path.name for path in (WORDS / "en").glob("*.js"))


@pytest.mark.parametrize("name", PAIRS)
def test_catalogues_have_the_same_words_and_places(blank: Page, name: str) -> None:
    vietnamese, english = read(blank, "vi", name), read(blank, "en", name)
    assert vietnamese.keys() == english.keys()
    different = [word for word in vietnamese if places(vietnamese[word]) != places(english[word])]
    assert different == []
    assert [word for word, text in {**vietnamese, **english}.items() if not text.strip()] == []


@pytest.mark.parametrize("name", PAIRS)
def test_words_are_written_in_nfc(blank: Page, name: str) -> None:
    composed = blank.evaluate(
        "(words) => Object.entries(words).filter(([, text]) => text !== text.normalize('NFC'))",
        read(blank, "vi", name),
    )
    assert composed == []
