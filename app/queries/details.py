"""What hangs on questions, gathered row by row: see `question_facts`, which reads it."""

from collections import defaultdict
from dataclasses import fields, replace

from app.domain.facts import Asked, Attached, MergedIn, Part, Prepared, Promise, Spoken
from app.models.preparation import Attachment
from app.models.question import FollowUp

_OF_A_PROMISE = {field.name for field in fields(Promise)} - {"id", "agency", "attachments"}


class Details:
    """What hangs on some questions, by question id."""

    def __init__(self) -> None:
        self.parts: dict[int, list[Part]] = defaultdict(list)
        self.notes: dict[int, str | None] = {}
        self.answers: dict[int, Spoken] = {}
        self.merged: dict[int, list[MergedIn]] = defaultdict(list)
        self.attachments: dict[int, list[Attached]] = defaultdict(list)
        self.prepared: dict[int, Prepared] = {}
        self.asked: dict[int, Asked] = {}
        self._promises: dict[int, list[Promise]] = defaultdict(list)
        self._enclosed: dict[int, list[Attached]] = defaultdict(list)

    def promised(self, row: FollowUp, agency: str) -> None:
        """Take a follow-up in."""
        promise = Promise(id=row.id or 0, agency=agency, **row.model_dump(include=_OF_A_PROMISE))
        self._promises[row.question_id].append(promise)

    def attached(self, row: Attachment, follow_up_id: int | None) -> None:
        """Take an attachment in: the question's, or that of a written reply."""
        attached = Attached(row.id or 0, row.name, row.media_type, row.size)
        if follow_up_id is None:
            self.attachments[row.question_id].append(attached)
        else:
            self._enclosed[follow_up_id].append(attached)

    def promises(self, question_id: int) -> tuple[Promise, ...]:
        """Return a question's follow-ups with what is laid beside their replies."""
        return tuple(
            replace(promise, attachments=tuple(self._enclosed.get(promise.id, ())))
            for promise in self._promises.get(question_id, ())
        )
