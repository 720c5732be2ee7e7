"""When a question can be published, with which words, and how an edition is searched."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from app.domain.errors import BadField, NotPublishable
from app.domain.lifecycle import State
from app.domain.publishing import Edition, Wanted, words_to_publish
from app.domain.text import search_key

NOON = datetime(2025, 6, 14, 5, 0, tzinfo=UTC)


def edition(*texts: str) -> Edition:
    questions = [
        {
            "number": number,
            "site": f"site-{number % 2}",
            "topic": None if number == 1 else "giao-thong",
            "text": text,
            "answer": "Đã làm.",
            # The first was published last.
            "published_at": NOON - timedelta(minutes=number),
        }
        for number, text in enumerate(texts, start=1)
    ]
    return Edition(
        mark="1",
        slug="c",
        title="T",
        theme=None,
        timezone="Asia/Ho_Chi_Minh",
        rehearsal=False,
        opened_at=NOON,
        sites={},
        topics={},
        officials={},
        questions=questions,
        keys=[search_key(f"{one['text']}\n{one['answer']}") for one in questions],
    )


def test_only_an_answered_question_can_be_published() -> None:
    for state, reply in product(State, (None, "REPLY")):
        is_possible = state is State.ANSWERED or (state is State.DEFERRED and reply is not None)
        if is_possible:
            assert words_to_publish(state, "SUMMARY", reply, "GIVEN") == "GIVEN"
        else:
            with pytest.raises(NotPublishable):
                words_to_publish(state, "SUMMARY", reply, "GIVEN")


def test_words_are_the_given_ones_else_what_was_said_or_written() -> None:
    assert words_to_publish(State.ANSWERED, "SUMMARY", "REPLY", None) == "SUMMARY"
    assert words_to_publish(State.DEFERRED, "SUMMARY", "REPLY", None) == "REPLY"
    assert words_to_publish(State.DEFERRED, None, "REPLY", "GIVEN") == "GIVEN"
    with pytest.raises(BadField):
        words_to_publish(State.ANSWERED, None, "REPLY", None)


def test_search_folds_and_filters_narrow() -> None:
    printed = edition("Đường bê tông", "Nước sạch", "ĐƯỜNG liên xã")

    def numbers(wanted: Wanted) -> list[int]:
        return [one["number"] for one in printed.found(wanted)]

    assert numbers(Wanted()) == [1, 2, 3]
    assert numbers(Wanted("duong")) == [1, 3]
    assert numbers(Wanted("da lam")) == [1, 2, 3]
    assert numbers(Wanted("duong", topic="giao-thong")) == [3]
    assert numbers(Wanted(site="site-0")) == [2]
    assert numbers(Wanted("  ")) == [1, 2, 3]
    assert numbers(Wanted("không có")) == []


def test_newest_is_what_was_published_last_and_the_number_decides_ties() -> None:
    printed = edition("a", "b", "c")
    assert [one["number"] for one in printed.newest(Wanted())] == [1, 2, 3]
    same = [one | {"published_at": NOON} for one in printed.questions]
    tied = replace(printed, questions=same)
    assert [one["number"] for one in tied.newest(Wanted())] == [3, 2, 1]


def test_question_is_found_by_its_number() -> None:
    printed = edition("a", "b")
    assert (printed.question(2) or {})["text"] == "b"
    assert printed.question(3) is None
