"""When those who asked are forgotten, and what goes from the texts."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.anonymity import LEFT_OUT, blot, blotted, ended_since, without_askers

NOON = datetime(2025, 3, 5, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_term_begins_when_the_conference_ended_for_good() -> None:
    switches = [(NOON, "live"), (NOON + HOUR, "closed"), (NOON + 2 * HOUR, "archived")]
    assert ended_since(switches) == NOON + HOUR
    reopened = [*switches[:2], (NOON + 2 * HOUR, "live"), (NOON + 3 * HOUR, "closed")]
    assert ended_since(reopened) == NOON + 3 * HOUR
    assert ended_since(reopened[:3]) is None
    assert ended_since([]) is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Tôi là Hoàng Thị Mai, thôn Nà Ca.", "Tôi là (…), thôn Nà Ca."),
        ("HOÀNG THỊ MAI và hoàng  thị mai", "(…) và (…)"),
        ("Gọi 0977123456 hoặc 0977.123.456", "Gọi (…) hoặc (…)"),
        ("Hoàng Thị Maika, 10977 123 4567", "Hoàng Thị Maika, 10977 123 4567"),
        ("Sáng mai họp", "Sáng mai họp"),
    ],
)
def test_full_name_and_phone_go_from_a_text(text: str, left: str) -> None:
    assert blot("Hoàng Thị Mai", "0977 123 456")(text) == left


def test_name_of_one_word_and_a_short_number_stay() -> None:
    assert blot("Mai", "113")("Mai gọi 113") == "Mai gọi 113"
    assert blot("Mai", None)("Mai") == "Mai"


def test_no_text_becomes_longer() -> None:
    assert len(LEFT_OUT) <= len("A B")


def test_name_is_no_pattern() -> None:
    assert blot("A. (B", None)("Axx B và A. (B") == "Axx B và (…)"


def test_texts_of_a_payload_lose_the_name_and_nothing_else_changes() -> None:
    payload = {"from": "submitted", "changes": {"text": {"from": "Lò Thị A hỏi", "to": ["x", 3]}}}
    assert blotted(payload, [blot("Lò Thị A", None)]) == {
        "from": "submitted",
        "changes": {"text": {"from": "(…) hỏi", "to": ["x", 3]}},
    }


def test_kept_answer_loses_the_askers_of_the_questions_meant_and_of_no_others() -> None:
    asker = {"name": "Lò Thị A", "phone": "0977 123 456", "may_show_name": True}
    question = {
        "id": 7,
        "text": "Lò Thị A hỏi",
        "asker": asker,
        "origins": [{"site": "cho-don", "asker": asker}],
        "attachments": [{"id": 1, "name": "Lò Thị A.pdf"}],
    }
    other = question | {"id": 8}
    told = without_askers({"current": question, "next": other}, {7: blot("Lò Thị A", None)})
    assert "Lò" not in str(told["current"])
    assert "0977" not in str(told["current"])
    assert told["next"] == other
