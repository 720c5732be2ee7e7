"""Refusals, named as facts. What a refusal looks like over HTTP is decided in `app.errors`."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class Refusal(Exception):
    """Something the rules do not allow; nothing was changed.

    `code` is stable and public. `facts` become members of the problem detail, so they may only
    hold what the caller may know.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts


class NotFound(Refusal):
    """There is no such thing, or the caller is a stranger to it."""

    code = "not_found"

    def __init__(self, what: str, name: str | int) -> None:
        super().__init__(what=what, name=str(name))


class MissingPermission(Refusal):
    """A member of the conference who has not got the right."""

    code = "missing_permission"

    def __init__(self, permission: str) -> None:
        super().__init__(permission=permission)


class IllegalTransition(Refusal):
    """The question is in a state from which the command does not lead anywhere."""

    code = "illegal_transition"

    def __init__(self, command: str, state: str, allowed_from: Sequence[str]) -> None:
        super().__init__(command=command, state=state, allowed_from=list(allowed_from))


class QuestionEnded(Refusal):
    """An assignment or an edit came after the question's life had ended."""

    code = "question_ended"

    def __init__(self, state: str, number: int | None = None) -> None:
        super().__init__(state=state, **({} if number is None else {"number": number}))


class FloorTaken(Refusal):
    """Another question is being answered."""

    code = "floor_taken"

    def __init__(self, current: int) -> None:
        super().__init__(current=current)


class StaleFloor(Refusal):
    """The tablet showed a floor that is no longer true; `floor` is added where it is known."""

    code = "stale_floor"


class NothingToUndo(Refusal):
    """There is no floor command to take back, or what it touched has moved on since."""

    code = "nothing_to_undo"


class StaleQueue(Refusal):
    """The queue has changed since the caller looked."""

    code = "stale_queue"

    def __init__(self, version: int) -> None:
        super().__init__(version=version)


class StaleVersion(Refusal):
    """The object has changed since the caller read it (If-Match)."""

    code = "stale_version"

    def __init__(self, version: int) -> None:
        super().__init__(version=version)


class NotQueued(Refusal):
    """The question, or the neighbour it should go before, is not in the queue."""

    code = "not_queued"

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class CannotLead(Refusal):
    """The question named as lead cannot take others in."""

    code = "cannot_lead"

    def __init__(self, number: int, state: str) -> None:
        super().__init__(number=number, state=state)


class LeadsOthers(Refusal):
    """Questions were merged into this one: it stands for other people as well."""

    code = "leads_others"

    def __init__(self, merged: Sequence[int]) -> None:
        super().__init__(merged=list(merged))


class NotAnswered(Refusal):
    """There is no answer yet whose summary could be recorded."""

    code = "not_answered"


class NotAssigned(Refusal):
    """The official is not assigned to this question."""

    code = "not_assigned"


class NotPublishable(Refusal):
    """The question has not been answered, or the reply that was promised has not come."""

    code = "not_publishable"

    def __init__(self, state: str) -> None:
        super().__init__(state=state)


class NotPublished(Refusal):
    """The question is not public, so it cannot be taken back from the public."""

    code = "not_published"


class TooManyAttachments(Refusal):
    """The question, or the reply, has as many attachments as it may have."""

    code = "too_many_attachments"

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


class ImportNotReady(Refusal):
    """The file is still being read, or could not be read: there is nothing to apply."""

    code = "import_not_ready"

    def __init__(self, state: str) -> None:
        super().__init__(state=state)


class ImportApplied(Refusal):
    """The import's rows are questions by now, so it stays on record."""

    code = "import_already_applied"


class RowsWithErrors(Refusal):
    """Rows were chosen that cannot be questions as they are; nothing was taken in."""

    code = "import_rows_with_errors"

    def __init__(self, rows: Sequence[int]) -> None:
        super().__init__(rows=list(rows))


class IllegalPhase(Refusal):
    """The conference cannot go from its phase to that one."""

    code = "illegal_phase"

    def __init__(self, phase: str, to: str) -> None:
        super().__init__(phase=phase, to=to)


class ConferenceArchived(Refusal):
    """An archived conference is read, not changed."""

    code = "conference_archived"


class NameTaken(Refusal):
    """Another object of that kind has the name already."""

    code = "name_taken"

    def __init__(self, field: str, value: str) -> None:
        super().__init__(field=field, value=value)


class StillInUse(Refusal):
    """Other things refer to it, so it cannot be removed."""

    code = "still_in_use"

    def __init__(self, by: str) -> None:
        super().__init__(by=by)


class UnknownReference(Refusal):
    """A field names something the conference does not have."""

    code = "unknown_reference"

    def __init__(self, field: str, value: str) -> None:
        super().__init__(field=field, value=value)


class BadField(Refusal):
    """A field has a value that cannot stand, for a reason the types do not tell."""

    code = "invalid_request"

    def __init__(self, field: str, reason: str, facts: Mapping[str, Any] | None = None) -> None:
        super().__init__(field=field, reason=reason, **(facts or {}))
