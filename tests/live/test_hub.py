"""Many screens on one conference: bursts, slow lines, rounds that fail, a restored database."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col
from structlog.testing import capture_logs

from app.live import channel as channels
from app.live import feed
from app.live.connection import Connection
from app.live.lines import QueuedLine
from app.live.message import Message
from app.live.protocol import Close
from app.models.conference import Conference
from tests.conftest import CONFERENCE, OFFICIAL, World, running
from tests.live.client import Json
from tests.live.screens import GUEST, Screen, fresh_states, soon, until, view, watched, watching

ONE_DATABASE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
VIEWS = ("public", "site/na-ri", "desk", "hall", "chair")


async def _check_caught_up(world: World, *screens: Screen) -> None:
    for screen in screens:
        of = str(screen.connection.view)
        seq, fresh = await fresh_states(world, [of])
        await screen.reaches(seq)
        assert screen.client.state() == fresh[of], of


@pytest.fixture
async def screens(world: World) -> AsyncIterator[dict[str, Screen]]:
    """One screen of each of `VIEWS`, attached in this order."""
    async with AsyncExitStack() as stack:
        found = {of: await stack.enter_async_context(watched(world, of)) for of in VIEWS}
        for screen in found.values():
            await screen.hears("snapshot")
        yield found


async def test_burst_of_commits_is_joined_into_few_changes(
    world: World, screens: dict[str, Screen], monkeypatch: pytest.MonkeyPatch
) -> None:
    may_read, plain = asyncio.Event(), feed.changes

    async def when_allowed(*given: Any) -> feed.Changes:
        await may_read.wait()
        return await plain(*given)

    monkeypatch.setattr(feed, "changes", when_allowed)
    for _ in range(10):
        await world.queued()
    may_read.set()
    await _check_caught_up(world, *screens.values())
    assert screens["hall"].client.kinds().count("change") <= 2
    assert screens["desk"].client.kinds().count("change") <= 2


@ONE_DATABASE
async def test_tick_moves_a_screen_over_numbers_it_cannot_see(
    world: World, screens: dict[str, Screen]
) -> None:
    await world.submit("cho-don")
    await _check_caught_up(world, screens["hall"], screens["site/na-ri"])
    assert "change" not in screens["hall"].client.kinds() + screens["site/na-ri"].client.kinds()


@ONE_DATABASE
async def test_chair_and_hall_are_served_before_everybody_else(
    world: World, screens: dict[str, Screen]
) -> None:
    served: list[str] = []
    for of, screen in screens.items():
        screen.on_message = lambda _, of=of: served.append(of)
    await world.queued()
    await until(lambda: set(served) == set(VIEWS), "everybody is served")
    changes = [of for of in dict.fromkeys(served) if of in {"chair", "hall", "public"}]
    assert set(changes[:2]) == {"chair", "hall"}


@ONE_DATABASE
async def test_tick_in_the_middle_of_a_round_does_not_pass_over_the_change(world: World) -> None:
    async with AsyncExitStack() as stack:
        crowd = [
            await stack.enter_async_context(watched(world, "hall"))
            for _ in range(channels.YIELD_EVERY + 1)
        ]
        first, last = crowd[0], crowd[-1]
        await asyncio.gather(*(screen.hears("snapshot") for screen in crowd))
        channel = first.channel
        assert channel is not None

        def tick_at_once(text: str) -> None:
            if json.loads(text)["type"] == "change":
                channel.tick()

        first.on_message = tick_at_once
        await world.queued()
        await _check_caught_up(world, first, last)


@ONE_DATABASE
async def test_tick_does_not_go_back_behind_a_snapshot(
    world: World, screens: dict[str, Screen], monkeypatch: pytest.MonkeyPatch
) -> None:
    may_read, plain = asyncio.Event(), feed.changes

    async def when_allowed(*given: Any) -> feed.Changes:
        await may_read.wait()
        return await plain(*given)

    monkeypatch.setattr(feed, "changes", when_allowed)
    await world.queued()
    async with watched(world, f"official/{OFFICIAL}") as late:
        await late.hears("snapshot")
        assert late.channel is not None
        late.channel.tick()
        may_read.set()
        await _check_caught_up(world, late)


class TestSlowLines:
    async def test_a_slow_screen_gets_a_snapshot_and_nothing_before_it(
        self, world: World, screens: dict[str, Screen]
    ) -> None:
        id_ = (await world.conference()).id or 0
        hub = world.app.state.services.hub
        async with watching(hub, id_, "hall", slow_bytes=3000) as slow:
            await slow.hears("snapshot")
            slow.clear.clear()
            while not slow.connection.is_dirty:
                await world.queued()
                await _check_caught_up(world, *screens.values())  # others do not wait
            in_flight = len(slow.inbox)
            await world.queued()
            await _check_caught_up(world, *screens.values())
            assert len(slow.inbox) == in_flight
            slow.clear.set()
            await _check_caught_up(world, slow)
            assert slow.client.kinds()[:3] == ["snapshot", "change", "snapshot"]

    @ONE_DATABASE
    async def test_its_snapshot_is_not_older_than_where_it_stands(
        self, world: World, screens: dict[str, Screen]
    ) -> None:
        hall = screens["hall"]
        await world.submit()
        await _check_caught_up(world, hall)
        hall.connection.mark_dirty()
        assert (await hall.hears("snapshot"))["seq"] == hall.client.seq

    @ONE_DATABASE
    async def test_one_that_takes_nothing_is_closed_as_too_slow(self, database_url: str) -> None:
        async with (
            running(database_url, slow_seconds=0.2, look_seconds=0.05) as world,
            watched(world, "chair") as slow,
            watched(world, "chair") as other,
        ):
            await slow.hears("snapshot")
            slow.clear.clear()
            await world.queued()
            line = slow.connection.line
            assert isinstance(line, QueuedLine)
            await soon(line.cut.wait(), "it counts as stuck")
            assert slow.connection.leaving is not None
            assert slow.connection.leaving.code == Close.TOO_SLOW
            await _check_caught_up(world, other)
            assert other.connection.leaving is None

    def test_what_waits_is_bounded_in_bytes(self) -> None:
        connection = Connection(view("hall"), GUEST, QueuedLine(1000))
        connection.offer(Message("ộ" * 300), 1)  # 900 bytes of UTF-8
        assert not connection.is_dirty
        connection.offer(Message("ộ" * 300), 2)
        assert connection.is_dirty


class TestRoundsThatFail:
    async def test_a_round_that_cannot_read_loses_nothing(
        self, world: World, screens: dict[str, Screen], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        failures, plain = [1], feed.changes

        async def once_not(*given: Any) -> feed.Changes:
            if failures:
                failures.pop()
                raise OSError("the database is away")
            return await plain(*given)

        monkeypatch.setattr(feed, "changes", once_not)
        with capture_logs() as logs:
            await world.queued()
            await _check_caught_up(world, *screens.values())
        assert [log["event"] for log in logs] == ["live.round_failed"]

    @ONE_DATABASE
    async def test_a_round_that_fails_half_way_loses_nothing(
        self, world: World, screens: dict[str, Screen], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        number = await world.submit()
        await _check_caught_up(world, *screens.values())
        failures, plain = [1], feed.compose

        def once_not(of: Any, *given: Any) -> str | None:
            if failures and str(of) == "desk":
                failures.pop()
                raise ValueError("cannot be encoded")
            return plain(of, *given)

        monkeypatch.setattr(feed, "compose", once_not)
        with capture_logs():
            await world.do("moderator", number, "enqueue")
            await until(lambda: not failures, "a round fails")
            await world.submit()
        await _check_caught_up(world, *screens.values())


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
async def test_another_worker_finds_out_by_looking(world: World, database_url: str) -> None:
    async with (
        running(database_url) as elsewhere,
        watched(world, "hall") as here,
        watched(elsewhere, "hall") as there,
    ):
        for _ in range(3):
            await asyncio.gather(world.queued(), elsewhere.queued())
        await _check_caught_up(world, here, there)
        await elsewhere.queued()
        await soon(_check_caught_up(world, here), "within two looks", 1.5)


async def test_restored_database_gives_everybody_a_snapshot(
    world: World, screens: dict[str, Screen]
) -> None:
    await world.queued()
    await _check_caught_up(world, *screens.values())
    async with world.app.state.services.database.write() as session:
        statement = update(Conference).where(col(Conference.slug) == CONFERENCE)
        await session.execute(statement.values(epoch="restored"))
    for screen in screens.values():
        assert (await screen.hears("snapshot"))["epoch"] == "restored"
    await world.queued()
    await _check_caught_up(world, *screens.values())


@ONE_DATABASE
async def test_snapshot_is_read_once_for_all_who_come_together(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads, plain = [], feed.state

    async def counted(*given: Any) -> tuple[int, str]:
        reads.append(1)
        return await plain(*given)

    async with AsyncExitStack() as stack:
        await stack.enter_async_context(watched(world, "chair"))
        monkeypatch.setattr(feed, "state", counted)
        contexts = [watched(world, "hall") for _ in range(50)]
        crowd = await asyncio.gather(*map(stack.enter_async_context, contexts))
        for screen in crowd:
            await screen.hears("snapshot")
        assert len(reads) == 1


@ONE_DATABASE
async def test_snapshot_is_the_same_bytes_for_all_who_come_together_and_newer_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(world, "hall") as hall:
        channel = hall.channel
        assert channel is not None
        monkeypatch.setattr(channels, "FRESH_SECONDS", 60.0)
        _, first = await channel.snapshot(view("hall"))
        _, second = await channel.snapshot(view("hall"))
        assert second is first
        monkeypatch.setattr(channels, "FRESH_SECONDS", 0.0)
        _, later = await channel.snapshot(view("hall"))
    assert json.loads(later.text)["server_time"] > json.loads(first.text)["server_time"]


@ONE_DATABASE
async def test_reading_a_snapshot_holds_nobody_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    others_went_on, plain = threading.Event(), feed.state

    async def slow(*given: Any) -> tuple[int, str]:
        assert others_went_on.wait(10), "nothing else ran meanwhile"
        return await plain(*given)

    monkeypatch.setattr(feed, "state", slow)
    coming = asyncio.create_task(_first_snapshot(world))
    await world.submit()
    others_went_on.set()
    assert (await coming)["type"] == "snapshot"


async def _first_snapshot(world: World) -> Json:
    async with watched(world, "hall") as hall:
        return await hall.hears("snapshot")


@ONE_DATABASE
async def test_guests_leave_when_the_conference_is_no_longer_public(world: World) -> None:
    itself = f"conferences/{CONFERENCE}"
    opened = await world.send("admin", "PATCH", itself, {"is_public": True}, if_match="*")
    assert opened.status_code == 200, opened.text
    async with watched(world, "public", holder=GUEST) as guest:
        await guest.hears("snapshot")
        await world.send("admin", "PATCH", itself, {"is_public": False}, if_match="*")
        await until(lambda: guest.connection.leaving is not None, "the guest has to leave", 3)
