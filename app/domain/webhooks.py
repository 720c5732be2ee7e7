"""Webhooks: the events one asks for, what its scopes let it be told, when to try again.

The journal is told in full to those with `events.read`. Others are told what their scopes' views
show: name and time of an event and the questions they see, never a payload.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.errors import Refusal
from app.domain.events import IN_THE_OPEN, EventType
from app.domain.facts import QuestionFacts
from app.domain.roles import Actor, Grant, Permission, Role
from app.domain.views import LISTED, View, audiences, project_for

SCOPES = frozenset(
    {
        Permission.READ_EVENTS,
        Permission.SEE_QUESTIONS,
        Permission.SEE_QUEUE,
        Permission.SEE_FLOOR,
        Permission.VIEW_DESK,
        Permission.VIEW_CHAIR,
    }
)
"""The scopes that decide what a webhook is sent."""

SUBJECTS = frozenset(event.partition(".")[0] for event in EventType)
"""What events are about: the part of their names before the dot."""

TELLS_ALL = frozenset({"conference", "site", "topic", "agency", "official", "agenda_item"})
"""What any key may read about, and so may be told of; but for a site's readiness."""


class TooManyWebhooks(Refusal):
    """The conference has as many webhooks as it may have."""

    code = "too_many_webhooks"

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


class DeliveryState(StrEnum):
    """How far the sending of one event has come."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    SKIPPED = "skipped"


class Pause(StrEnum):
    """Why nothing is sent any more."""

    GONE = "gone"
    GAVE_UP = "gave_up"
    BY_HAND = "by_hand"


DELAYS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600)
)
"""How long after each failed attempt the next one comes; the last one again and again."""
GIVE_UP = timedelta(hours=24)
JITTER = 0.2
GONE = 410


def next_attempt(first: datetime, now: datetime, attempts: int, chance: float) -> datetime | None:
    """Return when to try again after `attempts` failures; `None` when it was tried long enough.

    `chance`, from 0 to 1, spreads the receivers that failed together.
    """
    last = first + GIVE_UP
    if now >= last:
        return None
    delay = DELAYS[min(attempts, len(DELAYS)) - 1]
    return min(now + delay * (1 + JITTER * (2 * chance - 1)), last)


def is_delivered(status: int | None) -> bool:
    """Tell whether the receiver has taken it."""
    return status is not None and 200 <= status < 300


def is_pattern(pattern: str) -> bool:
    """Tell whether it names an event, or with `.*` all events about one thing."""
    subject, _, deed = pattern.partition(".")
    return pattern in set(EventType) or (deed == "*" and subject in SUBJECTS)


def is_wanted(event: EventType, patterns: Collection[str] | None) -> bool:
    """Tell whether one of the patterns names the event; `None` means all of them."""
    if patterns is None:
        return True
    return event in patterns or f"{event.partition('.')[0]}.*" in patterns


def actor_of(name: str, scopes: Collection[str]) -> Actor:
    """Return a webhook as an actor: what it may be told is decided as for a key."""
    known = frozenset(Permission(scope) for scope in scopes) & SCOPES
    return Actor(name, (Grant(Role.INTEGRATION, scopes=known),))


def told_of(
    views: Collection[View], event: EventType, about: Sequence[QuestionFacts]
) -> list[int] | None:
    """Return the questions of an event that these views may be told of, or `None`: nothing at all.

    As on the live socket: of a question that is merely listed they are told what happened in the
    open, not that it was rejected and restored before.
    """
    if not about:
        return [] if _is_for_all(views, event) else None
    mine = {name for view in views for name in view.audiences()} - {LISTED}
    numbers = [
        facts.number
        for facts in about
        if project_for(views, facts) is not None
        and (event in IN_THE_OPEN or audiences(facts) & mine)
    ]
    return numbers or None


def _is_for_all(views: Collection[View], event: EventType) -> bool:
    if event is EventType.READINESS_REPORTED:
        return knows_actor(views)
    return event.partition(".")[0] in TELLS_ALL or event in IN_THE_OPEN


def knows_actor(views: Collection[View]) -> bool:
    """Tell whether one of the views is told who did something."""
    return any(view.sees_private_floor() for view in views)


def paused_for(status: int | None, next_at: datetime | None) -> Pause | None:
    """Return why to pause after a failed attempt, if at all."""
    if status == GONE:
        return Pause.GONE
    return Pause.GAVE_UP if next_at is None else None
