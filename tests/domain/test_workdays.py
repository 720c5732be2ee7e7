"""Working days: weekends, Tết, days that were swapped, and what holds for every calendar."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.workdays import DAYS_TO_REPLY, WEEKS, TooManyDaysOff, WorkCalendar
from app.exchange.holidays import OF_VIET_NAM, read_calendar

VIET_NAM = read_calendar("")
DAYS = st.dates(date(2024, 12, 1), date(2028, 1, 31))
CALENDARS = st.builds(
    WorkCalendar,
    off=st.frozensets(DAYS, max_size=20),
    worked=st.frozensets(DAYS, max_size=20),
)


@pytest.mark.parametrize(
    ("promised", "due"),
    [
        # The dialogue of March 2025: nothing but weekends on the way.
        ("2025-03-07", "2025-03-21"),
        # Tết of the year Ất Tỵ, 25/1 to 2/2/2025: five working days are off.
        ("2025-01-24", "2025-02-14"),
        ("2025-01-20", "2025-02-10"),
        # 30/4 and 1/5 with Friday 2/5 off for Saturday 26/4 worked.
        ("2025-04-24", "2025-05-12"),
        ("2025-04-25", "2025-05-13"),
        # National Day 2025.
        ("2025-08-22", "2025-09-09"),
        # New Year 2026: Friday 2/1 off, Saturday 10/1 worked.
        ("2025-12-31", "2026-01-15"),
        # Tết of the year Bính Ngọ, 14/2 to 22/2/2026.
        ("2026-02-13", "2026-03-06"),
        # National Day 2026: Monday 31/8 off for Saturday 22/8 worked.
        ("2026-08-20", "2026-09-07"),
    ],
)
def test_reply_is_due_after_ten_working_days(promised: str, due: str) -> None:
    assert VIET_NAM.due(date.fromisoformat(promised)) == date.fromisoformat(due)


@pytest.mark.parametrize("day", ["2025-04-26", "2026-01-10", "2026-08-22"])
def test_swapped_saturday_is_worked_and_the_next_one_is_not(day: str) -> None:
    saturday = date.fromisoformat(day)
    assert saturday.weekday() == 5
    assert VIET_NAM.is_working_day(saturday)
    assert not VIET_NAM.is_working_day(saturday + timedelta(days=7))


@pytest.mark.parametrize(
    "day", ["2025-04-07", "2025-05-02", "2026-04-27", "2026-01-02", "2027-05-03", "2031-09-02"]
)
def test_holidays_are_off(day: str) -> None:
    assert not VIET_NAM.is_working_day(date.fromisoformat(day))


def test_every_swap_takes_as_much_as_it_gives() -> None:
    written = json.loads(OF_VIET_NAM.read_text("utf-8"))
    swapped = [entry for entry in written["off"] if "hoán đổi" in entry["name"]]
    assert len(swapped) == len(written["worked"]) == 3
    for kind in ("yearly", "off", "worked"):
        assert all(entry["source"] for entry in written[kind])


@given(CALENDARS, DAYS, st.integers(0, 30))
def test_day_that_is_found_is_worked_and_counts_right(
    calendar: WorkCalendar, day: date, count: int
) -> None:
    found = calendar.working_day_after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert sum(calendar.is_working_day(one) for one in between) == count
    assert count == 0 or calendar.is_working_day(found)


@given(CALENDARS, DAYS, st.integers(0, 15), st.integers(0, 15))
def test_counting_on_is_counting_from_there(
    calendar: WorkCalendar, day: date, some: int, more: int
) -> None:
    on = calendar.working_day_after(calendar.working_day_after(day, some), more)
    assert on == calendar.working_day_after(day, some + more)


@given(CALENDARS, DAYS, DAYS)
def test_later_promise_is_never_due_earlier(calendar: WorkCalendar, one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    assert calendar.due(earlier) <= calendar.due(later)


@given(CALENDARS, CALENDARS, DAYS)
def test_where_two_calendars_disagree_the_second_is_right(
    calendar: WorkCalendar, more: WorkCalendar, day: date
) -> None:
    both = calendar.with_more(more)
    if day in more.off | more.worked:
        assert both.is_working_day(day) == more.is_working_day(day)
    else:
        assert both.is_working_day(day) == calendar.is_working_day(day)


@given(DAYS)
def test_without_holidays_ten_working_days_are_two_weeks(day: date) -> None:
    friday = day - timedelta(days=(day.weekday() - 4) % 7)
    assert WEEKS.due(friday) == friday + timedelta(weeks=2)
    assert DAYS_TO_REPLY == 10


def test_calendar_without_a_working_day_is_refused_not_walked_for_ever() -> None:
    first = date(2025, 1, 1)
    never = WorkCalendar(off=frozenset(first + timedelta(days=n) for n in range(800)))
    with pytest.raises(TooManyDaysOff):
        never.due(first)


def _file(folder: Path, **what: object) -> str:
    path = folder / "holidays.json"
    path.write_text(json.dumps(what), "utf-8")
    return str(path)


ENTRY = {"name": "Nghỉ bù", "source": "Công văn của tỉnh"}


def test_operators_file_adds_days_or_takes_the_place_of_ours(tmp_path: Path) -> None:
    off = [{"from": "2027-02-08", "to": "2027-02-12"} | ENTRY]
    more = read_calendar(_file(tmp_path, extends="vn", off=off))
    assert not more.is_working_day(date(2027, 2, 10))
    assert not more.is_working_day(date(2026, 2, 17))
    instead = read_calendar(_file(tmp_path, off=off))
    assert not instead.is_working_day(date(2027, 2, 10))
    assert instead.is_working_day(date(2026, 2, 17))


@pytest.mark.parametrize(
    "what",
    [
        {"off": [{"from": "2027-02-08", "to": "2027-02-07"} | ENTRY]},
        {"off": [{"from": "2027-02-08", "to": "2027-04-07"} | ENTRY]},
        {"off": [{"from": "2027-02-08", "to": "2027-02-08", "name": "Nghỉ"}]},
        {"yearly": [{"day": "13-01"} | ENTRY]},
        {"extends": "us"},
        {"holidays": []},
    ],
)
def test_file_that_does_not_say_what_it_should_is_refused(
    tmp_path: Path, what: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match="validation error"):
        read_calendar(_file(tmp_path, **what))
