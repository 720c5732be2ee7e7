"""What the rules know of a question and of the floor: plain facts, made from rows by queries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.lifecycle import State
from app.domain.preparation import Preparedness


@dataclass(frozen=True, slots=True)
class Asker:
    """The person who asks."""

    name: str
    position: str | None = None
    organisation: str | None = None
    phone: str | None = None
    may_show_name: bool = False
    circumstances: str | None = None
    """What makes her case: poverty, illness, an orphan. As private as the phone."""


@dataclass(frozen=True, slots=True)
class Part:
    """One official's part in an assignment."""

    official: str
    lead: bool
    status: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Assigned:
    """The assignment of a question."""

    parts: tuple[Part, ...]
    note: str | None

    def lead(self) -> Part:
        """Return the part of the official who leads."""
        return next(part for part in self.parts if part.lead)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One turn: what was said on a question, and when."""

    official: str | None
    started_at: datetime
    ended_at: datetime | None
    summary: str | None


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture or document of a question, without its bytes."""

    id: int
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Promise:
    """A follow-up of a question."""

    id: int
    agency: str
    due: date
    state: str
    promise: str | None = None
    document_number: str | None = None
    reply: str | None = None
    forwarded_from: str | None = None
    opened_at: datetime | None = None
    updated_at: datetime | None = None
    updated_by: str | None = None
    closed_at: datetime | None = None
    version: int = 1
    attachments: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """The answer an agency has prepared."""

    agency: str
    state: Preparedness
    text: str
    note: str | None
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class Published:
    """That the question is public, since when, and the words its answer is published with."""

    at: datetime
    answer: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The agency that is to prepare an answer, and who speaks for it now."""

    agency: str
    due: date | None
    note: str | None
    asked_at: datetime
    officials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedIn:
    """A question that was merged into this one: its site and its asker stay on record."""

    number: int
    site: str
    asker: Asker


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """All there is to know of one question; slugs and numbers, never row ids of other things."""

    id: int
    number: int
    site: str
    topic: str | None
    kind: str
    origin: str
    asker: Asker
    text: str
    original_text: str
    state: State
    state_since: datetime
    version: int
    rank: str | None
    submitted_at: datetime
    is_late: bool = False
    """Collected, and handed in after the deadline that was set then."""
    reason_code: str | None = None
    reason_note: str | None = None
    merged_into: int | None = None
    merged_in: tuple[MergedIn, ...] = ()
    assignment: Assigned | None = None
    answer: Spoken | None = None
    promises: tuple[Promise, ...] = ()
    attachments: tuple[Attached, ...] = ()
    prepared: Prepared | None = None
    published: Published | None = None
    asked: Asked | None = None
    seen: Mapping[str, int] = field(default_factory=dict)
    """Audience → number of the last command that changed what it is shown."""


@dataclass(frozen=True, slots=True)
class Floor:
    """Who is answered now, what `next` would call, and whether the last step can be undone."""

    current: QuestionFacts | None
    next: QuestionFacts | None
    can_undo: bool
