"""Which questions are likely the same matter, and what keeps two of them apart."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.likeness import LIKELY, likeness, matter, most_like, place_names
from app.domain.text import search_key

PLACES = place_names(["Hội trường tỉnh", "Huyện Chợ Đồn", "Huyện Na Rì", "Thành phố Bắc Kạn"])
SAME = [
    ("Bao giờ xã có đường bê tông?", "Khi nào thì xã được làm đường bê tông ạ?"),
    (
        "Hợp tác xã miến dong của chị em vay vốn ưu đãi ở đâu?",
        "Vay vốn ưu đãi cho hợp tác xã miến dong ở đâu, thưa đồng chí?",
    ),
    (
        "Đường 254 qua xã Nghĩa Tá hư hỏng nặng, bao giờ sửa?",
        "Đề nghị tỉnh cho biết bao giờ sửa đường 254 đoạn qua xã Nghĩa Tá đã hư hỏng nặng?",
    ),
    (
        "Trường mầm non thiếu giáo viên, tỉnh có giải pháp gì?",
        "TINH TRANG THIEU GIAO VIEN o truong mam non cua xa, de nghi tinh co giai phap",
    ),
    ("Giá nước sạch tăng 20%, ai chịu?", "Giá nước sạch tăng, ai chịu vậy?"),
]
OTHERS = [
    ("Giá nước sạch tăng, có hỗ trợ hộ nghèo không?", "Bao giờ xã có đường bê tông?"),
    (
        "Đề nghị tỉnh quan tâm tỷ lệ cán bộ nữ lãnh đạo cấp xã",
        "Đề nghị tỉnh quan tâm công tác phòng chống bạo lực gia đình",
    ),
    (
        "Trường mầm non thiếu giáo viên, tỉnh có giải pháp gì?",
        "Trạm y tế xã thiếu bác sĩ, tỉnh có giải pháp gì?",
    ),
    ("Đường 254 hư hỏng nặng, bao giờ sửa?", "Đường 257 hư hỏng nặng, bao giờ sửa?"),
    ("Hỗ trợ 1.000.000 đồng có đủ không?", "Hỗ trợ 500.000 đồng có đủ không?"),
    ("Đường từ Chợ Đồn về trung tâm xấu", "Đường từ Na Rì về trung tâm xấu"),
    ("Đường?", "Đường liên xã bị sạt lở sau bão, bao giờ khắc phục?"),
]


def score(one: str, other: str) -> float:
    return likeness(matter(search_key(one), PLACES), matter(search_key(other), PLACES))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same_matter_in_other_words_is_likely(one: str, other: str) -> None:
    assert score(one, other) >= LIKELY


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_other_matter_is_not_however_alike_the_phrases(one: str, other: str) -> None:
    assert score(one, other) < LIKELY


def test_number_is_the_same_however_its_thousands_are_set_apart() -> None:
    assert score("Hỗ trợ vốn 1.000.000 đồng", "Hỗ trợ vốn 1000000 đồng") >= LIKELY


def test_place_is_known_without_its_kind() -> None:
    assert {"cho don", "na ri", "bac kan"} <= PLACES
    assert matter(search_key("Ở Chợ Đồn, đường xấu"), PLACES).places == {"cho don"}
    assert matter(search_key("Ở chợ Đồng Tâm"), PLACES).places == set()


@given(st.text(max_size=60), st.text(max_size=60))
def test_score_is_within_bounds_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= score(one, other) <= 100
    assert score(one, other) == pytest.approx(score(other, one))


def test_most_similar_come_first_and_no_more_than_asked_for() -> None:
    texts = [search_key(text) for pair in SAME for text in pair] * 2
    found = most_like(search_key(SAME[1][0]), texts, PLACES, 3)
    assert {texts[index] for index, _ in found} == set(texts[2:4])
    assert len(found) == 3
    assert [likely for _, likely in found] == sorted((s for _, s in found), reverse=True)


def test_text_of_filling_words_only_is_like_nothing() -> None:
    assert most_like(search_key("Bao giờ thì có ạ?"), ["bao gio thi co a?"], PLACES, 5) == []


def test_ten_thousand_questions_are_scored_within_two_seconds() -> None:
    texts = [search_key(f"{one} {number} {other}") for one, other in SAME for number in range(2000)]
    begun = time.perf_counter()
    most_like(texts[0], texts, PLACES, 5)
    assert time.perf_counter() - begun < 2
