"""The pin: an answer of success means that the write is on the disk, whoever else writes."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from app.actions import questions as actions
from app.database import Database
from tests.conftest import World, question
from tests.routers.problems import refused, stock

one_database = pytest.mark.parametrize("database_kind", ["sqlite"])


def writer_of(world: World) -> Engine:
    database: Database = world.app.state.services.database
    return database.writer.sync_engine


@contextmanager
def commits(engine: Engine, failing: int = 0) -> Iterator[list[None]]:
    """Count the commits that reach the driver; the first `failing` of them fail instead."""
    done: list[None] = []
    plain = engine.dialect.do_commit
    left = failing

    def commit(connection: Any) -> None:
        nonlocal left
        if left > 0:
            left -= 1
            if engine.name == "postgresql":  # where a refused commit ends the transaction
                engine.dialect.do_rollback(connection)
            raise OperationalError("COMMIT", {}, OSError("disk I/O error"))
        plain(connection)
        done.append(None)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engine.dialect, "do_commit", commit)
        yield done


async def test_commit_that_fails_is_never_answered_as_success(world: World) -> None:
    await world.submit()  # and with it whatever the server writes when it starts
    before = await stock(world)
    with commits(writer_of(world), failing=99) as done, capture_logs():
        response = await world.post("moderator", "/questions", question(), idempotency_key="k1")
    assert done == []
    refused(response, 503, "unavailable")
    assert await stock(world) == before
    again = await world.post("moderator", "/questions", question(), idempotency_key="k1")
    assert again.status_code == 201
    assert "idempotency-replayed" not in again.headers


async def test_every_write_that_shared_a_failed_commit_is_refused(world: World) -> None:
    before = await stock(world)
    with commits(writer_of(world), failing=99), capture_logs():
        sends = [world.post("moderator", "/questions", question()) for _ in range(10)]
        responses = await asyncio.gather(*sends)
    for response in responses:
        refused(response, 503, "unavailable")
    assert await stock(world) == before
    assert await world.submit() == 1


async def test_reader_after_the_answer_sees_the_write(world: World) -> None:
    async def write_then_read() -> None:
        number = await world.submit()
        assert (await world.get("moderator", f"/questions/{number}")).status_code == 200
        changed = await world.do("moderator", number, "approve")
        got = await world.get("moderator", f"/questions/{number}")
        assert got.json()["state"] == "approved"
        assert got.headers["etag"] == changed.headers["etag"]

    await asyncio.gather(*(write_then_read() for _ in range(20)))


async def test_screens_are_woken_after_the_commit_and_never_for_a_rollback(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.submit()
    woken: list[int] = []
    hub = world.app.state.services.hub
    monkeypatch.setattr(hub, "committed", lambda _, seq: woken.append(seq))
    refused(await world.post("moderator", "/questions", question("khong-co")), 422)
    assert woken == []
    with commits(writer_of(world), failing=99), capture_logs():
        refused(await world.post("moderator", "/questions", question()), 503)
    assert woken == []
    with commits(writer_of(world)) as done:
        monkeypatch.setattr(hub, "committed", lambda _id, _seq: woken.extend(done_ids()))

        def done_ids() -> list[int]:
            return [len(done)]

        await world.submit()
    assert len(woken) == 1, "woken once"
    assert woken[0] >= 1, "with the commit done; the server's own tasks may commit beside it"


@one_database
async def test_fifty_writers_at_once_share_commits_and_get_numbers_without_gaps(
    world: World,
) -> None:
    with commits(writer_of(world)) as done:
        numbers = await asyncio.gather(*(world.submit() for _ in range(50)))
    assert sorted(numbers) == list(range(1, 51))
    assert 0 < len(done) < 50
    events = (await world.get("moderator", "/events?limit=200")).json()
    assert [event["seq"] for event in events["items"]] == list(range(1, events["last_seq"] + 1))


async def test_failing_write_does_not_spoil_its_neighbours(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = actions.submit

    async def submit(deed: Any, given: Any) -> Any:
        facts = await plain(deed, given)
        if given.text == "hỏng":
            await deed.session.execute(text("INSERT INTO site (id) VALUES (NULL)"))
        return facts

    monkeypatch.setattr(actions, "submit", submit)
    words = ["hỏng" if turn % 3 == 0 else "tốt" for turn in range(12)]
    with capture_logs():
        sends = [world.post("moderator", "/questions", question(text=word)) for word in words]
        responses = await asyncio.gather(*sends)
    good = [r.json()["number"] for r in responses if r.status_code == 201]
    assert [r.status_code for r in responses] == [500 if w == "hỏng" else 201 for w in words]
    assert sorted(good) == list(range(1, words.count("tốt") + 1))
    assert (await stock(world))[2] == words.count("tốt")


async def write(database: Database, began: asyncio.Event, go_on: asyncio.Event) -> None:
    async with database.write() as session:
        await session.execute(text("UPDATE conference SET title = 'bỏ dở' WHERE id = 1"))
        began.set()
        await go_on.wait()
        await session.execute(text("SELECT 1"))


async def test_cancelled_writer_leaves_nothing_and_blocks_nobody(world: World) -> None:
    database: Database = world.app.state.services.database
    began, never = asyncio.Event(), asyncio.Event()
    cancelled = asyncio.create_task(write(database, began, never))
    await began.wait()
    waiting = asyncio.create_task(world.submit())
    cancelled.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cancelled
    assert await waiting == 1
    assert (await world.conference()).title != "bỏ dở"


@contextmanager
def cancelling(engine: Engine, marked: str) -> Iterator[None]:
    """Cancel whoever runs a statement with this mark, while the driver is at it."""

    def cancel(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        task = asyncio.current_task()
        if marked in statement and task is not None:
            task.cancel()

    event.listen(engine, "before_cursor_execute", cancel)
    yield
    event.remove(engine, "before_cursor_execute", cancel)


async def rename(database: Database, slug: str, title: str) -> None:
    async with database.write() as session:
        await session.execute(text(f"UPDATE topic SET name = '{title}' WHERE slug = '{slug}'"))


async def names(world: World) -> set[str]:
    async with world.session() as session:
        return set(await session.scalars(text("SELECT name FROM topic")))


async def test_writer_cancelled_within_a_statement_ends_as_cancelled(world: World) -> None:
    database: Database = world.app.state.services.database
    with cancelling(writer_of(world), "bỏ dở"):
        task = asyncio.create_task(rename(database, "kien-nghi-hien-ke", "bỏ dở"))
        (ended,) = await asyncio.gather(task, return_exceptions=True)
    assert isinstance(ended, asyncio.CancelledError), repr(ended)
    assert await world.submit() == 1
    assert "bỏ dở" not in await names(world)


@one_database
async def test_writer_cancelled_within_a_statement_does_not_take_its_group_along(
    world: World,
) -> None:
    """Writes that were done and wait for the shared commit are stored, or refused as such."""
    database: Database = world.app.state.services.database
    with cancelling(writer_of(world), "bỏ dở"):
        ended = await asyncio.gather(
            *(
                rename(database, slug, name)
                for slug, name in [
                    ("cong-tac-can-bo-nu", "trước"),
                    ("kien-nghi-hien-ke", "bỏ dở"),
                    ("phong-trao-thi-dua", "sau"),
                ]
            ),
            return_exceptions=True,
        )
    shown = await names(world)
    for result, name in zip(ended, ["trước", "bỏ dở", "sau"], strict=True):
        assert (result is None) == (name in shown)
    assert isinstance(ended[1], asyncio.CancelledError)
    for result in (ended[0], ended[2]):
        assert result is None or isinstance(result, OperationalError), repr(result)
    assert await world.submit() == 1


@one_database
async def test_writer_cancelled_while_it_commits_a_group_does_not_cancel_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    database: Database = world.app.state.services.database
    first = asyncio.create_task(rename(database, "cong-tac-can-bo-nu", "một"))
    second = asyncio.create_task(rename(database, "kien-nghi-hien-ke", "hai"))
    event.listen(writer_of(world), "commit", lambda _: second.cancel())
    ended = await asyncio.gather(first, second, return_exceptions=True)
    assert not isinstance(ended[0], asyncio.CancelledError)
    assert (ended[0] is None) == ("một" in await names(world))
