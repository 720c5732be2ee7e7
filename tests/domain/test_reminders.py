"""When to remind of a follow-up."""

from datetime import date

from app.domain.reminders import EVENTS, ReminderKind, reminder_of

DUE = date(2025, 3, 10)


def test_reminder_comes_from_two_days_before_and_once_the_day_is_over() -> None:
    kinds = [reminder_of(DUE, date(2025, 3, day), 2) for day in (7, 8, 10, 11, 31)]
    soon, over = ReminderKind.DUE_SOON, ReminderKind.OVERDUE
    assert kinds == [None, soon, soon, over, over]


def test_without_days_before_the_day_itself_is_reminded_of() -> None:
    assert reminder_of(DUE, date(2025, 3, 9), 0) is None
    assert reminder_of(DUE, DUE, 0) is ReminderKind.DUE_SOON


def test_every_kind_has_its_event() -> None:
    assert {EVENTS[kind].value for kind in ReminderKind} == {
        "follow_up.due_soon",
        "follow_up.overdue",
    }
