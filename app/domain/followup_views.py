"""Follow-ups as they are sent out: with their question as the caller has it, and no further.

Who has a follow-up for its agency, or for all of the conference, is shown all of it. Who has it for
the site of its question alone is told what was promised, how far it is, and the reply once it is
given: neither drafts nor who wrote them nor notes between the offices.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.events import EventType
from app.domain.facts import Attached, Promise, QuestionFacts
from app.domain.followups import CLOSED, Reach, is_overdue
from app.domain.renderings import Shown
from app.domain.views import View, project_for

_OPENINGS = {EventType.FOLLOW_UP_OPENED, EventType.DEFERRED}
HISTORY = _OPENINGS | {
    EventType.FOLLOW_UP_CHANGED,
    EventType.FOLLOW_UP_FORWARDED,
    EventType.FOLLOW_UP_ATTACHED,
    EventType.FOLLOW_UP_DETACHED,
}
"""What a follow-up's history is made of."""
_TOLD = {"state", "due"}
"""Changes that the asker's site is told of."""


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks at follow-ups: the own views of questions, how far the right goes, the day."""

    views: Collection[View]
    reach: Reach
    today: date

    def is_for_its_site(self, promise: Promise) -> bool:
        """Tell whether the caller has this follow-up for the site of its question alone."""
        return self.reach.is_only_of_sites(promise.agency)

    def sees_the_reply(self, promise: Promise) -> bool:
        """Tell whether reply and enclosures are for the caller."""
        return promise.state in CLOSED or not self.is_for_its_site(promise)


def project_follow_up(looking: Looking, question: QuestionFacts, promise: Promise) -> Shown:
    """Return a follow-up that is within the caller's reach."""
    shown = {
        "id": promise.id,
        "number": question.number,
        "site": question.site,
        "agency": promise.agency,
        "promise": promise.promise,
        "due": promise.due,
        "days_left": _days_left(promise, looking.today),
        "overdue": is_overdue(promise.state, promise.due, looking.today),
        "state": promise.state,
        "opened_at": promise.opened_at,
        "closed_at": promise.closed_at,
        "version": promise.version,
        "question": project_for(looking.views, question),
    }
    if looking.sees_the_reply(promise):
        shown |= {
            "document_number": promise.document_number,
            "reply": promise.reply,
            "attachments": [_attached(file) for file in promise.attachments],
        }
    if not looking.is_for_its_site(promise):
        shown |= {
            "forwarded_from": promise.forwarded_from,
            "updated_at": promise.updated_at,
            "updated_by": promise.updated_by,
        }
    return shown


def project_step(
    event: EventType, payload: Mapping[str, Any], *, is_for_its_site: bool
) -> Shown | None:
    """Return what an entry of the journal tells of a follow-up; `None`: nothing to this caller."""
    if event in _OPENINGS:
        changes = {"due": {"from": None, "to": payload["due"]}}
        return {"agency": payload["agency"], "changes": changes}
    changes = dict(payload.get("changes", {}))
    if event is EventType.FOLLOW_UP_FORWARDED:
        shown = {"agency": payload["from"], "forwarded_to": payload["to"], "changes": changes}
    else:
        shown = {"changes": changes}
    if not is_for_its_site:
        return shown | {"note": payload.get("note")}
    told = {name: change for name, change in changes.items() if name in _TOLD}
    return shown | {"changes": told} if told else None


def _days_left(promise: Promise, today: date) -> int | None:
    return None if promise.state in CLOSED else (promise.due - today).days


def _attached(file: Attached) -> Shown:
    return {"id": file.id, "name": file.name, "media_type": file.media_type, "size": file.size}
