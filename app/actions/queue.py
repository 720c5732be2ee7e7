"""The queue: who is in it, and in which order. One move changes one row."""

from collections.abc import Sequence

from app.actions.deed import Deed, Dossier
from app.actions.journal import record
from app.actions.questions import enter
from app.domain.errors import NotQueued, StaleQueue
from app.domain.events import EventType
from app.domain.facts import QuestionFacts
from app.domain.lifecycle import TRANSITIONS, Command, State
from app.domain.ordering import (
    RankTooLong,
    by_arrival,
    by_rotation,
    by_topic,
    rank_between,
    spread,
)
from app.domain.roles import Permission
from app.models.question import Question
from app.queries import floor


async def enqueue(deed: Deed, number: int, before: int | None) -> QuestionFacts:
    """Put a question into the queue, at its end or before another; approves on the way."""
    dossier = await deed.take(number, TRANSITIONS[Command.ENQUEUE].permission)
    was = dossier.row.state
    enter(deed, dossier.row, Command.ENQUEUE)
    if was is State.SUBMITTED:
        deed.keep_four_eyes(dossier.row)
    moved = await place(deed, dossier.row, before)
    dossier.row.queued_at = deed.at
    payload = {"from": was, "before": before}
    after, *_ = await record(deed, EventType.QUEUED, payload, dossier, *moved)
    return after


async def dequeue(deed: Deed, number: int) -> QuestionFacts:
    """Take a question out of the queue; it stays approved."""
    dossier = await deed.take(number, TRANSITIONS[Command.DEQUEUE].permission)
    was = dossier.row.state
    enter(deed, dossier.row, Command.DEQUEUE)
    (after,) = await record(deed, EventType.DEQUEUED, {"from": was}, dossier)
    return after


async def move(deed: Deed, number: int, before: int | None, version: int) -> QuestionFacts:
    """Move a queued question before another, or to the end.

    Raises `StaleQueue` when the queue is not the one the caller saw, `NotQueued` when either
    question is not in it.
    """
    _check_queue_version(deed, version)
    dossier = await deed.take(number, Permission.ORDER_QUEUE)
    if dossier.row.state is not State.QUEUED:
        raise NotQueued(number)
    moved = await place(deed, dossier.row, before) if before != number else []
    after, *_ = await record(deed, EventType.QUEUE_MOVED, {"before": before}, dossier, *moved)
    return after


async def arrange(deed: Deed, by: str, version: int) -> list[int]:
    """Put the queue into the order of `rotation` of sites, `topic` or `arrival`; return it."""
    _check_queue_version(deed, version)
    queue = await floor.waiting(deed.session, deed.conference_id)
    if by == "rotation":
        turns = await floor.turns_by_site(deed.session, deed.conference_id)
        order = by_rotation(queue, turns)
    else:
        order = by_topic(queue) if by == "topic" else by_arrival(queue)
    dossiers = await deed.find_all(order)
    _spread(dossiers)
    payload = {"by": by, "order": order}
    await record(deed, EventType.QUEUE_ARRANGED, payload, *dossiers)
    return order


async def place(deed: Deed, row: Question, before: int | None) -> list[Dossier]:
    """Give a queued row the rank of its place. The row itself does not count as a neighbour.

    Returns the others whose rank changed with it: none, but where the keys of a gap had run out
    and the whole queue was spread anew.
    """
    row.rank = None
    await deed.session.flush()
    try:
        row.rank = await _rank(deed, before)
    except RankTooLong:
        waiting = await floor.waiting(deed.session, deed.conference_id)
        others = await deed.find_all([w.number for w in waiting if w.number != row.number])
        _spread(others)
        await deed.session.flush()
        row.rank = await _rank(deed, before)
        return [other for other in others if other.has_new_rank()]
    return []


async def place_first(deed: Deed, row: Question) -> None:
    """Put a row that has just become queued at the head of the queue."""
    row.rank = None
    await deed.session.flush()
    first = await floor.rank_at_edge(deed.session, deed.conference_id, first=True)
    row.rank = rank_between(None, first)
    row.queued_at = row.queued_at or deed.at


async def _rank(deed: Deed, before: int | None) -> str:
    session, conference_id = deed.session, deed.conference_id
    if before is None:
        last = await floor.rank_at_edge(session, conference_id, first=False)
        return rank_between(last, None)
    neighbour = (await deed.find(before)).row
    if neighbour.state is not State.QUEUED or neighbour.rank is None:
        raise NotQueued(before)
    return rank_between(
        await floor.rank_before(session, conference_id, neighbour.rank), neighbour.rank
    )


def _check_queue_version(deed: Deed, version: int) -> None:
    if version != deed.conference.queue_version:
        raise StaleQueue(deed.conference.queue_version)


def _spread(dossiers: Sequence[Dossier]) -> None:
    for dossier, rank in zip(dossiers, spread(len(dossiers)), strict=True):
        dossier.row.rank = rank
