"""Four eyes, and the deadline."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.roles import Actor
from app.domain.vetting import FourEyes, check_four_eyes, is_late, name_of

NOON = datetime(2025, 2, 28, 5, tzinfo=UTC)
MAI, LAN = Actor("mai", (), user_id=5), Actor("lan", (), user_id=6)
PROGRAM = Actor("cổng", (), key_id=5)
OPERATOR = Actor("doithoai", ())


def test_who_last_changed_a_text_does_not_approve_it() -> None:
    for actor in (MAI, PROGRAM):
        with pytest.raises(FourEyes):
            check_four_eyes(name_of(actor), actor)


def test_everybody_else_does() -> None:
    for edited_by in (None, name_of(LAN), name_of(PROGRAM)):
        check_four_eyes(edited_by, MAI)
    for edited_by in (None, name_of(MAI)):
        check_four_eyes(edited_by, OPERATOR)


def test_collected_question_is_late_after_the_deadline_and_not_at_it() -> None:
    assert is_late(NOON, collected=True, at=NOON + timedelta(microseconds=1))
    assert not is_late(NOON, collected=True, at=NOON)
    assert not is_late(NOON, collected=False, at=NOON + timedelta(days=1))
    assert not is_late(None, collected=True, at=NOON)
