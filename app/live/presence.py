"""Who is where in one conference, in this process: open screens, and who has which question open.

Nothing of it is stored: it is told to desk and chair as it is, and gone with the process.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from app.domain.views import View, ViewName
from app.live import protocol

TOLD = (ViewName.CHAIR, ViewName.DESK)
"""The views whose screens are told."""
HANDLING_SECONDS = 60.0
"""How long somebody counts as having a question open without saying so again."""


@dataclass(frozen=True, slots=True)
class Handling:
    """That somebody at a desk has a question open. `until` is monotonic."""

    question: int
    username: str
    name: str
    since: datetime
    until: float

    def shown(self) -> dict[str, Any]:
        """Return what the desks are told."""
        return {
            "question": self.question,
            "username": self.username,
            "name": self.name,
            "since": self.since,
        }


class Presence:
    """Who has which question open, by holder's name."""

    def __init__(self) -> None:
        self._handling: dict[str, Handling] = {}
        self._text = ""

    def handle(self, holder: str, username: str, name: str, question: int, at: datetime) -> None:
        """Note that a holder has a question open; saying so again keeps when it began."""
        before = self._handling.get(holder)
        since = before.since if before is not None and before.question == question else at
        until = monotonic() + HANDLING_SECONDS
        self._handling[holder] = Handling(question, username, name, since, until)

    def let_go(self, holder: str) -> None:
        """Note that a holder has no question open any more."""
        self._handling.pop(holder, None)

    def text(self, open_: Mapping[View, int], at_desk: Iterable[str]) -> str:
        """Return the message; the same object for as long as nothing has changed.

        `open_` is how many sockets each view has, `at_desk` the names of the holders at a desk: who
        has left it handles nothing.
        """
        now, here = monotonic(), set(at_desk)
        self._handling = {
            holder: one
            for holder, one in self._handling.items()
            if one.until > now and holder in here
        }
        handling = sorted(self._handling.values(), key=lambda one: (one.question, one.since))
        text = protocol.presence(
            {view.of or "": count for view, count in open_.items() if view.name is ViewName.SITE},
            {view.name: count for view, count in open_.items() if view.of is None},
            [one.shown() for one in handling],
        )
        if text != self._text:
            self._text = text
        return self._text
