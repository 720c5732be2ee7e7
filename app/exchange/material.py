"""What was gathered for a file, read for building: names for slugs, days by the local clock."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

Question = dict[str, Any]
"""A question as the caller is shown it."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, and what no printer shows."""


@dataclass(frozen=True)
class Material:
    """What a file is made of; see `app.queries.exports`."""

    conference: dict[str, Any]
    names: dict[str, dict[str, str]]
    agency_of: dict[str, str]
    chair_title: str | None
    questions: list[Question]

    def name(self, kind: str, slug: str | None) -> str:
        """Return how a site, topic, official or agency is called; nothing for none."""
        return "" if slug is None else writable(self.names[kind].get(slug, slug))

    def day(self, moment: str) -> date:
        """Return the day of a moment, by the conference's clock."""
        zone = ZoneInfo(self.conference["timezone"])
        return datetime.fromisoformat(moment).astimezone(zone).date()

    def agency_for(self, question: Question) -> str | None:
        """Return the agency of who leads the answer, else the first that owes something."""
        lead = (question["assignment"] or {}).get("lead")
        promised = next((promise["agency"] for promise in promises(question)), None)
        return promised if lead is None else self.agency_of.get(lead, promised)


def promises(question: Question) -> list[dict[str, Any]]:
    """Return the follow-ups the caller is shown."""
    return question.get("follow_ups") or []


def summary(question: Question) -> str:
    """Return what was answered, as far as the caller is shown it."""
    return writable((question["answer"] or {}).get("summary") or "")


def writable(text: str) -> str:
    """Return the text without what a document cannot hold."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def as_day(iso: str) -> date:
    """Return a due date, which has no zone."""
    return date.fromisoformat(iso)


def in_figures(day: date) -> str:
    """Return a day as people write it."""
    return f"{day:%d/%m/%Y}"
