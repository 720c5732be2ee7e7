"""Making those who asked anonymous: when, and what of them has to go from texts."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from app.domain.errors import Refusal
from app.domain.lifecycle import Phase

ANONYMOUS = "(đã ẩn danh)"
LEFT_OUT = "(…)"
"""Stands in texts; no longer than any name of two words, so that no text outgrows its bounds."""

ENDED = frozenset({Phase.CLOSED, Phase.ARCHIVED})
"""Phases in which those who asked can be made anonymous."""

_LEAST_DIGITS = 6
"""What has fewer is no telephone number that could be told from others."""

Blot = Callable[[str], str]


class NotClosed(Refusal):
    """Who asked is forgotten only after the conference."""

    code = "not_closed"

    def __init__(self, phase: str) -> None:
        super().__init__(phase=phase)


def ended_since(switches: Iterable[tuple[datetime, str]]) -> datetime | None:
    """Return since when a conference has ended, by its switches (when, to which phase) in order."""
    since: datetime | None = None
    for at, to in switches:
        since = (since or at) if to in ENDED else None
    return since


def blot(name: str, phone: str | None) -> Blot:
    """Return what puts `LEFT_OUT` in the place of this person's full name and phone in a text.

    A name of one word stays: as a rule it is an ordinary word as well.
    """
    patterns = []
    if len(name.split()) > 1:
        spaced = r"\s+".join(re.escape(word) for word in name.split())
        patterns.append(rf"(?<!\w){spaced}(?!\w)")
    digits = re.findall(r"\d", phone or "")
    if len(digits) >= _LEAST_DIGITS:
        patterns.append(rf"(?<!\d){r'[ ().-]*'.join(digits)}(?!\d)")
    if not patterns:
        return str
    found = re.compile("|".join(patterns), re.IGNORECASE)
    return lambda text: found.sub(LEFT_OUT, text)


def blotted(value: Any, blots: Iterable[Blot]) -> Any:
    """Return a JSON value with these people gone from all its texts."""
    blots = list(blots)
    if isinstance(value, str):
        for one in blots:
            value = one(value)
        return value
    if isinstance(value, list):
        return [blotted(item, blots) for item in value]
    if isinstance(value, dict):
        return {name: blotted(item, blots) for name, item in value.items()}
    return value


def without_askers(value: Any, blots: dict[int, Blot]) -> Any:
    """Return an answer of the API with nobody who asked in the questions of these ids."""
    if isinstance(value, list):
        return [without_askers(item, blots) for item in value]
    if not isinstance(value, dict):
        return value
    if "asker" in value and value.get("id") in blots:
        return _without_asker(blotted(value, [blots[value["id"]]]))
    return {name: without_askers(item, blots) for name, item in value.items()}


def _without_asker(question: dict[str, Any]) -> dict[str, Any]:
    """Return a shown question without its asker, and without those merged into it."""
    origins = [origin | {"asker": None} for origin in question.get("origins", ())]
    asker = question["asker"] and {"name": ANONYMOUS, "position": None, "organisation": None}
    kept = {name: value for name, value in question.items() if name != "attachments"}
    return kept | {"asker": asker, "origins": origins}
