"""The catalogue of journal events is closed: exactly the declared fields, for every event."""

import pytest

from app.domain.events import PAYLOADS, BadPayload, EventType, check_payload
from app.domain.lifecycle import Command

PERSONAL = {
    "phone",
    "asker",
    "asker_phone",
    "asker_name",
    "circumstances",
    "password",
    "secret",
    "key",
    "token",
}
"""What no entry of the journal may repeat."""


def test_every_event_declares_its_payload() -> None:
    assert set(PAYLOADS) == set(EventType)


def test_payload_with_exactly_the_declared_fields_is_accepted() -> None:
    for event, fields in PAYLOADS.items():
        check_payload(event, dict.fromkeys(fields))


def test_undeclared_field_is_an_error() -> None:
    for event, fields in PAYLOADS.items():
        with pytest.raises(BadPayload, match="undeclared"):
            check_payload(event, dict.fromkeys(fields | {"undeclared"}))


def test_missing_field_is_an_error() -> None:
    for event, fields in PAYLOADS.items():
        for field in fields:
            with pytest.raises(BadPayload, match=field):
                check_payload(event, dict.fromkeys(fields - {field}))


def test_wrong_field_in_place_of_a_declared_one_is_an_error() -> None:
    for event, fields in PAYLOADS.items():
        if fields:
            wrong = set(fields) - {min(fields)} | {"wrong"}
            with pytest.raises(BadPayload):
                check_payload(event, dict.fromkeys(wrong))


def test_event_without_declared_fields_takes_none() -> None:
    for event, fields in PAYLOADS.items():
        if fields:
            with pytest.raises(BadPayload):
                check_payload(event, {})


def test_event_names_are_a_subject_and_a_deed_in_the_past() -> None:
    for event in EventType:
        subject, _, deed = event.partition(".")
        assert subject.isidentifier()
        assert deed.isidentifier()


def test_each_command_of_a_question_is_an_event_of_its_own() -> None:
    of_questions = [event for event in EventType if event.startswith("question.")]
    from_states = [event for event in of_questions if "from" in PAYLOADS[event]]
    assert len(from_states) == len(Command)


def test_no_payload_has_room_for_personal_data() -> None:
    for event, fields in PAYLOADS.items():
        assert not fields & PERSONAL, event
