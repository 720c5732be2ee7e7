"""A command in the making: the locked conference, who acts and when, the questions it takes up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.domain.errors import ConferenceArchived, MissingPermission, NotFound, StaleVersion
from app.domain.facts import QuestionFacts
from app.domain.lifecycle import Phase
from app.domain.roles import Actor, Permission
from app.domain.vetting import check_four_eyes
from app.domain.views import View, project_for, views_of
from app.models.conference import Conference
from app.models.question import Question
from app.queries import conferences, questions
from app.queries.question_rows import with_row


@dataclass
class Dossier:
    """A question taken up by a command: its row, and the facts before the command.

    A command that changes more than the row (the assignment, a turn, what is merged in, the topic)
    sets `reread`, so that the facts after it are read from the database again.
    """

    row: Question
    before: QuestionFacts | None
    born: QuestionFacts | None = None
    """The facts of a question that the command itself makes."""
    reread: bool = False
    after: QuestionFacts | None = None
    """The facts after the command, where they were read again."""

    def has_new_rank(self) -> bool:
        """Tell whether the command has changed the question's place in the queue."""
        return self.row.rank != (None if self.before is None else self.before.rank)

    def as_it_stands(self) -> QuestionFacts:
        """Return the facts with the row as it is now, all that hangs on it as before."""
        known = self.before or self.born
        assert known is not None
        return with_row(known, self.row)


@dataclass
class Deed:
    """One command on one conference, inside one transaction."""

    session: AsyncSession
    conference: Conference
    actor: Actor
    at: datetime
    if_match: Collection[int] | None = None
    """Versions the caller takes to be current (If-Match); `None` means any."""
    views: tuple[View, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.views = views_of(self.actor)

    @property
    def conference_id(self) -> int:
        """Return the conference's row id."""
        assert self.conference.id is not None
        return self.conference.id

    def check_version(self, version: int) -> None:
        """Raise `StaleVersion` unless the caller's If-Match names this version."""
        if self.if_match is not None and version not in self.if_match:
            raise StaleVersion(version)

    async def find(self, number: int) -> Dossier:
        """Take up a question whatever the actor may see of it."""
        found = await questions.one(self.session, self.conference_id, number)
        if found is None:
            raise NotFound("question", number)
        return Dossier(*found)

    async def find_all(self, numbers: Sequence[int]) -> list[Dossier]:
        """Take up questions that are known to exist, in the order given."""
        found = await questions.many(self.session, self.conference_id, numbers)
        return [Dossier(*pair) for pair in found]

    async def take(self, number: int, permission: Permission) -> Dossier:
        """Take up a question the actor may do this to.

        Raises `NotFound` for a stranger to the question, `MissingPermission` for one who sees it
        without the right, `StaleVersion` when If-Match names another version.
        """
        dossier = await self.find(number)
        facts = dossier.before
        assert facts is not None
        if project_for(self.views, facts) is None and not self._writes_blind(permission):
            raise NotFound("question", number)
        if not self.actor.may_at_site(permission, facts.site):
            raise MissingPermission(permission)
        self.check_version(facts.version)
        return dossier

    def keep_four_eyes(self, row: Question) -> None:
        """Raise `FourEyes` where two people are wanted and the actor has edited the text last."""
        if self.conference.four_eyes:
            check_four_eyes(row.edited_by, self.actor)

    def _writes_blind(self, permission: Permission) -> bool:
        """Tell whether a key may do this without being given to see questions."""
        return self.actor.key_id is not None and self.actor.has(permission)


async def begin(
    session: AsyncSession,
    conference_id: int,
    actor: Actor,
    at: datetime,
    if_match: Collection[int] | None = None,
    *,
    even_archived: bool = False,
) -> Deed:
    """Lock the conference and begin a command on it. Raises `ConferenceArchived`."""
    conference = await conferences.lock(session, conference_id)
    if conference.phase is Phase.ARCHIVED and not even_archived:
        raise ConferenceArchived
    return Deed(session, conference, actor, at, if_match)
