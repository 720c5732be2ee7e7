"""Due dates as an iCalendar (RFC 5545): one all-day event for each follow-up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

MEDIA_TYPE = "text/calendar"
TEXT_LENGTH = 120
"""Characters of a question that a calendar shows."""


@dataclass(frozen=True, slots=True)
class DueDate:
    """What a calendar is told of a follow-up; anybody who has the address reads it."""

    id: int
    number: int
    site: str
    text: str
    due: date
    version: int
    changed_at: datetime
    is_closed: bool


def calendar_of(name: str, conference: str, dates: Iterable[DueDate], link: str) -> bytes:
    """Return the calendar. An event keeps its UID for good, and counts its changes."""
    calendar = Calendar()
    calendar.add("prodid", "-//doithoai//follow-ups//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for one in dates:
        calendar.add_component(_event(one, conference, link))
    written: bytes = calendar.to_ical()
    return written


def _event(one: DueDate, conference: str, link: str) -> Event:
    event = Event()
    event.add("uid", f"follow-up-{one.id}.{conference}@doithoai")
    event.add("sequence", one.version)
    event.add("dtstamp", one.changed_at)
    event.add("last-modified", one.changed_at)
    event.add("dtstart", one.due)
    event.add("dtend", one.due + timedelta(days=1))
    event.add("summary", _summary(one))
    event.add("transp", "TRANSPARENT")
    event.add("url", link)
    return event


def _summary(one: DueDate) -> str:
    begins = "Đã trả lời" if one.is_closed else "Hạn trả lời"
    text = one.text if len(one.text) <= TEXT_LENGTH else f"{one.text[: TEXT_LENGTH - 1]}…"
    return " – ".join(part for part in (f"{begins}: câu số {one.number}", one.site, text) if part)
