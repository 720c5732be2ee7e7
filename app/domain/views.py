"""Who is shown what: the only road from a question to anything that is sent out.

The rule. A question is shown in one of five *renderings*, from the fullest to the barest:

- `desk`: everything there is. Moderators.
- `chair`: everything but the asker's phone, once the question is approved. The chair's tablet.
- `own`: the site's own question in every state, with the reason given to the site and the phone
  it entered itself, without the moderators' note to the officials and without the askers of other
  sites (unless they agreed to be named).
- `assigned`: to the officials assigned, without phone and reasons.
- `listed`: what anybody in the hall may see: only from the queue onwards, the asker only when the
  site ticked that the asker agreed, no notes, no reasons, no summary of the answer.

An *audience* is the set of views that get one rendering of one question: `desk`, `chair`,
`site/{slug}`, `official/{slug}`, `listed`. For every audience the question keeps the number of the
last command that changed what that audience is shown, so that changes, resumes and snapshots need
nobody's memory.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from app.domain.lifecycle import State
from app.domain.roles import Actor, Permission, Role

Shown = dict[str, Any]
"""A rendered object: names of the API to JSON-able values."""


class ViewName(StrEnum):
    """The views a screen can open."""

    HALL = "hall"
    CHAIR = "chair"
    DESK = "desk"
    SITE = "site"
    OFFICIAL = "official"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class View:
    """What one screen shows: a name, and for `site` and `official` whose (a slug)."""

    name: ViewName
    of: str | None = None

    def __str__(self) -> str:
        return self.name if self.of is None else f"{self.name}/{self.of}"

    def audiences(self) -> tuple[str, ...]:
        """Return the audiences this view belongs to, the fullest rendering first."""
        match self.name:
            case ViewName.DESK | ViewName.CHAIR:
                return (self.name.value,)
            case ViewName.SITE | ViewName.OFFICIAL:
                return (f"{self.name}/{self.of}", LISTED)
            case ViewName.HALL | ViewName.PUBLIC:
                return (LISTED,)

    def sees_private_floor(self) -> bool:
        """Tell whether readiness, queue version and undo belong to this view."""
        return self.name in {ViewName.DESK, ViewName.CHAIR}


LISTED = "listed"
LISTED_STATES = frozenset({State.QUEUED, State.ANSWERING, State.ANSWERED, State.DEFERRED})
CHAIR_STATES = LISTED_STATES | {State.APPROVED}


@dataclass(frozen=True, slots=True)
class Asker:
    """The person who asks."""

    name: str
    position: str | None = None
    organisation: str | None = None
    phone: str | None = None
    may_show_name: bool = False


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
class Promise:
    """A follow-up of a question."""

    id: int
    agency: str
    due: date
    state: str


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
    reason_code: str | None = None
    reason_note: str | None = None
    merged_into: int | None = None
    merged_in: tuple[MergedIn, ...] = ()
    assignment: Assigned | None = None
    answer: Spoken | None = None
    promises: tuple[Promise, ...] = ()
    seen: Mapping[str, int] = field(default_factory=dict)
    """Audience → number of the last command that changed what it is shown."""


def audiences(question: QuestionFacts) -> set[str]:
    """Return the audiences that are shown this question now."""
    shown = {"desk", f"site/{question.site}"}
    if question.state in CHAIR_STATES:
        shown.add("chair")
    if question.state in LISTED_STATES:
        shown.add(LISTED)
    if question.assignment is not None:
        shown.update(f"official/{part.official}" for part in question.assignment.parts)
    return shown


def project(view: View, question: QuestionFacts) -> Shown | None:
    """Return the question as this view shows it, or `None` when the view does not have it."""
    return project_for((view,), question)


def project_for(views: Collection[View], question: QuestionFacts) -> Shown | None:
    """Return the fullest rendering that any of these views has, or `None` when none has it."""
    offered = audiences(question)
    wanted = {audience for view in views for audience in view.audiences()} & offered
    if not wanted:
        return None
    fullest = min(wanted, key=lambda audience: _FULLNESS.index(_rendering(audience)))
    return render(fullest, question)


def render(audience: str, question: QuestionFacts) -> Shown:
    """Return the question as one audience is shown it."""
    return _RENDERINGS[_rendering(audience)](question)


def seen_after(before: QuestionFacts | None, after: QuestionFacts, seq: int) -> dict[str, int]:
    """Return `seen` as it stands after command `seq`: bumped where an audience's picture changed."""
    seen = dict(after.seen)
    had = audiences(before) if before is not None else set()
    has = audiences(after)
    for audience in had | has:
        was = render(audience, before) if before is not None and audience in had else None
        now = render(audience, after) if audience in has else None
        if was != now:
            seen[audience] = seq
    return seen


def last_seen_change(view: View, question: QuestionFacts) -> int:
    """Return the number of the last command that changed what this view shows of the question."""
    return max((question.seen.get(audience, 0) for audience in view.audiences()), default=0)


def _rendering(audience: str) -> str:
    return {"site": "own", "official": "assigned"}.get(audience.partition("/")[0], audience)


def _asker_line(asker: Asker) -> Shown:
    return {
        "name": asker.name,
        "position": asker.position,
        "organisation": asker.organisation,
    }


def _full_asker(asker: Asker) -> Shown:
    return _asker_line(asker) | {"phone": asker.phone, "may_show_name": asker.may_show_name}


def _chair_asker(asker: Asker) -> Shown:
    return _asker_line(asker) | {"may_show_name": asker.may_show_name}


def _agreed_asker(asker: Asker) -> Shown | None:
    return _asker_line(asker) if asker.may_show_name else None


def _origins(question: QuestionFacts, asker: Callable[[Asker], Shown | None]) -> list[Shown]:
    first = {"site": question.site, "asker": asker(question.asker)}
    return [first, *({"site": m.site, "asker": asker(m.asker)} for m in question.merged_in)]


def _reason(question: QuestionFacts) -> Shown | None:
    if question.reason_code is None and question.reason_note is None:
        return None
    return {"code": question.reason_code, "note": question.reason_note}


def _who_answers(question: QuestionFacts) -> Shown | None:
    if question.assignment is None:
        return None
    supporting = [p.official for p in question.assignment.parts if not p.lead]
    return {"lead": question.assignment.lead().official, "supporting": supporting}


def _assignment(question: QuestionFacts) -> Shown | None:
    if question.assignment is None:
        return None
    lead = question.assignment.lead()
    declined = [
        {"official": part.official, "reason": part.reason}
        for part in question.assignment.parts
        if part.status == "declined"
    ]
    return (_who_answers(question) or {}) | {
        "status": lead.status,
        "note": question.assignment.note,
        "declined": declined,
    }


def _turn(question: QuestionFacts) -> Shown | None:
    if question.answer is None:
        return None
    return {
        "official": question.answer.official,
        "started_at": question.answer.started_at,
        "ended_at": question.answer.ended_at,
    }


def _answer(question: QuestionFacts) -> Shown | None:
    turn = _turn(question)
    if turn is None or question.answer is None:
        return None
    return turn | {"summary": question.answer.summary}


def _promises(question: QuestionFacts) -> list[Shown]:
    return [
        {"id": p.id, "agency": p.agency, "due": p.due, "state": p.state} for p in question.promises
    ]


def _listed(question: QuestionFacts) -> Shown:
    return {
        "id": question.id,
        "number": question.number,
        "site": question.site,
        "topic": question.topic,
        "kind": question.kind,
        "origin": question.origin,
        "text": question.text,
        "state": question.state,
        "state_since": question.state_since,
        "rank": question.rank,
        "asker": _agreed_asker(question.asker),
        "origins": _origins(question, _agreed_asker),
        "assignment": _who_answers(question),
        "answer": _turn(question),
    }


def _own(question: QuestionFacts) -> Shown:
    return _listed(question) | {
        "original_text": question.original_text,
        "submitted_at": question.submitted_at,
        "version": question.version,
        "asker": _full_asker(question.asker),
        "reason": _reason(question),
        "merged_into": question.merged_into,
    }


def _assigned(question: QuestionFacts) -> Shown:
    return _listed(question) | {
        "submitted_at": question.submitted_at,
        "version": question.version,
        "asker": _asker_line(question.asker),
        "assignment": _assignment(question),
        "answer": _answer(question),
        "follow_ups": _promises(question),
    }


def _chair(question: QuestionFacts) -> Shown:
    return _assigned(question) | {
        "original_text": question.original_text,
        "asker": _chair_asker(question.asker),
        "origins": _origins(question, _chair_asker),
        "reason": _reason(question),
        "merged_into": question.merged_into,
    }


def _desk(question: QuestionFacts) -> Shown:
    return _chair(question) | {
        "asker": _full_asker(question.asker),
        "origins": _origins(question, _full_asker),
    }


_RENDERINGS: dict[str, Callable[[QuestionFacts], Shown]] = {
    "desk": _desk,
    "chair": _chair,
    "own": _own,
    "assigned": _assigned,
    LISTED: _listed,
}
_FULLNESS = list(_RENDERINGS)


_VIEW_OF_ROLE = {
    Role.ADMIN: ViewName.DESK,
    Role.MODERATOR: ViewName.DESK,
    Role.CHAIR: ViewName.CHAIR,
    Role.SITE_MODERATOR: ViewName.SITE,
    Role.OFFICIAL: ViewName.OFFICIAL,
    Role.SCREEN: ViewName.HALL,
}
_VIEW_OF_SCOPE = {
    Permission.VIEW_DESK: ViewName.DESK,
    Permission.VIEW_CHAIR: ViewName.CHAIR,
    Permission.SEE_QUESTIONS: ViewName.PUBLIC,
    Permission.SEE_QUEUE: ViewName.PUBLIC,
    Permission.SEE_FLOOR: ViewName.PUBLIC,
}


def views_of(actor: Actor) -> tuple[View, ...]:
    """Return the views through which this actor sees questions over HTTP."""
    views: dict[View, None] = {}
    for grant in actor.grants:
        if grant.role is Role.INTEGRATION:
            names = [name for scope, name in _VIEW_OF_SCOPE.items() if scope in grant.scopes]
            views.update(dict.fromkeys(View(name) for name in names))
        else:
            views[View(_VIEW_OF_ROLE[grant.role], grant.site or grant.official)] = None
    return tuple(views)


@dataclass(frozen=True, slots=True)
class Floor:
    """Who is answered now, what `next` would call, and whether the last step can be undone."""

    current: QuestionFacts | None
    next: QuestionFacts | None
    can_undo: bool


def project_floor(views: Collection[View], floor: Floor) -> Shown:
    """Return the floor as these views show it."""
    return {
        "current": floor.current and project_for(views, floor.current),
        "next": floor.next and project_for(views, floor.next),
        "can_undo": floor.can_undo,
    }
