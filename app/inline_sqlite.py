"""SQLite without a change of thread for each statement.

aiosqlite runs everything in a thread of its own, four changes of thread for each query. A statement
of ours takes some ten microseconds, a change of thread more. So statements run where they are asked
for, and only what waits for the disk or for another process's lock goes to the thread.
"""

import sqlite3
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

import aiosqlite

_WAITING: Final = ("BEGIN IMMEDIATE", "PRAGMA", "VACUUM")


class InlineConnection(aiosqlite.Connection):
    """aiosqlite's connection, whose statements run in the caller's thread.

    Its users take turns (one task has a connection at a time), and SQLite is built serialized.
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection], iter_chunk_size: int) -> None:
        super().__init__(connector, iter_chunk_size)
        answers = self._thread.run
        self._thread = threading.Thread(target=lambda: _while_anybody_waits(answers))

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._waits(fn, args):
            in_thread: Callable[..., Awaitable[Any]] = super()._execute
            return await in_thread(fn, *args, **kwargs)
        if not self._running or self._connection is None:
            raise ValueError("Connection closed")
        return fn(*args, **kwargs)

    def _waits(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        if args and isinstance(args[0], str):
            return args[0].startswith(_WAITING)
        connection = self._connection
        return connection is not None and fn in (connection.commit, connection.close)


def _while_anybody_waits(answers: Callable[[], None]) -> None:
    """Answer until told to stop, or until the loop of those who waited has closed."""
    with suppress(RuntimeError):
        answers()


def connect(path: str, **options: Any) -> InlineConnection:
    """Return a connection to be awaited; `options` are those of `sqlite3.connect`."""
    options["check_same_thread"] = False
    return InlineConnection(lambda: sqlite3.connect(path, **options), iter_chunk_size=64)
