"""Engines and the ways to use them: `read()`, one consistent picture, and `write()`.

A write has been committed, to the disk, when the `async with` block is left without an error.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    create_async_engine,
)

from app import inline_sqlite
from app.aside import Aside
from app.data_keys import NO_KEYS, Keyring, give_keys

_log = structlog.get_logger()


class Database:
    """The database of one process; made by `open_database`."""

    def __init__(
        self, reader: AsyncEngine, writer: AsyncEngine, make_aside: Callable[[], AsyncEngine]
    ) -> None:
        self.reader = reader
        self.writer = writer
        self.aside = Aside(make_aside)
        self.is_sqlite = writer.dialect.name == "sqlite"
        self._group_writer = GroupWriter(writer) if self.is_sqlite else None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Give a session whose queries all see the same moment."""
        async with AsyncSession(self.reader, expire_on_commit=False) as session:
            yield session

    def write(self) -> AbstractAsyncContextManager[AsyncSession]:
        """Give a session whose changes are on the disk when the block is left without an error."""
        if self._group_writer is not None:
            return self._group_writer.write()
        return self._write_alone()

    @asynccontextmanager
    async def _write_alone(self) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self.writer, expire_on_commit=False) as session:
            yield session
            await session.commit()

    async def close(self) -> None:
        """Wait for the commit on its way and close all connections."""
        if self._group_writer is not None:
            await self._group_writer.close()
        await self.aside.close()
        await self.reader.dispose()
        await self.writer.dispose()


class GroupWriter:
    """The one writer of a SQLite file: writes that wait for each other share a commit.

    Each write runs in its own savepoint, one after another, and is answered when the commit that
    holds it has reached the disk. The commit takes its turn behind the writes that were already
    waiting, so a burst costs a few commits and a lone write is committed at once.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock()
        self._connection: AsyncConnection | None = None
        self._group: asyncio.Future[None] | None = None
        self._committing: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Run one write in a savepoint; leave when the shared commit is on the disk."""
        async with self._turn:
            connection = await self._open()
            session = AsyncSession(
                connection, join_transaction_mode="create_savepoint", expire_on_commit=False
            )
            try:
                async with session:
                    yield session
                    _notice_cancelling()
                    await session.commit()
            except BaseException:
                await asyncio.shield(self._after_failure(connection))
                raise
            group = self._join_group()
        await asyncio.shield(group)

    async def _open(self) -> AsyncConnection:
        if self._connection is None:
            self._connection = await self._engine.connect()
        if not self._connection.in_transaction():
            await self._connection.begin()
        return self._connection

    def _join_group(self) -> asyncio.Future[None]:
        if self._group is None:
            self._group = asyncio.get_running_loop().create_future()
            task = asyncio.create_task(self._commit_in_turn())
            self._committing.add(task)
            task.add_done_callback(self._committing.discard)
        return self._group

    async def _after_failure(self, connection: AsyncConnection) -> None:
        """Keep the others of the group, or tell them, after one write has failed.

        A refused write has only undone its savepoint. One that was cancelled inside the driver has
        lost the connection, and with it what the group had written.
        """
        try:
            if not connection.invalidated:
                if self._group is None:
                    await connection.rollback()
                return
        except Exception as error:
            _log.warning("database.rollback_failed", error=str(error))
        group, self._group = self._group, None
        await self._drop_connection()
        _fail(group, _lost())

    async def _commit_in_turn(self) -> None:
        async with self._turn:
            await self._commit()

    async def _commit(self) -> None:
        """Commit what has gathered and answer everybody who waits for it."""
        group, self._group = self._group, None
        connection = self._connection
        if connection is None or group is None:
            return
        try:
            await connection.commit()
        except BaseException as error:
            await self._drop_connection()
            _fail(group, error if isinstance(error, Exception) else _lost())
        else:
            group.set_result(None)

    async def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        with suppress(Exception):
            await connection.invalidate()
        with suppress(Exception):
            await connection.close()

    async def close(self) -> None:
        """Commit what is open and let the connection go."""
        await self._commit_in_turn()
        if self._connection is not None:
            await self._connection.close()
            self._connection = None


def _notice_cancelling() -> None:
    """Raise what was asked for while statements ran: they run inline and never noticed."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _lost() -> OperationalError:
    return OperationalError("COMMIT", None, ConnectionError("the connection was lost before"))


def _fail(group: asyncio.Future[None] | None, error: Exception) -> None:
    """Give everybody who waits for the group the error; nobody may be waiting any more."""
    if group is not None and not group.done():
        group.set_exception(error)
        group.exception()


def open_database(url: str, keys: Keyring = NO_KEYS) -> Database:
    """Open the database at `url` (`sqlite+aiosqlite:///FILE` or `postgresql+asyncpg://…`).

    `keys`: those under which it holds personal data; without, none can be read or written.
    """
    if url.startswith("sqlite"):
        return _open_sqlite(url, keys)
    engine = create_async_engine(url, pool_size=10, max_overflow=5, pool_pre_ping=True)
    give_keys(engine.dialect, keys)

    def make_aside() -> AsyncEngine:
        aside = create_async_engine(url, pool_size=1, max_overflow=0, pool_pre_ping=True)
        give_keys(aside.dialect, keys)
        return aside.execution_options(isolation_level="REPEATABLE READ")

    return Database(engine.execution_options(isolation_level="REPEATABLE READ"), engine, make_aside)


def _open_sqlite(url: str, keys: Keyring) -> Database:
    # The file holds phones and refused texts: it is its owner's alone.
    path = Path(url.partition(":///")[2])
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    writer = _sqlite_engine(url, keys, 1, "BEGIN IMMEDIATE", query_only=False)
    reader = _sqlite_engine(url, keys, 8, "BEGIN", query_only=True)
    return Database(reader, writer, lambda: _sqlite_engine(url, keys, 1, "BEGIN", query_only=True))


def _sqlite_engine(
    url: str, keys: Keyring, connections: int, begin: str, *, query_only: bool
) -> AsyncEngine:
    inline = {"async_creator_fn": inline_sqlite.connect}
    engine = create_async_engine(url, pool_size=connections, max_overflow=0, connect_args=inline)
    give_keys(engine.dialect, keys)
    _prepare_sqlite(engine, begin, query_only=query_only)
    return engine


def _prepare_sqlite(engine: AsyncEngine, begin: str, *, query_only: bool) -> None:
    """Set the connection up for durability, and begin transactions ourselves.

    The driver's own transactions lose concurrent read-modify-writes; see docs/decisions.
    """

    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        # The writer alone makes the file a WAL file and checkpoints it.
        if not query_only:
            cursor.execute("PRAGMA journal_mode=WAL")
            # What is deleted or made anonymous does not stay behind in the file's free places.
            cursor.execute("PRAGMA secure_delete=ON")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA busy_timeout=5000")
        cursor.execute("PRAGMA foreign_keys=ON")
        if query_only:
            cursor.execute("PRAGMA wal_autocheckpoint=0")
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_ourselves(connection: Any) -> None:
        connection.exec_driver_sql(begin)
