"""Fills a furnished conference with many questions at once, by bulk inserts.

What the rows hold is made up in history.py; here are the mixes of states, and the inserting.
"""

import random
from collections.abc import Mapping

from sqlalchemy import insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel, col

from app.database import Database
from app.domain.events import EventType
from app.domain.lifecycle import Phase, State
from app.domain.ordering import spread
from app.models.conference import Conference
from app.models.journal import JournalEntry, JournalSubject, StoredAnswer
from app.models.question import (
    Answer,
    Assignment,
    FollowUp,
    Question,
)
from bench.history import Author, Programme, Row, Rows

Mix = Mapping[State, float]

HALF_QUEUED: Mix = {
    State.QUEUED: 0.50,
    State.SUBMITTED: 0.15,
    State.APPROVED: 0.10,
    State.ANSWERED: 0.10,
    State.REJECTED: 0.05,
    State.DEFERRED: 0.03,
    State.MERGED: 0.03,
    State.RETURNED: 0.02,
    State.WITHDRAWN: 0.02,
}
ALL_QUEUED: Mix = {State.QUEUED: 1.0}


async def fill(database: Database, slug: str, size: int, mix: Mix, seed: int = 2025) -> None:
    """Give the conference `size` questions in the shares of `mix`, and take it live."""
    async with database.read() as session:
        programme = await Programme.read(session, slug)
    author = Author(programme, seed)
    states = _states(size, mix, seed)
    ranks = iter(spread(states.count(State.QUEUED)))
    for state in states:
        author.write(state, next(ranks) if state is State.QUEUED else None)
    async with database.write() as session:
        connection = await session.connection()
        await _insert(connection, author.rows)
        await _stand(connection, programme.conference, author.rows)
        # It does so by itself after a while; nothing here asks SQLite to.
        if not database.is_sqlite:
            await connection.execute(text("ANALYZE"))


def _states(size: int, mix: Mix, seed: int) -> list[State]:
    states = [state for state, share in mix.items() for _ in range(round(size * share))]
    random.Random(seed).shuffle(states)
    return states


async def _insert(connection: AsyncConnection, rows: Rows) -> None:
    await _add(connection, Question, rows.questions)
    named = select(col(Question.number), col(Question.id)).where(
        col(Question.conference_id) == rows.questions[0]["conference_id"]
    )
    ids = {number: id_ or 0 for number, id_ in await connection.execute(named)}
    for number, into in rows.merged_into.items():
        await connection.execute(
            update(Question).where(col(Question.id) == ids[number]).values(merged_into_id=ids[into])
        )
    hanging: list[tuple[type[SQLModel], list[Row]]] = [
        (Assignment, rows.assignments),
        (Answer, rows.answers),
        (FollowUp, rows.follow_ups),
    ]
    for kind, things in hanging:
        await _add(connection, kind, [t | {"question_id": ids[t.pop("number")]} for t in things])
    await _add(connection, JournalEntry, rows.entries)
    await _add(connection, JournalSubject, rows.subjects)
    await _add(connection, StoredAnswer, rows.stored)


async def _add(connection: AsyncConnection, kind: type[SQLModel], rows: list[Row]) -> None:
    if rows:
        await connection.execute(insert(kind), rows)


async def _stand(connection: AsyncConnection, conference: Conference, rows: Rows) -> None:
    queued = sum(row["type"] == EventType.QUEUED for row in rows.entries)
    last = rows.entries[-1]["seq"]
    await connection.execute(
        update(Conference)
        .where(col(Conference.id) == conference.id)
        .values(
            phase=Phase.LIVE,
            last_seq=last,
            last_number=len(rows.questions),
            queue_version=queued,
            private_seq=last,
        )
    )
