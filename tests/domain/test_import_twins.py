"""Which rows are taken to be there already, and that looking does not take long."""

import random
import time

from app.domain.import_twins import Known, mark_twins
from app.domain.importing import Row
from app.domain.text import search_key
from tests.sheets import questions

PLACES = frozenset({"cho don", "na ri"})


def rows_of(*texts: str) -> list[Row]:
    return [Row(number, key=search_key(text)) for number, text in enumerate(texts, start=2)]


def known(*texts: str, is_living: bool = True) -> list[Known]:
    return [Known(n, search_key(text), None, is_living) for n, text in enumerate(texts, start=1)]


def twins(rows: list[Row], there: list[Known]) -> list[tuple[int | None, int | None]]:
    assert list(mark_twins(rows, there, PLACES))[-1] == len([row for row in rows if row.key])
    return [(row.of, row.of_row) for row in rows]


def test_same_words_are_the_same_whatever_became_of_the_question() -> None:
    there = known("Bao giờ có đường?", is_living=False)
    assert twins(rows_of("BAO GIO CO DUONG?"), there) == [(1, None)]


def test_first_words_of_a_revised_question_count_too() -> None:
    there = [Known(7, "cau da sua", search_key("Câu ban đầu"), True)]
    assert twins(rows_of("câu ban đầu"), there) == [(7, None)]


def test_row_repeats_the_first_of_its_kind() -> None:
    rows = rows_of("Ai cấp vốn vay?", "Ai cấp vốn vay?", "Ai cấp vốn vay?")
    assert twins(rows, []) == [(None, None), (None, 2), (None, 2)]


def test_likely_the_same_is_found_among_living_questions_only() -> None:
    text = "Bao giờ xã Bằng Phúc có đường bê tông liên thôn?"
    like = "Xã Bằng Phúc bao giờ có đường bê tông liên thôn ạ"
    assert twins(rows_of(like), known(text)) == [(1, None)]
    assert twins(rows_of(like), known(text, is_living=False)) == [(None, None)]


def test_other_number_and_other_place_are_other_matters() -> None:
    there = known("Cầu treo Chợ Đồn km 12 bao giờ sửa xong cho bà con đi lại?")
    assert twins(rows_of("Cầu treo Na Rì km 12 bao giờ sửa xong cho bà con đi lại?"), there) == [
        (None, None)
    ]
    assert twins(rows_of("Cầu treo Chợ Đồn km 15 bao giờ sửa xong cho bà con đi lại?"), there) == [
        (None, None)
    ]


def test_erroneous_row_repeats_nothing_and_nothing_repeats_it() -> None:
    rows = rows_of("Ai cấp vốn vay?", "Ai cấp vốn vay?")
    rows[0].errors.append({"column": "site", "code": "missing"})
    assert twins(rows, []) == [(None, None), (None, None)]


def test_ten_thousand_rows_are_compared_with_ten_thousand_questions_in_seconds() -> None:
    chance = random.Random(1)
    words = [row[1].rstrip("?") for row in questions(300)[1:]]
    pool = " ".join(words).split()
    texts = [" ".join(chance.choices(pool, k=25)) for _ in range(20_000)]
    rows, there = rows_of(*texts[:10_000]), known(*texts[10_000:])
    began = time.process_time()
    found = twins(rows, there)
    took = time.process_time() - began
    print(f"10,000 rows against 10,000 questions: {took:.1f} s of processor")
    assert len(found) == 10_000
    assert took < 10
