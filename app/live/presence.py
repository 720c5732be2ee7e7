"""Who is where in one conference: open screens, and who has which question open.

It is told to desk and chair as it is, and is no part of a state. What other workers know of it is
handed in (`others`); how it gets from one to the other is `app.live.roll`'s.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from time import monotonic
from typing import Any

from app.domain.views import View, ViewName
from app.live import protocol

TOLD = (ViewName.CHAIR, ViewName.DESK)
"""The views whose screens are told."""
HANDLING_SECONDS = 60.0
"""How long somebody counts as having a question open without saying so again."""
COMING_SECONDS = 3.0
"""How long what somebody said is kept although they are at no desk yet that is known of."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said at a time: that they have a question open; `None`: none any more."""

    holder: str
    username: str
    name: str
    question: int | None
    since: datetime
    at: datetime

    def shown(self, since: datetime) -> dict[str, Any]:
        """Return what the desks are told."""
        who = {"username": self.username, "name": self.name}
        return {"question": self.question, **who, "since": since}


@dataclass(frozen=True, slots=True)
class Here:
    """What one worker knows: screens by site and by view, holders at a desk, and what was said."""

    sites: dict[str, int]
    screens: dict[str, int]
    desk: list[str]
    said: list[Said]


class Presence:
    """One conference, as this worker knows it and as the `others` said last."""

    def __init__(self) -> None:
        self.others: Sequence[Here] = ()
        self._said: dict[str, tuple[Said, float]] = {}
        self._text = ""

    def handle(self, holder: str, username: str, name: str, question: int, at: datetime) -> None:
        """Note that a holder has a question open; saying so again keeps when it began."""
        before, _ = self._said.get(holder, (None, 0.0))
        since = before.since if before is not None and before.question == question else at
        self._said[holder] = (Said(holder, username, name, question, since, at), monotonic())

    def let_go(self, holder: str) -> None:
        """Note that a holder has no question open any more, whoever was told that they had one."""
        at = datetime.now(UTC)
        self._said[holder] = (Said(holder, "", "", None, at, at), monotonic())

    def here(self, open_: Mapping[View, int], at_desk: Iterable[str]) -> Here:
        """Return what this worker knows; forget what was said too long ago, or by who has left.

        `open_` is how many sockets each view has here, `at_desk` the holders of those at a desk.
        """
        desk = sorted(set(at_desk))
        present, now = set(chain(desk, *(one.desk for one in self.others))), monotonic()
        self._said = {
            holder: (said, when)
            for holder, (said, when) in self._said.items()
            if now < when + (HANDLING_SECONDS if holder in present else COMING_SECONDS)
        }
        sites = {view.of or "": n for view, n in open_.items() if view.name is ViewName.SITE}
        screens = {view.name.value: n for view, n in open_.items() if view.of is None}
        said = sorted((said for said, _ in self._said.values()), key=lambda one: one.holder)
        return Here(dict(sorted(sites.items())), dict(sorted(screens.items())), desk, said)

    def text(self, open_: Mapping[View, int], at_desk: Iterable[str]) -> str:
        """Return the message; the same object for as long as nothing has changed."""
        text = _told([self.here(open_, at_desk), *self.others])
        if text != self._text:
            self._text = text
        return self._text


def _told(parts: Sequence[Here]) -> str:
    """Put together what several workers know; in which order they come makes no difference."""
    sites: Counter[str] = Counter()
    screens: Counter[str] = Counter()
    for part in parts:
        sites.update(part.sites)
        screens.update(part.screens)
    return protocol.presence(sites, screens, _handling(parts))


def _handling(parts: Sequence[Here]) -> list[dict[str, Any]]:
    """Return who has which question open: what each at a desk said last, whichever worker to."""
    at_desk = set(chain.from_iterable(part.desk for part in parts))
    said = sorted(chain.from_iterable(part.said for part in parts), key=lambda one: one.at)
    last = {one.holder: one for one in said if one.holder in at_desk}
    began: dict[tuple[str, int | None], datetime] = {}
    for one in said:
        key = (one.holder, one.question)
        began[key] = min(one.since, began.get(key, one.since))
    shown = [
        one.shown(began[one.holder, one.question])
        for one in last.values()
        if one.question is not None
    ]
    return sorted(shown, key=lambda one: (one["question"], one["since"], one["username"]))
