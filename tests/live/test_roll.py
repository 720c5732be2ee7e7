"""Several workers on one PostgreSQL, without Valkey: desk and chair know all their screens."""

import itertools
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.live import presence as presence_module
from app.live import roll as roll_module
from app.live.presence import Here, Presence, Said
from app.live.roll import Roll
from app.models.presence import WorkerPresence
from tests.conftest import World, running
from tests.live.client import Json
from tests.live.screens import Screen, holder_of, until, watched
from tests.live.test_presence import shows, until_handling

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def database_kind() -> str:
    """Several workers share a PostgreSQL."""
    return "postgresql"


@pytest.fixture
async def other(database_url: str) -> AsyncIterator[World]:
    """A second worker beside `world`."""
    async with running(database_url) as other:
        yield other


async def handling(screen: Screen, *numbers: int) -> Json:
    return await until_handling(screen, list(numbers))


async def rows(world: World) -> int:
    async with world.session() as session:
        return await session.scalar(select(func.count()).select_from(WorkerPresence)) or 0


async def put_row(world: World, has: str, age: timedelta) -> None:
    """Write what some other worker knew so long ago."""
    id_ = (await world.conference()).id or 0
    async with world.app.state.services.database.write() as session:
        seen_at = datetime.now(UTC) - age
        session.add(WorkerPresence(worker="x", conference_id=id_, has=has, seen_at=seen_at))


async def test_desk_is_told_of_the_screens_of_every_worker(world: World, other: World) -> None:
    async with watched(world, "desk") as desk, watched(other, "chair") as chair:
        screens = {"chair": 1, "desk": 1}
        async with watched(world, "site/na-ri"), watched(other, "site/na-ri"):
            for screen in (desk, chair):
                await shows(screen, {"sites": {"na-ri": 2}, "screens": screens})
            assert desk.client.presence == chair.client.presence
        for screen in (desk, chair):
            await shows(screen, {"sites": {}, "screens": screens})


async def test_what_is_handled_is_said_to_any_worker_and_told_by_all(
    world: World, other: World, database_url: str
) -> None:
    first, second = await world.submit(), await world.submit()
    holder = await holder_of(world, "moderator")
    async with (
        running(database_url) as third,
        watched(world, "desk", holder=holder) as desk,
        watched(other, "chair") as chair,
    ):
        await third.send("moderator", "PUT", "/handling", {"question": first})
        await handling(chair, first)
        told = await handling(desk, first)
        await other.send("moderator", "PUT", "/handling", {"question": first})
        async with watched(world, "hall"):
            again = await shows(desk, {"screens": {"chair": 1, "desk": 1, "hall": 1}})
        assert again["handling"][0]["since"] == told["handling"][0]["since"]
        await world.send("moderator", "PUT", "/handling", {"question": second})
        for screen in (desk, chair):
            await handling(screen, second)
        await third.send("moderator", "PUT", "/handling", {"question": None})
        for screen in (desk, chair):
            await handling(screen)


async def test_who_leaves_the_desk_of_one_worker_handles_nothing_on_the_others(
    world: World, other: World
) -> None:
    number = await world.submit()
    holder = await holder_of(world, "moderator-2")
    async with watched(other, "chair") as chair:
        async with watched(world, "desk", holder=holder):
            await other.send("moderator-2", "PUT", "/handling", {"question": number})
            await handling(chair, number)
        await handling(chair)


async def test_what_was_said_by_who_is_at_no_desk_is_forgotten(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence_module, "COMING_SECONDS", 0.0)
    hub = world.app.state.services.hub
    id_ = (await world.conference()).id or 0
    before = hub.presence(id_)
    await world.send("moderator", "PUT", "/handling", {"question": await world.submit()})
    await until(lambda: hub.presence(id_) is not before, "it is forgotten")


async def test_worker_that_stops_takes_its_rows_away(world: World, database_url: str) -> None:
    async with watched(world, "desk") as desk:
        async with running(database_url) as other, watched(other, "hall"):
            await shows(desk, {"screens": {"desk": 1, "hall": 1}})
            assert await rows(world) == 2
        assert await rows(world) == 1
        await shows(desk, {"screens": {"desk": 1}})


@pytest.mark.parametrize(
    ("has", "age", "halls"),
    [
        ('{"sites":{},"screens":{"hall":3},"desk":[],"said":[]}', timedelta(seconds=9), 3),
        ('{"sites":{},"screens":{"hall":3},"desk":[],"said":[]}', timedelta(seconds=16), 0),
        ('{"screens":[]}', timedelta(0), 0),
        ("", timedelta(0), 0),
    ],
)
async def test_row_of_a_dead_or_foreign_worker_counts_for_nothing(
    world: World, has: str, age: timedelta, halls: int
) -> None:
    await put_row(world, has, age)
    async with watched(world, "desk") as desk:
        wanted = {"desk": 1} | ({"hall": halls} if halls else {})
        await shows(desk, {"screens": wanted})


async def test_row_is_written_when_it_changes_and_not_at_every_look(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roll_module, "SIGN_OF_LIFE_SECONDS", 60.0)
    written: list[list[int]] = []
    looks: list[bool] = []
    plain, plain_hear = Roll._write, Roll.hear

    async def counted(
        roll: Roll, session: AsyncSession, due: Mapping[int, str], gone: set[int]
    ) -> None:
        written.append([*due, *gone])
        await plain(roll, session, due, gone)

    async def hear(roll: Roll, session: AsyncSession) -> None:
        looks.append(True)
        await plain_hear(roll, session)

    monkeypatch.setattr(Roll, "_write", counted)
    monkeypatch.setattr(Roll, "hear", hear)
    async with watched(world, "desk"):
        await until(lambda: len(written) == 1, "the desk is written")
        async with watched(world, "hall"):
            await until(lambda: len(written) == 2, "so is the hall")
            looks.clear()
            await until(lambda: len(looks) == 3, "three looks")
            assert len(written) == 2


def said(question: int | None, second: int) -> Said:
    at = AT + timedelta(seconds=second)
    return Said("user:1", "dieu-phoi-1", "Điều phối 1", question, at, at)


def test_every_worker_puts_the_same_message_together() -> None:
    parts = [
        Here({"na-ri": 1, "cho-don": 2}, {"desk": 1}, ["user:1"], [said(7, 3)]),
        Here({"cho-don": 1}, {"hall": 1, "desk": 1}, ["user:2"], [said(9, 1)]),
        Here({}, {"chair": 1}, [], [said(7, 2), said(7, 1)]),
    ]
    told = {presence_module._told(order) for order in itertools.permutations(parts)}
    assert len(told) == 1
    assert '"question":7' in told.pop()


def test_letting_go_counts_whichever_worker_was_told_of_it() -> None:
    here = Presence()
    here.others = [Here({}, {}, ["user:1"], [said(None, 5)])]
    here.handle("user:1", "dieu-phoi-1", "Điều phối 1", 7, AT)
    assert '"handling":[]' in here.text({}, [])
    here.handle("user:1", "dieu-phoi-1", "Điều phối 1", 7, AT + timedelta(seconds=6))
    assert '"question":7' in here.text({}, [])
