"""The benchmarks measure what they say: the crowd counts right, both sides are used alike."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import websockets.asyncio.server as websockets
from websockets.asyncio.server import ServerConnection

from bench.__main__ import BENCHMARKS
from bench.crowd import crowd
from bench.crowd_words import Call
from bench.line import Line
from bench.processes import CROWD, free_port, server
from bench.product import Template, site_names, template
from bench.rival_servers import Rival
from bench.sides import PRODUCT, TUTORIAL, sides
from bench.tables import generator

DOCS = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
SIZE = 7
RAW = Rival(
    "raw", [sys.executable, "-m", "bench.rivals", "raw uvloop writes", "{port}", "{rounds}"]
)


@pytest.fixture(scope="module")
async def prepared() -> AsyncIterator[Template]:
    async with template("sqlite", sites=SIZE) as made:
        yield made


def test_the_crowd_counts_what_everybody_is_sent() -> None:
    with (
        server(RAW.command_for(3)) as (process, port),
        crowd(RAW.call(port), SIZE, CROWD) as clients,
    ):
        clients.expect(3 * SIZE)
        process.send_signal(RAW.begin)
        assert clients.wait(30.0).messages == 3 * SIZE


def test_a_crowd_that_left_comes_back_at_once() -> None:
    with (
        server(RAW.command_for(1)) as (process, port),
        crowd(RAW.call(port), SIZE, CROWD) as clients,
    ):
        clients.leave()
        clients.join(SIZE, at_once=SIZE)
        clients.expect(SIZE)
        process.send_signal(RAW.begin)
        assert clients.wait(30.0).messages == SIZE


async def test_the_crowd_answers_pings() -> None:
    answered = asyncio.Event()

    async def join(connection: ServerConnection) -> None:
        for _ in range(3):
            await connection.send('{"type":"change","prev":1,"seq":2}')
            await (await connection.ping())
        answered.set()
        await connection.wait_closed()

    port = free_port()
    async with websockets.serve(join, "127.0.0.1", port, compression=None, ping_interval=None):
        with ExitStack() as stack:
            await asyncio.to_thread(stack.enter_context, crowd(Call(port), 1, CROWD))
            async with asyncio.timeout(30):
                await answered.wait()


@pytest.mark.parametrize("name", [PRODUCT, TUTORIAL])
async def test_either_side_tells_every_screen_of_every_question(
    prepared: Template, name: str
) -> None:
    with sides(prepared)[name]() as side, crowd(side.desks(), SIZE, CROWD) as clients:
        line = await Line.open(side.port)
        clients.expect(SIZE)
        first = side.number(await line.send(side.submit()))
        ahead = (await asyncio.to_thread(clients.wait)).seq - first
        clients.advance(2)
        await line.send(side.submit())
        last = side.number(await line.send(side.submit()))
        line.close()
        assert (await asyncio.to_thread(clients.wait)).seq == last + ahead == first + 2 + ahead


@pytest.mark.parametrize("name", [PRODUCT, TUTORIAL])
async def test_either_side_tells_every_site_of_the_next_question(
    prepared: Template, name: str
) -> None:
    with sides(prepared)[name]() as side:
        line = await Line.open(side.port)
        await line.send(side.submit())
        line.close()
        with crowd(side.sites(site_names(SIZE)), SIZE, CROWD) as clients:
            line = await Line.open(side.port)
            clients.expect(SIZE)
            await side.move_on(line)
            assert (await asyncio.to_thread(clients.wait)).messages == SIZE
            line.close()


def test_a_load_generator_without_rest_is_named_as_the_limit() -> None:
    assert "LIMIT" in generator(0.95)
    assert "LIMIT" not in generator(0.9)


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_is_described(name: str) -> None:
    assert f"- `{name}`" in DOCS.read_text("utf-8")
