"""SQLite's statements run where they are asked for; what waits does so elsewhere."""

import asyncio
import gc
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from app import inline_sqlite
from app.database import Database, open_database

drivers: list[Any] = []
"""The connections of the writers, as SQLAlchemy has them; the last is of the test that runs."""


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = open_database(f"sqlite+aiosqlite:///{tmp_path / 'some.sqlite3'}")
    event.listen(made.writer.sync_engine, "connect", lambda made, _: drivers.append(made))
    async with made.write() as session:
        await session.execute(text("CREATE TABLE thing (name TEXT)"))
    yield made
    await made.close()


async def threads_of(database: Database) -> dict[str, int]:
    """Write once; return which thread ran what, by the statement's first word."""
    threads: dict[str, int] = {}

    def note(statement: str) -> None:
        threads[statement.split(maxsplit=1)[0]] = threading.get_ident()

    await drivers[-1].driver_connection.set_trace_callback(note)
    async with database.write() as session:
        await session.execute(text("INSERT INTO thing VALUES ('one')"))
        assert await session.scalar(text("SELECT count(*) FROM thing")) == 1
    return threads


async def test_statements_run_in_the_callers_thread_and_commits_do_not(database: Database) -> None:
    here = threading.get_ident()
    threads = await threads_of(database)
    assert threads["INSERT"] == threads["SELECT"] == here
    assert threads["COMMIT"] != here
    assert threads["BEGIN"] != here


async def test_who_waits_for_another_process_lets_the_others_go_on(
    database: Database, tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "some.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def write() -> None:
        async with database.write() as session:
            await session.execute(text("INSERT INTO thing VALUES ('late')"))

    writing = asyncio.create_task(write())
    for _ in range(5):
        await asyncio.sleep(0.01)
        async with database.read() as session:
            assert await session.scalar(text("SELECT count(*) FROM thing")) == 0
    assert not writing.done()
    other.execute("COMMIT")
    other.close()
    async with asyncio.timeout(10):
        await writing


async def test_readers_cannot_write(database: Database) -> None:
    async with database.read() as session:
        with pytest.raises(Exception, match="readonly"):
            await session.execute(text("INSERT INTO thing VALUES ('no')"))


async def test_a_connection_that_was_closed_says_so(database: Database) -> None:
    lost: list[Any] = []
    event.listen(
        database.reader.sync_engine, "connect", lambda connection, _: lost.append(connection)
    )
    async with database.read() as session:
        await session.execute(text("SELECT 1"))
    await database.reader.dispose()
    with pytest.raises(ValueError, match=r"[Cc]onnection closed|no active connection"):
        await lost[0].driver_connection.execute("SELECT 1")


@pytest.mark.filterwarnings("ignore:.*deleted before being closed:ResourceWarning")
def test_thread_whose_loop_closed_while_it_waited_ends_in_peace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", failed.append)
    path = tmp_path / "some.sqlite3"
    other = sqlite3.connect(path, isolation_level=None)
    before = set(threading.enumerate())

    async def write() -> None:
        writer = await inline_sqlite.connect(str(path), isolation_level=None)
        await writer.execute("BEGIN IMMEDIATE")

    async def give_up() -> list[threading.Thread]:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(write())
        await asyncio.sleep(0.1)
        waiting.cancel()
        return [one for one in threading.enumerate() if one not in before]

    (thread,) = asyncio.run(give_up())
    other.execute("ROLLBACK")
    thread.join(20)
    assert not thread.is_alive()
    assert not failed
    gc.collect()
