"""Hints carry a commit from one worker to the others, and nothing depends on them.

The workers here look once an hour: what arrives, a hint has brought.
"""

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from app.live.channel import Channel
from app.live.hints import shared_name
from app.main import create_app
from app.settings import Settings
from tests.conftest import World
from tests.live.client import LiveClient
from tests.live.screens import fresh_states, holder_of, until, watched
from tests.valkey import Valkey, valkey

HOUR = 3600.0


@pytest.fixture
def database_kind() -> str:
    """Several workers share a PostgreSQL."""
    return "postgresql"


@pytest.fixture(scope="module")
def line() -> Iterator[Valkey]:
    with valkey() as server:
        yield server


def line_name(url: str) -> str:
    return shared_name(url, "hints")


@asynccontextmanager
async def worker(url: str, hints_url: str, look_seconds: float = HOUR) -> AsyncIterator[World]:
    """One of several applications on a database; it has got its line, or knows that it has none."""
    plain = Settings(environment="development", database_url=url, hints_url=hints_url)
    app = create_app(plain.model_copy(update={"look_seconds": look_seconds}))
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        yield World(app, client)


@asynccontextmanager
async def two_workers(url: str, server: Valkey) -> AsyncIterator[tuple[World, World]]:
    async with worker(url, server.url) as here, worker(url, server.url) as there:
        await listened_to(server, url, 2)
        yield here, there


async def listened_to(server: Valkey, url: str, by: int) -> None:
    """Wait until so many workers listen to the line of the database."""
    name, count = line_name(url), 0
    async with Redis.from_url(server.url) as client:
        while count != by:
            ((_, count),) = await client.pubsub_numsub(name)


async def say(server: Valkey, url: str, *said: Mapping[str, Any] | bytes) -> None:
    """Say something on the line, as anybody may."""
    async with Redis.from_url(server.url) as client:
        for one in said:
            text = one if isinstance(one, bytes) else json.dumps(one).encode()
            await client.publish(line_name(url), text)


def shows(client: LiveClient, number: int) -> bool:
    return number in client.numbers()


async def test_hint_carries_a_commit_to_the_screens_of_another_worker(
    database_url: str, line: Valkey
) -> None:
    async with two_workers(database_url, line) as (here, there), watched(there, "desk") as desk:
        await desk.hears("snapshot")
        number = await here.submit()
        await until(lambda: bool(desk.fold() or True) and shows(desk.client, number), "the hint")


async def test_hint_says_which_conference_reached_which_number(
    database_url: str, line: Valkey
) -> None:
    async with Redis.from_url(line.url) as client, client.pubsub() as listening:
        await listening.subscribe(line_name(database_url))
        async with worker(database_url, line.url) as here:
            await listened_to(line, database_url, 2)
            await here.submit()
            conference = await here.conference()
            heard: dict[str, Any] | None = None
            while heard is None or heard["type"] != "message":
                heard = await listening.get_message(timeout=10)
        hint = json.loads(heard["data"])
    assert hint.keys() == {"by", "conference", "seq"}
    assert (hint["conference"], hint["seq"]) == (conference.id, conference.last_seq)


async def test_withdrawn_right_is_looked_at_by_other_workers(
    database_url: str, line: Valkey
) -> None:
    async with two_workers(database_url, line) as (here, there):
        holder = await holder_of(there, "screen")
        async with watched(there, "hall", holder=holder) as hall:
            await hall.hears("snapshot")
            signed_out = await here.send("screen", "DELETE", "auth/session")
            assert signed_out.status_code == 204
            await until(lambda: hall.connection.leaving is not None, "the hall is told to leave")


async def test_doubled_reordered_and_senseless_hints_change_nothing(
    database_url: str, line: Valkey
) -> None:
    with capture_logs() as logs:
        await _hear_senseless_hints(database_url, line)
    assert logs == []


async def _hear_senseless_hints(database_url: str, line: Valkey) -> None:
    async with two_workers(database_url, line) as (here, there), watched(there, "desk") as desk:
        await desk.hears("snapshot")
        numbers = [await here.submit() for _ in range(5)]
        conference = await here.conference()
        id_, seq = conference.id, conference.last_seq
        true = [{"by": "x", "conference": id_, "seq": seq - n} for n in (0, 3, 1, 0, 4, 2, 2)]
        await say(
            line,
            database_url,
            *true,
            *(b"", b"null", b"[1]", b"\xff\x00", b"{", b"9" * 5000, b'{"by": "x", "seq": "1"}'),
            {"by": 1, "conference": id_, "seq": seq},
            {"by": "x", "conference": 10**30, "seq": 10**30},
            {"by": "x", "conference": -1, "seq": -1},
            {"by": "x", "conference": id_, "seq": 10**30},
            {"by": "x"},
        )
        numbers.append(await here.submit())
        seq, fresh = await fresh_states(there, ["desk"])
        await desk.reaches(seq)
        assert desk.client.state() == fresh["desk"]
        assert set(numbers) <= set(desk.client.numbers())
        assert "snapshot" not in desk.client.kinds()[1:]


async def test_hint_of_a_number_that_was_reached_costs_no_round(
    database_url: str, line: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with two_workers(database_url, line) as (here, there), watched(there, "desk") as desk:
        await desk.hears("snapshot")
        number = await here.submit()
        await until(lambda: bool(desk.fold() or True) and shows(desk.client, number), "the hint")
        conference = await here.conference()
        rounds: list[int] = []
        plain = Channel.want

        def counted(channel: Channel) -> None:
            rounds.append(channel.seq)
            plain(channel)

        monkeypatch.setattr(Channel, "want", counted)
        old = {"by": "x", "conference": conference.id, "seq": conference.last_seq}
        await say(line, database_url, old, old, old | {"seq": conference.last_seq + 1})
        await until(lambda: bool(rounds), "the last hint is heard")
        assert len(rounds) == 1


async def test_worker_without_its_line_goes_on_and_says_so_once(database_url: str) -> None:
    with valkey() as server, capture_logs() as logs:
        async with worker(database_url, server.url) as here, watched(here, "desk") as desk:
            await listened_to(server, database_url, 1)
            await desk.hears("snapshot")
            server.stop()
            await until(lambda: told(logs, "hints.away") == 1, "the outage is told")
            number = await here.submit()
            await until(lambda: bool(desk.fold() or True) and shows(desk.client, number), "it")
            server.start()
            await until(lambda: told(logs, "hints.back") == 1, "the return is told")
            await listened_to(server, database_url, 1)
    assert told(logs, "hints.away") == 1
    assert told(logs, "hints.failed") == 0


async def test_worker_starts_without_a_line_and_looks_when_it_gets_one(database_url: str) -> None:
    with valkey() as server:
        server.stop()
        async with (
            worker(database_url, "") as here,
            worker(database_url, server.url) as there,
            watched(there, "desk") as desk,
        ):
            await desk.hears("snapshot")
            number = await here.submit()
            server.start()
            await until(lambda: bool(desk.fold() or True) and shows(desk.client, number), "a look")


def told(logs: list[Any], event: str) -> int:
    """How often something was written to the log."""
    return sum(entry["event"] == event for entry in logs)


def test_line_is_of_one_database_and_names_no_secret() -> None:
    url = "postgresql+asyncpg://duty:secret@db:5432/doithoai"
    assert line_name(url) == line_name(url.replace("duty:secret", "other:words"))
    assert line_name(url) != line_name(url.replace("doithoai", "rehearsal"))
    assert "secret" not in line_name(url)
