"""Text of people: one normal form, found however it is typed, sorted as Vietnamese are used to."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.text import (
    Unwritable,
    clean_line,
    clean_text,
    person_sort_key,
    search_key,
    sort_key,
)

VIETNAMESE = "Đường về xã Nghĩa Tá, huyện Chợ Đồn còn nhiều ổ gà; ưu tiên sửa trước Tết được không?"
writable = st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\r\t"))
vietnamese = st.text(st.sampled_from("aăâeêioôơuưyđdĐƠƯ \u0300\u0301\u0303\u0309\u0323"))


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def sorts(key: Callable[[str], Any], words: list[str]) -> bool:
    """Tell whether the key sorts the words, given the other way round, into this order."""
    backwards = words[::-1]
    return sorted(backwards, key=key) == words


def test_text_is_kept_in_nfc_however_it_was_typed() -> None:
    assert clean_text(decomposed(VIETNAMESE)) == clean_text(VIETNAMESE) == VIETNAMESE
    assert clean_line(decomposed(VIETNAMESE)) == VIETNAMESE


def test_text_is_trimmed_and_keeps_its_lines() -> None:
    assert clean_text("  một\t hai \r\nba\r\n\n\n\n bốn\u00a0 năm \n") == "một hai\nba\n\nbốn năm"
    assert clean_line(" một\n\n hai\t ba ") == "một hai ba"
    assert clean_text(" \n\t ") == clean_line("") == ""


def test_control_characters_and_lone_surrogates_are_refused() -> None:
    controls = [chr(n) for n in (*range(0x20), *range(0x7F, 0xA0)) if chr(n) not in "\n\r\t"]
    for character in [*controls, "\ud800", "\udbff", "\udc00", "\udfff"]:
        for clean in (clean_text, clean_line):
            with pytest.raises(Unwritable) as refusal:
                clean(f"Đường{character} về")
            assert str(refusal.value) == f"U+{ord(character):04X}"


def test_letters_outside_the_first_plane_are_no_surrogates() -> None:
    assert clean_text("cảm ơn 🙏 𠊛") == "cảm ơn 🙏 𠊛"


@given(writable)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    for clean in (clean_text, clean_line):
        once = clean(text)
        assert clean(once) == once
        assert unicodedata.is_normalized("NFC", once)
    assert "\n" not in clean_line(text)


def test_search_ignores_case_and_diacritics() -> None:
    assert search_key("Đường") == search_key("duong") == search_key("ĐƯỜNG") == "duong"
    assert search_key("  Chợ \n Đồn ") == "cho don"
    assert search_key("Hỗ trợ vay vốn") == "ho tro vay von"


def test_search_finds_what_is_typed_in_either_normal_form() -> None:
    for text in (VIETNAMESE, "Nguyễn Thị Ưởng", "Pác Nặm"):
        assert search_key(decomposed(text)) == search_key(text)
        assert search_key(text).isascii()


@given(vietnamese)
def test_search_key_is_the_same_for_both_normal_forms_and_for_capitals(text: str) -> None:
    key = search_key(text)
    assert search_key(decomposed(text)) == key
    assert search_key(text.upper()) == key
    assert search_key(key) == key


def test_search_ignores_the_case_of_letters_that_one_sign_is_made_of() -> None:
    assert search_key("rét dưới 10℃, thửa №7") == search_key("RÉT DƯỚI 10°C, THỬA NO7")
    assert "10°c" in search_key("rét dưới 10℃")


@given(writable)
@example("℃")
def test_folding_twice_is_folding_once(text: str) -> None:
    once = search_key(text)
    assert search_key(once) == once


def test_tones_sort_as_in_a_vietnamese_dictionary() -> None:
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorts(sort_key, tones)
    assert sorts(sort_key, [decomposed(word) for word in tones])


def test_letters_sort_as_in_the_vietnamese_alphabet() -> None:
    alphabet = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert sorts(sort_key, alphabet)
    assert sorts(sort_key, [letter.upper() for letter in alphabet])


def test_d_comes_before_d_with_its_stroke_whatever_follows() -> None:
    assert sorts(sort_key, ["dạ", "dụng", "đa", "đường"])


def test_letter_counts_more_than_a_tone_and_a_syllable_more_than_the_next() -> None:
    assert sorts(sort_key, ["má", "mạ", "mát"])
    assert sorts(sort_key, ["ban", "bàn", "bàn ghế", "bán", "bạn"])
    sites = ["Ba Bể", "Bạch Thông", "Chợ Đồn", "Chợ Mới", "Na Rì", "Ngân Sơn", "Pác Nặm"]
    assert sorts(sort_key, sites)


def test_people_sort_by_given_name_then_by_the_rest() -> None:
    people = ["Lê Văn An", "Nguyễn Thị An", "Trần Dũng", "Hà Thị Đào", "Bàn Thị Đạo", "Ma"]
    assert sorts(person_sort_key, people)
    assert sorts(person_sort_key, ["", "An"])


@given(vietnamese)
def test_sorting_does_not_depend_on_normal_form_or_case(text: str) -> None:
    for key in (sort_key, person_sort_key):
        assert key(decomposed(text)) == key(text)
        assert key(text.upper()) == key(text)
