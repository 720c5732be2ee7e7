"""The life of a prepared answer: drafted by an agency, submitted, cleared for the chair to see.

And of asking an agency for one: until when, and how far it has come.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.domain.preparation_errors import IllegalPreparation, NotPrepared
from app.domain.roles import Permission


class Preparedness(StrEnum):
    """How far a prepared answer has come; the chair sees it once it is cleared."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CLEARED = "cleared"


class Progress(StrEnum):
    """How far an agency has come with a question it was asked to prepare."""

    ASKED = "asked"
    DRAFT = "draft"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    CLEARED = "cleared"


AWAITED = frozenset({Progress.ASKED, Progress.DRAFT, Progress.RETURNED})
"""Where it is the agency's turn: past the due date this is overdue."""

DAYS_BEFORE = 5
"""Prepared answers are usually due so many days before the conference starts."""


class Step(StrEnum):
    """What can be done to a prepared answer; the names are those of the API."""

    DRAFT = "draft"
    SUBMIT = "submit"
    CLEAR = "clear"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Way:
    """From where a step leads to where, and the right it needs."""

    sources: frozenset[Preparedness]
    target: Preparedness
    permission: Permission


def _way(target: Preparedness, permission: Permission, *sources: Preparedness) -> Way:
    return Way(frozenset(sources), target, permission)


R, P = Preparedness, Permission

WAYS: dict[Step, Way] = {
    Step.DRAFT: _way(R.DRAFT, P.DRAFT_PREPARED, R.DRAFT, R.SUBMITTED, R.CLEARED),
    Step.SUBMIT: _way(R.SUBMITTED, P.DRAFT_PREPARED, R.DRAFT),
    Step.CLEAR: _way(R.CLEARED, P.CLEAR_PREPARED, R.DRAFT, R.SUBMITTED),
    Step.RETURN: _way(R.DRAFT, P.CLEAR_PREPARED, R.SUBMITTED, R.CLEARED),
}
"""The whole of a prepared answer's life; `draft` also begins it."""


def prepare(state: Preparedness | None, step: Step) -> Preparedness:
    """Return where `step` leads from `state`; `None` is a question without a prepared answer.

    Raises `NotPrepared` when there is nothing to take the step with, and `IllegalPreparation`,
    which names the states the step would have been allowed from.
    """
    way = WAYS[step]
    if state is None and step is not Step.DRAFT:
        raise NotPrepared
    if state is not None and state not in way.sources:
        raise IllegalPreparation(step, state, sorted(way.sources))
    return way.target


def usual_due(starts_at: datetime | None, timezone: str, now: datetime) -> date | None:
    """Return when prepared answers are due unless somebody says else: today at the earliest.

    `None` where the conference has no start, or has begun. Days are those of its own zone.
    """
    if starts_at is None or starts_at <= now:
        return None
    zone = ZoneInfo(timezone)
    due = starts_at.astimezone(zone).date() - timedelta(days=DAYS_BEFORE)
    return max(due, now.astimezone(zone).date())
