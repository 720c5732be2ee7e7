"""When to remind of a follow-up."""

from datetime import date, timedelta
from enum import StrEnum

from app.domain.events import EventType


class ReminderKind(StrEnum):
    """What there is to be reminded of; each once for a follow-up and due date."""

    DUE_SOON = "due_soon"
    OVERDUE = "overdue"


EVENTS = {
    ReminderKind.DUE_SOON: EventType.FOLLOW_UP_DUE_SOON,
    ReminderKind.OVERDUE: EventType.FOLLOW_UP_OVERDUE,
}


def reminder_of(due: date, today: date, days: int) -> ReminderKind | None:
    """Return what to remind of `today`: from `days` before the due date on, and when it is over."""
    if due < today:
        return ReminderKind.OVERDUE
    return ReminderKind.DUE_SOON if due <= today + timedelta(days=days) else None
