"""Two servers on one PostgreSQL, as on two machines, with a Valkey between them that fails."""

import asyncio
import json
import os
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass

import pytest
from redis.asyncio import Redis

from app.live.hints import shared_name
from tests.conftest import question, token_of
from tests.faults.sockets import Http, Line, http, line
from tests.faults.test_workers import settings_for
from tests.live.client import LiveClient
from tests.postgres import Postgres
from tests.servers import free_port, serve
from tests.valkey import Valkey, valkey

pytestmark = pytest.mark.xdist_group("real server")
PATIENCE = 20.0


@dataclass
class Two:
    """Both servers, and what is between them."""

    urls: tuple[str, str]
    valkey: Valkey
    database_url: str

    @property
    def line(self) -> str:
        return shared_name(self.database_url, "hints")

    async def are_connected(self) -> None:
        """Wait until both listen to Valkey."""
        async with asyncio.timeout(PATIENCE), Redis.from_url(self.valkey.url) as client:
            count = 0
            while count != 2:
                ((_, count),) = await client.pubsub_numsub(self.line)


@pytest.fixture(scope="module")
def two(postgres: Postgres, postgres_template: str) -> Iterator[Two]:
    name = f"servers_{os.environ.get('PYTEST_XDIST_WORKER', 'gw')}"
    postgres.drop(name)
    postgres.create(name, postgres_template)
    url = postgres.url(name)
    with valkey() as between, ExitStack() as stack:
        urls = []
        for _ in range(2):
            # Each port is taken before the next is looked for.
            port = free_port()
            more = {"DOITHOAI_HINTS_URL": between.url}
            stack.enter_context(serve(settings_for(url, port) | more, port))
            urls.append(f"http://127.0.0.1:{port}")
        yield Two((urls[0], urls[1]), between, url)
    postgres.drop(name)


@asynccontextmanager
async def apis(two: Two) -> AsyncIterator[tuple[Http, Http]]:
    async with http(two.urls[0]) as one, http(two.urls[1]) as other:
        yield one, other


@asynccontextmanager
async def desks(two: Two) -> AsyncIterator[list[Line]]:
    """Two desks at each server, with their snapshots."""
    async with AsyncExitStack() as stack:
        opened = [
            await stack.enter_async_context(line(url, "desk", token_of("moderator")))
            for url in two.urls * 2
        ]
        for desk in opened:
            await desk.hears("snapshot")
        yield opened


async def submit(api: Http) -> int:
    made = await api.send(token_of("moderator"), "POST", "/questions", question())
    assert made.status_code == 201, made.text
    number: int = made.json()["number"]
    return number


async def enqueue(api: Http, number: int) -> None:
    done = await api.send(token_of("moderator"), "POST", f"/questions/{number}/enqueue")
    assert done.status_code == 200, done.text


async def all_show(screens: list[Line], numbers: list[int]) -> None:
    """Wait until all show these as queued, in one and the same order, without a fresh start."""
    wanted = set(numbers)
    for screen in screens:
        await screen.folds_until(lambda client: wanted <= set(client.numbers("queued")))
    assert len({tuple(screen.client.numbers("queued")) for screen in screens}) == 1
    assert all(screen.client.kinds().count("snapshot") == 1 for screen in screens)


async def test_question_that_one_server_takes_is_on_the_screens_of_the_other(two: Two) -> None:
    await two.are_connected()
    async with apis(two) as (one, other), desks(two) as screens:
        numbers = [await submit(one), await submit(other)]
        for api, number in zip((other, one), numbers, strict=True):
            await enqueue(api, number)
        await all_show(screens, numbers)


async def test_hint_of_each_commit_goes_over_valkey(two: Two) -> None:
    await two.are_connected()
    async with (
        apis(two) as (one, _),
        Redis.from_url(two.valkey.url) as client,
        client.pubsub(ignore_subscribe_messages=True) as listening,
    ):
        await listening.subscribe(two.line)
        await submit(one)
        heard = None
        async with asyncio.timeout(PATIENCE):
            while heard is None:
                heard = await listening.get_message(timeout=1)
        hint = json.loads(heard["data"])
        assert hint["conference"] > 0
        assert hint["seq"] > 0


async def test_nothing_is_lost_while_valkey_is_away_and_when_it_is_back(two: Two) -> None:
    await two.are_connected()
    async with apis(two) as (one, other), desks(two) as screens:
        before = await submit(one)
        two.valkey.stop()
        away = [await submit(api) for api in (one, other, one, other)]
        for number in (before, *away):
            await enqueue(one if number % 2 else other, number)
        await all_show(screens, [before, *away])
        await asyncio.to_thread(two.valkey.start)
        await two.are_connected()
        after = await submit(other)
        await enqueue(one, after)
        await all_show(screens, [before, *away, after])


async def test_hints_that_are_doubled_reordered_or_senseless_change_nothing(two: Two) -> None:
    await two.are_connected()
    async with apis(two) as (one, other), desks(two) as screens:
        chaos = asyncio.create_task(_say_anything(two))
        numbers: list[int] = []
        for _ in range(6):
            numbers += await asyncio.gather(submit(one), submit(other))
            await asyncio.gather(enqueue(other, numbers[-2]), enqueue(one, numbers[-1]))
        await all_show(screens, numbers)
        chaos.cancel()
        await asyncio.gather(chaos, return_exceptions=True)


async def _say_anything(two: Two) -> None:
    """Repeat every hint late, often and mixed with others that are none: some 200 a second."""
    heard = [b"", b"{}", b"\xff", b'{"by":"x","conference":1,"seq":99999}', b'{"by":"x"}']
    async with Redis.from_url(two.valkey.url) as client, client.pubsub() as listening:
        await listening.subscribe(two.line)
        while True:
            message = await listening.get_message(timeout=0.005)
            if message is not None and message["type"] == "message" and len(heard) < 200:
                heard.append(message["data"])
            await client.publish(two.line, random.choice(heard))
            await asyncio.sleep(0.005)


async def test_withdrawn_right_closes_the_screen_at_the_other_server(two: Two) -> None:
    async with (
        apis(two) as (one, _),
        line(two.urls[1], "hall", token_of("official-2")) as screen,
    ):
        await screen.hears("snapshot")
        signed_out = await one.send(token_of("official-2"), "DELETE", "auth/session")
        assert signed_out.status_code == 204
        assert await screen.is_closed(5) == 4009


async def test_what_is_handled_at_one_server_is_on_the_desks_of_the_other(two: Two) -> None:
    token = token_of("moderator")
    async with (
        apis(two) as (one, other),
        line(two.urls[0], "desk", token) as here,
        line(two.urls[1], "desk", token) as there,
        line(two.urls[1], "hall", token_of("screen")),
    ):
        number = await submit(one)
        for api, handled in ((one, number), (other, None)):
            said = await api.send(token, "PUT", "/handling", {"question": handled})
            assert said.status_code == 204
            for desk in (here, there):
                await desk.folds_until(_told([] if handled is None else [handled]))
        assert here.client.presence == there.client.presence


def _told(numbers: list[int]) -> Callable[[LiveClient], bool]:
    """Tell of a client whether it knows all screens, and these as handled."""

    def is_so(client: LiveClient) -> bool:
        told = client.presence
        return (
            told is not None
            and told["screens"] == {"desk": 2, "hall": 1}
            and [one["question"] for one in told["handling"]] == numbers
        )

    return is_so
