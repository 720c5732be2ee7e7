"""PostgreSQL is restarted under a running server: it says so, waits, and goes on by itself."""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import postgres as postgres_module
from tests.conftest import make_template, question, token_of
from tests.faults.sockets import Http, Line, http, line
from tests.faults.test_workers import SCREENS, TWO_WORKERS, both_serve, settings_for
from tests.postgres import Postgres
from tests.routers.problems import refused
from tests.servers import free_port, serve

pytestmark = pytest.mark.xdist_group("real server")
PATIENCE = 30.0
AWAY_SECONDS = 1.5
"""So long that every worker looks in vain, twice or more."""


class Restarted:
    """A PostgreSQL of this file's own, that can be stopped and started again."""

    def __init__(self, server: Postgres) -> None:
        self.server = server
        self._data = Path(server.sql("SHOW data_directory"))
        self._command = Path(f"/proc/{self._pid()}/cmdline").read_bytes().split(b"\0")[:-1]
        self._again: subprocess.Popen[bytes] | None = None

    def stop(self) -> None:
        """Stop it as an upgrade does: whoever is connected is cut off."""
        os.kill(self._pid(), signal.SIGINT)
        _until(lambda: not (self._data / "postmaster.pid").exists())
        if self._again is not None:
            self._again.wait()

    def start(self) -> None:
        owner: dict[str, Any] = {}
        if os.geteuid() == 0:  # which PostgreSQL refuses
            made_by = self._data.stat()
            owner = {"user": made_by.st_uid, "group": made_by.st_gid, "extra_groups": []}
        self._again = subprocess.Popen(
            self._command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **owner
        )
        _until(self.server.is_ready)

    def _pid(self) -> int:
        return int((self._data / "postmaster.pid").read_text().split()[0])


def _until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def restarted() -> Iterator[Restarted]:
    restarted = Restarted(postgres_module.start.__wrapped__())
    restarted.server.create("away")
    asyncio.run(make_template(restarted.server.url("away")))
    yield restarted
    restarted.stop()


async def submitted(api: Http) -> httpx.Response:
    return await api.send(token_of("moderator"), "POST", "/questions", question())


@asynccontextmanager
async def desks(address: str) -> AsyncIterator[list[Line]]:
    """Open so many desks that each worker has some, and each has its snapshot."""
    async with AsyncExitStack() as stack:
        opening = [line(address, "desk", token_of("moderator")) for _ in range(SCREENS)]
        opened = [await stack.enter_async_context(one) for one in opening]
        for desk in opened:
            await desk.hears("snapshot")
        yield opened


async def test_restart_of_postgresql_is_told_waited_for_and_got_over(
    restarted: Restarted,
) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = settings_for(restarted.server.url("away"), port)
    with serve(settings, port, TWO_WORKERS):
        await both_serve(port)
        async with http(address) as api, desks(address) as screens:
            before = (await submitted(api)).json()["number"]
            await asyncio.to_thread(restarted.stop)
            back_at = time.monotonic() + AWAY_SECONDS
            while time.monotonic() < back_at:
                answer = await submitted(api)
                refused(answer, 503, "unavailable")
                assert int(answer.headers["retry-after"]) > 0
                await asyncio.sleep(0.1)
            await asyncio.to_thread(restarted.start)
            async with asyncio.timeout(PATIENCE):
                while (answer := await submitted(api)).status_code != 201:
                    refused(answer, 503, "unavailable")
                    await asyncio.sleep(0.1)
            after = answer.json()["number"]
            assert after == before + 1
            for desk in screens:
                await desk.folds_until(lambda client: {before, after} <= set(client.numbers()))
                assert desk.client.kinds().count("snapshot") == 1
