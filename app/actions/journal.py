"""`record()`: the last beat of every command. It takes the next number and writes the entry."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert

from app.actions.deed import Deed, Dossier
from app.domain.events import IN_PRINT, EventType, check_payload
from app.domain.facts import QuestionFacts
from app.domain.views import PUBLISHED, seen_after
from app.models.journal import JournalEntry, JournalSubject
from app.queries import questions

_ENTRY = insert(JournalEntry)
_SUBJECT = insert(JournalSubject)


async def record(
    deed: Deed,
    event: EventType,
    payload: Mapping[str, Any],
    *dossiers: Dossier,
    floor: bool = False,
) -> Sequence[QuestionFacts]:
    """Journal the command and stamp every question it took up with its number.

    Returns the facts of these questions as they are now, in the order given. A command that is
    about the `floor` has set `conference.undo` itself; any other clears it once it moves a
    question named there.
    """
    check_payload(event, payload)
    seq = await take_number(deed, event, payload, [dossier.row.number for dossier in dossiers])
    for dossier in dossiers:
        dossier.row.seq = seq
        dossier.row.version += 1 if dossier.before is not None else 0
        if not dossier.reread:
            dossier.row.seen = seen_after(dossier.before, dossier.as_it_stands(), seq)
    _stamp_conference(deed, dossiers, seq, floor=floor)
    await deed.session.flush()
    await _reread(deed, [dossier for dossier in dossiers if dossier.reread], seq)
    if any(dossier.row.seen.get(PUBLISHED) == seq for dossier in dossiers):
        deed.conference.published_seq = seq
    return [dossier.after or dossier.as_it_stands() for dossier in dossiers]


async def take_number(
    deed: Deed, event: EventType, payload: Mapping[str, Any], numbers: Sequence[int] = ()
) -> int:
    """Take the next number of the conference's journal and write the entry under it."""
    deed.conference.last_seq += 1
    seq = deed.conference.last_seq
    if event in IN_PRINT:
        deed.conference.published_seq = seq
    entry = {
        "conference_id": deed.conference_id,
        "seq": seq,
        "type": event,
        "at": deed.at,
        "actor": deed.actor.label,
        "payload": dict(payload),
    }
    # Past the session: nobody looks at these rows again in this transaction.
    connection = await deed.session.connection()
    await connection.execute(_ENTRY, entry)
    subjects = [
        {"conference_id": deed.conference_id, "seq": seq, "number": number}
        for number in dict.fromkeys(numbers)
    ]
    if subjects:
        await connection.execute(_SUBJECT, subjects)
    return seq


async def _reread(deed: Deed, dossiers: Sequence[Dossier], seq: int) -> None:
    """Read again what more than the rows of these questions was changed."""
    if not dossiers:
        return
    numbers = [dossier.row.number for dossier in dossiers]
    found = await questions.many(deed.session, deed.conference_id, numbers)
    for dossier, (_, after) in zip(dossiers, found, strict=True):
        dossier.after = after
        dossier.row.seen = seen_after(dossier.before, after, seq)
    await deed.session.flush()


def _stamp_conference(deed: Deed, dossiers: Sequence[Dossier], seq: int, *, floor: bool) -> None:
    """Note on the conference what the desk and the chair see of it: queue version and undo."""
    conference = deed.conference
    if any(dossier.has_new_rank() for dossier in dossiers):
        conference.queue_version += 1
        conference.private_seq = seq
    if floor:
        conference.private_seq = seq
    elif conference.undo is not None and any(
        _state_changed(d) and d.row.number in _numbers(conference.undo) for d in dossiers
    ):
        conference.undo = None
        conference.private_seq = seq


def _state_changed(dossier: Dossier) -> bool:
    return dossier.before is None or dossier.row.state != dossier.before.state


def _numbers(undo: Mapping[str, Any]) -> set[int]:
    return {question["number"] for question in undo["questions"]}
