"""Groups of probable duplicates: who is in one, who leads, and that thousands are no matter."""

import random
import time

from app.domain.duplicates import groups
from app.domain.likeness import place_names
from app.domain.text import search_key

ROAD = "Đường 254 qua xã Nghĩa Tá hư hỏng nặng, bao giờ sửa?"
SAME_ROAD = "Đề nghị tỉnh cho biết bao giờ sửa đường 254 đoạn qua xã Nghĩa Tá đã hư hỏng nặng?"
OTHER_ROAD = "Đường 257 qua xã Nghĩa Tá hư hỏng nặng, bao giờ sửa?"
WATER = "Giá nước sạch tăng, có hỗ trợ hộ nghèo không?"
PLACES = place_names(["Huyện Chợ Đồn", "Huyện Na Rì"])


def found(*texts: str) -> list[tuple[int, list[int]]]:
    told = groups([search_key(text) for text in texts], PLACES)
    return [(group.lead, [other for other, _ in group.others]) for group in told]


def test_same_matter_in_other_words_is_one_group_led_by_the_first() -> None:
    assert found(WATER, SAME_ROAD, OTHER_ROAD, ROAD) == [(1, [3])]


def test_exact_twins_come_before_what_is_only_alike() -> None:
    assert found(ROAD, SAME_ROAD, ROAD.upper(), WATER) == [(0, [2, 1])]


def test_other_numbers_and_other_places_are_other_matters() -> None:
    assert found(ROAD, OTHER_ROAD) == []
    assert found(f"{WATER} Ở Chợ Đồn", f"{WATER} Ở Na Rì") == []


def test_nobody_is_in_two_groups() -> None:
    told = found(*[ROAD, SAME_ROAD, WATER] * 5)
    members = [number for lead, others in told for number in (lead, *others)]
    assert len(members) == len(set(members)) == 15
    assert [lead for lead, _ in told] == [0, 2]


def test_texts_without_a_word_are_in_no_group() -> None:
    assert found("?", "?", "bao giờ", "bao giờ") == []
    assert found() == []


def test_ten_thousand_questions_take_seconds() -> None:
    chance = random.Random(7)
    words = [f"tu{n}" for n in range(3000)]
    kinds = [" ".join(chance.choices(words, k=25)) for _ in range(5000)]
    texts = [*kinds, *(f"{kind} {chance.choice(words)}" for kind in kinds)]
    start = time.process_time()
    told = groups(texts, frozenset())
    assert time.process_time() - start < 15
    assert len(told) == 5000
    assert all(group.others[0][0] == group.lead + 5000 for group in told)
