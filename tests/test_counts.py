"""Guesses are counted over all workers while there is a Valkey, and by each of them while not."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from time import monotonic

import httpx
import pytest
from structlog.testing import capture_logs

from app.deps import counts as counts_module
from tests.conftest import World, running
from tests.routers.problems import refused
from tests.valkey import Valkey, valkey

LIMIT = 4


@pytest.fixture
def database_kind() -> str:
    """Several workers share a PostgreSQL."""
    return "postgresql"


@pytest.fixture
def server() -> Iterator[Valkey]:
    with valkey() as server:
        yield server


@pytest.fixture
async def workers(database_url: str, server: Valkey) -> AsyncIterator[tuple[World, World]]:
    """Two workers that share their counts."""
    shared = {"hints_url": server.url, "sign_in_failures": LIMIT}
    async with AsyncExitStack() as stack:
        one, other = [
            await stack.enter_async_context(running(database_url, **shared)) for _ in "12"
        ]
        yield one, other


async def guess(world: World, username: str = "nobody") -> httpx.Response:
    form = {"username": username, "password": "không phải mật khẩu này"}
    return await world.client.post("/api/v1/auth/token", data=form)


async def test_guesses_at_several_workers_count_together(workers: tuple[World, World]) -> None:
    one, other = workers
    for world in (one, other, one, other):
        refused(await guess(world), 401, "bad_credentials")
    for world in workers:
        answer = await guess(world)
        refused(answer, 429, "too_many_requests")
        assert 1 <= int(answer.headers["retry-after"]) <= 300
    refused(await guess(one, "somebody"), 401, "bad_credentials")


async def test_kinds_of_guesses_are_counted_apart(workers: tuple[World, World]) -> None:
    for world in (*workers, *workers):
        await guess(world)
    for world in workers:
        started = await world.client.post("/api/v1/auth/device")
        assert started.status_code == 200, started.text


async def test_each_worker_counts_by_itself_while_valkey_is_away(
    workers: tuple[World, World], server: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts_module, "RETRY_SECONDS", 0.0)
    one, other = workers
    refused(await guess(one), 401, "bad_credentials")
    server.stop()
    with capture_logs() as logs:
        for _ in range(LIMIT - 1):
            refused(await guess(one), 401, "bad_credentials")
        refused(await guess(one), 429, "too_many_requests")
        refused(await guess(other), 401, "bad_credentials")
        started = await one.client.post("/api/v1/auth/device")
        assert started.status_code == 200, started.text
    assert sum(entry["event"] == "counts.away" for entry in logs) == 2  # once for each worker
    server.start()
    refused(await guess(one), 429, "too_many_requests")
    for _ in range(LIMIT - 1):
        refused(await guess(other), 401, "bad_credentials")
    refused(await guess(other), 429, "too_many_requests")


async def test_valkey_that_is_away_is_not_asked_at_every_attempt(
    workers: tuple[World, World], server: Valkey
) -> None:
    server.stop()
    shared = workers[0].app.state.services._shared
    await guess(workers[0])
    assert not shared.is_to_be_asked()
    assert shared._ask_again_at <= monotonic() + counts_module.RETRY_SECONDS
