"""How workers on one PostgreSQL know of each other's screens: a row for each worker and conference.

A row holds what its worker knows of who is where, as text. It is written when that changes, and
every few seconds as a sign of life; old ones count for nothing. SQLite has one process: no rows.
"""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from time import monotonic

import structlog
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.database import Database
from app.live.channel import Channel
from app.live.presence import Here, Presence
from app.models.presence import WorkerPresence
from app.queries import presence

_log = structlog.get_logger()
_HERE = TypeAdapter(Here)

SIGN_OF_LIFE_SECONDS = 5.0
GONE_AFTER = timedelta(seconds=15)
"""A worker whose sign of life is older than this is not there any more."""


class Roll:
    """Who is where, by conference, as this worker and the others know it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._worker = secrets.token_hex(8)
        self._presences: dict[int, Presence] = {}
        self._written: dict[int, tuple[str, float]] = {}
        self._is_failing = False

    def of(self, conference_id: int) -> Presence:
        """Return who is where in a conference, though nobody may listen to it here."""
        return self._presences.setdefault(conference_id, Presence())

    def is_open(self) -> bool:
        """Tell whether there is anything to tell the others."""
        return bool(self._presences)

    async def tell(self, channels: Mapping[int, Channel]) -> None:
        """Write what has changed here, for the others; a failure is for the next time."""
        gone = self._forget_left(channels)
        if self._database.is_sqlite:
            return
        due = self._due(channels)
        gone &= self._written.keys()
        if not due and not gone:
            return
        try:
            async with self._database.write() as session:
                await self._write(session, due, gone)
        except Exception as error:
            # Reading may go on: a full disk must not keep the screens from being told.
            if not self._is_failing:
                _log.warning("presence.not_written", error=str(error))
            self._is_failing = True
            return
        self._is_failing = False
        self._written |= {id_: (text, monotonic()) for id_, text in due.items()}
        for id_ in gone:
            del self._written[id_]

    async def hear(self, session: AsyncSession) -> None:
        """Read what the others know."""
        if self._database.is_sqlite:
            return
        told = await presence.others(session, self._worker, list(self._presences), GONE_AFTER)
        for conference_id, one in self._presences.items():
            parts = (_read(text) for text in told.get(conference_id, ()))
            one.others = [part for part in parts if part is not None]

    async def leave(self) -> None:
        """Take our rows away; if that fails they are old in a few seconds."""
        if not self._written:
            return
        mine = delete(WorkerPresence).where(col(WorkerPresence.worker) == self._worker)
        try:
            async with self._database.write() as session:
                await session.execute(mine)
        except Exception as error:
            _log.warning("presence.not_written", error=str(error))

    def _forget_left(self, channels: Mapping[int, Channel]) -> set[int]:
        """Forget conferences that nobody listens to here and nobody said anything about."""
        left = {
            id_
            for id_, one in self._presences.items()
            if id_ not in channels and not one.here({}, ()).said
        }
        for id_ in left:
            del self._presences[id_]
        return self._written.keys() - self._presences.keys()

    def _due(self, channels: Mapping[int, Channel]) -> dict[int, str]:
        """Return what the others have to be told, by conference: news, and signs of life."""
        due = {}
        for id_, one in self._presences.items():
            channel = channels.get(id_)
            here = one.here(*channel.present()) if channel is not None else one.here({}, ())
            text = _HERE.dump_json(here).decode()
            written, when = self._written.get(id_, ("", 0.0))
            if text != written or monotonic() > when + SIGN_OF_LIFE_SECONDS:
                due[id_] = text
        return due

    async def _write(self, session: AsyncSession, due: Mapping[int, str], gone: set[int]) -> None:
        for id_, text in due.items():
            news = {"has": text, "seen_at": func.now()}
            row = insert(WorkerPresence).values(worker=self._worker, conference_id=id_, **news)
            key = ["worker", "conference_id"]
            await session.execute(row.on_conflict_do_update(index_elements=key, set_=news))
        if gone:
            await session.execute(
                delete(WorkerPresence).where(
                    col(WorkerPresence.worker) == self._worker,
                    col(WorkerPresence.conference_id).in_(gone),
                )
            )


def _read(text: str) -> Here | None:
    """Return what another worker wrote; `None` when it is of a version that says it otherwise."""
    try:
        return _HERE.validate_json(text)
    except ValidationError:
        return None
