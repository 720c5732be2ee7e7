"""Making those who asked anonymous, for good: rows, attachments, journal, answers for repeats."""

import json
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import col

from app.actions.deed import Deed, Dossier
from app.actions.journal import record
from app.domain.anonymity import ANONYMOUS, ENDED, Blot, NotClosed, blot, blotted, without_askers
from app.domain.events import EventType
from app.domain.text import search_key
from app.models.importing import Import, ImportRow
from app.models.journal import JournalEntry, JournalSubject, StoredAnswer
from app.models.preparation import Attachment, AttachmentContent, PreparedAnswer
from app.models.question import Answer, Assignment, FollowUp, Question
from app.queries import personal_data

AT_ONCE = 500
"""Questions of one command, so that the conference is not locked for long."""

_TEXTS: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
    (Assignment, ("note", "reason")),
    (Answer, ("summary",)),
    (FollowUp, ("promise", "reply")),
    (PreparedAnswer, ("text", "note")),
)
"""What hangs on a question, and which of its texts people wrote."""


async def anonymise(deed: Deed) -> int:
    """Take the people out of up to `AT_ONCE` questions; return of how many, 0 at the end.

    Counts, texts and answers stay, but for the full names and phones of those who asked them.
    Raises `NotClosed` before the conference has ended.
    """
    if deed.conference.phase not in ENDED:
        raise NotClosed(deed.conference.phase)
    await _forget_sheets(deed)
    numbers = await personal_data.known(deed.session, deed.conference_id, AT_ONCE)
    if not numbers:
        return 0
    dossiers = await deed.find_all(numbers)
    blots = {dossier.row.id or 0: _blot(dossier) for dossier in dossiers}
    await _forget_attachments(deed, list(blots))
    await _rewrite_hanging(deed, blots)
    await _rewrite_journal(deed, dossiers)
    await _rewrite_answers(deed, blots)
    for dossier in dossiers:
        _forget(dossier.row, blots[dossier.row.id or 0])
        dossier.reread = True
    await record(deed, EventType.ANONYMISED, {"questions": len(numbers)}, *dossiers)
    return len(numbers)


def _blot(dossier: Dossier) -> Blot:
    return blot(dossier.row.asker_name, dossier.row.asker_phone)


def _forget(row: Question, gone: Blot) -> None:
    row.asker_name = ANONYMOUS
    row.asker_position = row.asker_organisation = None
    row.asker_phone = row.asker_circumstances = None
    row.may_show_name = False
    row.text, row.original_text = gone(row.text), gone(row.original_text)
    row.text_search = search_key(row.text)
    row.reason_note = blotted(row.reason_note, [gone])
    row.published_answer = blotted(row.published_answer, [gone])


async def _forget_sheets(deed: Deed) -> None:
    theirs = select(col(Import.id)).where(col(Import.conference_id) == deed.conference_id)
    await deed.session.execute(delete(ImportRow).where(col(ImportRow.import_id).in_(theirs)))


async def _forget_attachments(deed: Deed, ids: Sequence[int]) -> None:
    theirs = select(col(Attachment.id)).where(col(Attachment.question_id).in_(ids))
    content = delete(AttachmentContent).where(col(AttachmentContent.attachment_id).in_(theirs))
    await deed.session.execute(content)
    await deed.session.execute(delete(Attachment).where(col(Attachment.question_id).in_(ids)))


async def _rewrite_hanging(deed: Deed, blots: dict[int, Blot]) -> None:
    for kind, texts in _TEXTS:
        statement = select(kind).where(col(kind.question_id).in_(blots))
        for row in await deed.session.scalars(statement):
            for name in texts:
                setattr(row, name, blotted(getattr(row, name), [blots[row.question_id]]))
            if isinstance(row, FollowUp):
                row.text_search = search_key(f"{row.promise or ''} {row.document_number or ''}")


async def _rewrite_journal(deed: Deed, dossiers: Sequence[Dossier]) -> None:
    """Take the people out of the entries about their questions: the one change a journal knows."""
    gone = {dossier.row.number: _blot(dossier) for dossier in dossiers}
    about: dict[int, list[Blot]] = defaultdict(list)
    subjects = select(col(JournalSubject.seq), col(JournalSubject.number)).where(
        col(JournalSubject.conference_id) == deed.conference_id,
        col(JournalSubject.number).in_(gone),
    )
    for seq, number in await deed.session.execute(subjects):
        about[seq].append(gone[number])
    entries = select(JournalEntry).where(
        col(JournalEntry.conference_id) == deed.conference_id,
        col(JournalEntry.seq).in_(select(subjects.subquery().c.seq)),
    )
    for entry in await deed.session.scalars(entries):
        entry.payload = blotted(entry.payload, about[entry.seq])


async def _rewrite_answers(deed: Deed, blots: dict[int, Blot]) -> None:
    """Take the people out of the answers that are kept for repeats of requests."""
    for stored in await deed.session.scalars(select(StoredAnswer)):
        with suppress(ValueError):
            told = json.loads(stored.body)
            kept = without_askers(told, blots)
            if kept != told:
                stored.body = json.dumps(kept, ensure_ascii=False)
