"""Who is shown what: the only road from a question to anything that is sent out.

The rule. A question is shown in one of six *renderings*, from the fullest to the barest:

- `desk`: everything there is. Moderators.
- `chair`: everything but the asker's phone, the attachments, and a prepared answer that has not
  been cleared, once the question is approved. The chair's tablet.
- `own`: the site's own question in every state, with the reason given to the site, the phone it
  entered itself and its attachments, without the moderators' note to the officials, without what
  an agency prepares and without the askers of other sites (unless they agreed to be named).
- `assigned`: to the officials assigned and to those of the agency that is asked to prepare an
  answer, with this answer, without phone and reasons.
- `listed`: what anybody in the hall may see: only from the queue onwards, the asker only when the
  site ticked that the asker agreed, no notes, no reasons, no summary of the answer.
- `published`: what anybody in the world may read, once a moderator has made an answered question
  public and while the conference is public: number, site, topic, kind, the text as it was vetted,
  the asker only when the asker agreed, who answered, the answer in the words it was published
  with. Nothing of how it came there. No view shows it: it is for the public pages.

An *audience* is the set of views that get one rendering of one question: `desk`, `chair`,
`site/{slug}`, `official/{slug}`, `listed`, and the readers of what is `published`. For every
audience the question keeps the number of the last command that changed what that audience is
shown, so that changes, resumes and snapshots need nobody's memory.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from app.domain.facts import Floor, QuestionFacts
from app.domain.lifecycle import State
from app.domain.renderings import RENDERINGS, Shown
from app.domain.roles import Actor, Permission, Role


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
PUBLISHED = "published"
_FULLEST_FIRST = list(RENDERINGS)
LISTED_STATES = frozenset({State.QUEUED, State.ANSWERING, State.ANSWERED, State.DEFERRED})
CHAIR_STATES = LISTED_STATES | {State.APPROVED}
PUBLISHED_STATES = frozenset({State.ANSWERED, State.DEFERRED})


def audiences(question: QuestionFacts) -> set[str]:
    """Return the audiences that are shown this question now."""
    shown = {"desk", f"site/{question.site}"}
    if question.state in CHAIR_STATES:
        shown.add("chair")
    if question.state in LISTED_STATES:
        shown.add(LISTED)
    if question.published is not None and question.state in PUBLISHED_STATES:
        shown.add(PUBLISHED)
    if question.assignment is not None:
        shown.update(f"official/{part.official}" for part in question.assignment.parts)
    if question.asked is not None:
        shown.update(f"official/{official}" for official in question.asked.officials)
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
    fullest = min(wanted, key=lambda audience: _FULLEST_FIRST.index(_rendering(audience)))
    return render(fullest, question)


def render(audience: str, question: QuestionFacts) -> Shown:
    """Return the question as one audience is shown it."""
    return RENDERINGS[_rendering(audience)](question)


def seen_after(before: QuestionFacts | None, after: QuestionFacts, seq: int) -> dict[str, int]:
    """Return `seen` after command `seq`: bumped for every audience whose picture changed."""
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


def project_floor(views: Collection[View], floor: Floor) -> Shown:
    """Return the floor as these views show it."""
    return {
        "current": floor.current and project_for(views, floor.current),
        "next": floor.next and project_for(views, floor.next),
        "can_undo": floor.can_undo,
    }
