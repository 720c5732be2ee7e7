"""The rules of webhooks: what is asked for, what may be told, when to try again."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.events import EventType
from app.domain.roles import NOT_FOR_KEYS, Permission
from app.domain.views import views_of
from app.domain.webhooks import (
    DELAYS,
    GIVE_UP,
    JITTER,
    SCOPES,
    Pause,
    actor_of,
    is_delivered,
    is_pattern,
    is_wanted,
    next_attempt,
    paused_for,
    told_of,
)

FIRST = datetime(2025, 3, 1, 8, tzinfo=UTC)


def tried(chance: float = 0.5) -> list[datetime]:
    """Every attempt at a receiver that never answers."""
    attempts = [FIRST]
    while (then := next_attempt(FIRST, attempts[-1], len(attempts), chance)) is not None:
        attempts.append(then)
    return attempts


def test_attempts_come_ever_later_and_end_after_a_day() -> None:
    attempts = tried()
    waits = [after - before for before, after in pairwise(attempts)]
    assert waits[: len(DELAYS)] == list(DELAYS)
    assert attempts[-1] == FIRST + GIVE_UP
    assert len(attempts) == len(DELAYS) + 2


@given(st.floats(0, 1))
def test_chance_moves_an_attempt_by_a_fifth_at_most_and_never_past_the_day(chance: float) -> None:
    attempts = tried(chance)
    assert attempts == sorted(set(attempts))
    assert attempts[-1] == FIRST + GIVE_UP
    first = attempts[1] - FIRST
    assert (1 - JITTER) * DELAYS[0] <= first <= (1 + JITTER) * DELAYS[0]


def test_pause_comes_at_once_when_the_receiver_is_gone_else_after_the_last_attempt() -> None:
    later = FIRST + timedelta(minutes=1)
    assert paused_for(410, later) is Pause.GONE
    assert paused_for(500, later) is None
    assert paused_for(None, None) is Pause.GAVE_UP


def test_only_statuses_from_200_to_299_mean_that_it_was_taken() -> None:
    assert [status for status in range(100, 600) if is_delivered(status)] == list(range(200, 300))
    assert not is_delivered(None)


@pytest.mark.parametrize("pattern", ["question.queued", "question.*", "webhook.*", "follow_up.*"])
def test_pattern_is_an_event_or_all_about_one_thing(pattern: str) -> None:
    assert is_pattern(pattern)


@pytest.mark.parametrize("pattern", ["", "*", "question", "question.", "question.q*", "x.*", "all"])
def test_other_patterns_are_none(pattern: str) -> None:
    assert not is_pattern(pattern)


def test_pattern_means_the_events_it_names_and_no_others() -> None:
    wanted = [event for event in EventType if is_wanted(event, ["floor.*", "question.merged"])]
    assert wanted == [EventType.MERGED, EventType.FLOOR_MOVED_ON, EventType.FLOOR_UNDONE]
    assert all(is_wanted(event, None) for event in EventType)
    assert not any(is_wanted(event, []) for event in EventType)


def test_scopes_of_a_webhook_are_rights_to_look_that_a_key_may_have() -> None:
    assert not SCOPES & NOT_FOR_KEYS
    actor = actor_of("webhook:1", [Permission.VIEW_DESK, Permission.SUBMIT])
    assert actor.has(Permission.VIEW_DESK)
    assert not actor.has(Permission.SUBMIT)


def test_what_is_about_no_question_is_told_as_a_key_could_read_it() -> None:
    def told(*scopes: str) -> set[str]:
        views = views_of(actor_of("webhook:1", scopes))
        return {event for event in EventType if told_of(views, event, []) is not None}

    assert {"conference.phase_switched", "agency.added", "agenda_item.changed"} <= told(
        "question.see"
    )
    assert "site.readiness_reported" not in told("question.see", "queue.see", "floor.see")
    assert "site.readiness_reported" in told("view.chair")
    for scopes in (["question.see"], ["view.chair"], ["view.desk"]):
        assert not {"webhook.added", "question.rejected", "follow_up.overdue"} & told(*scopes)
