"""Working days: Monday to Friday but for public holidays, and the Saturdays worked instead."""

from dataclasses import dataclass
from datetime import date, timedelta

DAYS_TO_REPLY = 10
"""Working days that an agency has for a written reply, unless a date is given."""

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


class TooManyDaysOff(Exception):
    """The calendar has no working day for a whole year: whoever wrote it meant something else."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """What makes a calendar of its own out of the weeks; nothing in it is a rule of ours."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    """Days of a weekend that are worked for a day off in the week."""
    yearly: frozenset[tuple[int, int]] = frozenset()
    """(month, day) of the holidays that are the same in every year."""

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices work on this day."""
        if day in self.worked:
            return True
        is_holiday = day in self.off or (day.month, day.day) in self.yearly
        return not is_holiday and day.weekday() < _SATURDAY

    def working_day_after(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`, which is not counted itself.

        Raises `TooManyDaysOff` for a calendar in which no day is worked.
        """
        idle = 0
        while count:
            day += _ONE_DAY
            idle += 1
            if self.is_working_day(day):
                count, idle = count - 1, 0
            if idle > 366:
                raise TooManyDaysOff
        return day

    def due(self, promised: date) -> date:
        """Return when a reply promised on this day is due."""
        return self.working_day_after(promised, DAYS_TO_REPLY)

    def with_more(self, more: "WorkCalendar") -> "WorkCalendar":
        """Return this calendar with another's days; where they disagree the other is right."""
        return WorkCalendar(
            (self.off - more.worked) | more.off,
            (self.worked - more.off) | more.worked,
            self.yearly | more.yearly,
        )


WEEKS = WorkCalendar()
"""Weeks without holidays."""
