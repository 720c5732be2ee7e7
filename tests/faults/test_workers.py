"""`serve --workers 2`: real processes on one port. They stand in for each other."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from app import workers as workers_module
from app.workers import CannotStart, Workers
from tests.conftest import question, token_of
from tests.faults.sockets import Line, http, line
from tests.live.screens import until
from tests.postgres import Postgres
from tests.servers import COMMAND, free_port, serve

pytestmark = pytest.mark.xdist_group("real server")
TWO_WORKERS = [*COMMAND, "serve", "--workers", "2"]
LISTENS = "0A"
"""The state of a socket that listens, as the kernel writes it in /proc/net/tcp."""
SCREENS = 20
"""So many that each of two workers has some of them, but once in half a million times."""


def settings_for(url: str, port: int) -> dict[str, str]:
    return {
        "DOITHOAI_ENVIRONMENT": "development",
        "DOITHOAI_DATABASE_URL": url,
        "DOITHOAI_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }


@dataclass
class Running:
    """A server of two workers."""

    process: subprocess.Popen[str]
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def workers(self) -> set[int]:
        """The process ids of the workers."""
        pid = self.process.pid
        return {int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def listeners(port: int) -> int:
    """Count the sockets that take connections at this port: one for each worker that serves."""
    ours = f"0100007F:{port:04X}"
    lines = (one.split() for one in Path("/proc/net/tcp").read_text().splitlines()[1:])
    return sum(line[1] == ours and line[3] == LISTENS for line in lines)


async def both_serve(port: int) -> None:
    """Wait until both workers take connections; the first alone would get them all."""
    await until(lambda: listeners(port) == 2, "both serve", 30)


@pytest.fixture(scope="module")
def database(postgres: Postgres, postgres_template: str) -> Iterator[str]:
    """A furnished database for all tests of this file."""
    name = f"workers_{os.environ.get('PYTEST_XDIST_WORKER', 'gw')}"
    postgres.drop(name)
    postgres.create(name, postgres_template)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(scope="module")
def server(database: str) -> Iterator[Running]:
    """A server for all tests that leave it running."""
    port = free_port()
    with serve(settings_for(database, port), port, TWO_WORKERS) as process:
        yield Running(process, port)


@asynccontextmanager
async def halls(url: str) -> AsyncIterator[list[Line]]:
    """Open many hall screens; each has its snapshot."""
    async with AsyncExitStack() as stack:
        opening = (line(url, "hall", token_of("screen")) for _ in range(SCREENS))
        screens = [await stack.enter_async_context(one) for one in opening]
        for screen in screens:
            await screen.hears("snapshot")
        yield screens


def call(url: str, times: int) -> None:
    """Ask so often, each time over a connection of its own."""
    for _ in range(times):
        httpx.get(url)


def figure(url: str, pattern: str) -> float:
    """One figure of /metrics, from whichever worker answers; a sum if several lines fit."""
    text = httpx.get(f"{url}/metrics").text
    return sum(float(found) for found in re.findall(rf"^{pattern} (\S+)$", text, re.MULTILINE))


async def until_all_say(url: str, pattern: str, wanted: float) -> None:
    """Wait until a figure is so, whoever is asked."""

    def is_so() -> bool:
        return {figure(url, pattern) for _ in range(SCREENS)} == {wanted}

    await until(is_so, f"{pattern} is {wanted}", 20)


async def test_question_reaches_the_screens_of_both_workers(server: Running) -> None:
    await both_serve(server.port)
    async with halls(server.url) as screens, http(server.url) as api:
        made = await api.send(token_of("moderator"), "POST", "/questions", question())
        number = made.json()["number"]
        await api.send(token_of("moderator"), "POST", f"/questions/{number}/enqueue")
        for screen in screens:
            await screen.folds_until(lambda client: number in client.numbers("queued"))
        orders = {tuple(screen.client.numbers("queued")) for screen in screens}
        assert len(orders) == 1


async def test_metrics_are_of_all_workers_whoever_is_asked(server: Running) -> None:
    view = r'doithoai_live_connections\{view="hall"\}'
    healthz = r'http_requests_total\{handler="/healthz".*\}'
    before = figure(server.url, healthz)
    async with halls(server.url):
        await until_all_say(server.url, view, SCREENS)
        call(f"{server.url}/healthz", SCREENS)
        await until_all_say(server.url, healthz, before + SCREENS)
    await until_all_say(server.url, view, 0)


async def test_killed_worker_is_replaced_and_its_screens_come_back(server: Running) -> None:
    await both_serve(server.port)
    before = server.workers()
    victim = min(before)
    async with halls(server.url) as screens, http(server.url) as api, AsyncExitStack() as stack:
        os.kill(victim, signal.SIGKILL)
        listening = [asyncio.create_task(screen.is_closed()) for screen in screens]
        await until(lambda: any(one.done() for one in listening), "screens are cut off")
        made = await api.send(token_of("moderator"), "POST", "/questions", question())
        number = made.json()["number"]
        await api.send(token_of("moderator"), "POST", f"/questions/{number}/enqueue")
        await until(lambda: len(server.workers() - {victim}) == 2, "it is replaced", 30)
        lost = [screen for screen, one in zip(screens, listening, strict=True) if one.done()]
        assert 0 < len(lost) < SCREENS
        for screen in lost:
            back = line(server.url, "hall", token_of("screen"), since=screen.client)
            again = await stack.enter_async_context(back)
            await again.folds_until(lambda client: number in client.numbers("queued"))
        stayed = [screen.client for screen in screens if screen not in lost]
        await until(lambda: all(number in one.numbers("queued") for one in stayed), "who stayed")
        for one in listening:
            one.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
    view = r'doithoai_live_connections\{view="hall"\}'
    await until_all_say(server.url, view, 0)


async def test_server_that_stops_says_when_to_come_back_to_the_screens_of_all_workers(
    database: str,
) -> None:
    port = free_port()
    with serve(settings_for(database, port), port, TWO_WORKERS) as process:
        await both_serve(port)
        async with halls(f"http://127.0.0.1:{port}") as screens:
            process.send_signal(signal.SIGTERM)
            codes = await asyncio.gather(*(screen.is_closed() for screen in screens))
        assert set(codes) == {4100}
        assert all(screen.client.bye is not None for screen in screens)
        assert await asyncio.to_thread(process.wait, 15) == 0


async def test_workers_do_not_outlive_a_parent_that_was_killed(database: str) -> None:
    port = free_port()
    with serve(settings_for(database, port), port, TWO_WORKERS) as process:
        await both_serve(port)
        orphans = Running(process, port).workers()
        process.kill()
        await until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in orphans), "end", 20)


def test_port_of_a_running_server_is_not_shared_with_another(
    server: Running, database: str
) -> None:
    done = subprocess.run(
        [*TWO_WORKERS, "--port", str(server.port)],
        env={**os.environ, **settings_for(database, server.port)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert str(server.port) in done.stderr
    assert "Traceback" not in done.stderr


async def test_server_whose_workers_cannot_start_ends_and_says_so(tmp_path: Path) -> None:
    failing = [sys.executable, "-c", "raise SystemExit(3)"]
    with pytest.raises(CannotStart, match="3"):
        await Workers(failing, os.environ, tmp_path).run(2)


async def test_worker_that_cannot_start_beside_one_that_serves_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers_module, "SHORTEST_PAUSE", 0.01)
    serves, fails, serves_too = (tmp_path / name for name in ("serves", "fails", "serves too"))
    takes_turns = f"""
import os, pathlib, sys, time
for turn in {[str(serves), str(fails), str(serves_too)]}:
    try:
        os.mkdir(turn)
    except FileExistsError:
        continue
    break
if turn == {str(fails)!r}:
    time.sleep(1)  # until the one that serves has said so
    sys.exit(3)
os.write(int(sys.argv[1]), b"!")
time.sleep(60)
"""
    workers = Workers([sys.executable, "-c", takes_turns], os.environ, tmp_path)
    with capture_logs() as logs:
        running = asyncio.create_task(workers.run(2))
        await until(serves_too.exists, "it is tried again", 30)
        os.kill(os.getpid(), signal.SIGTERM)
        await running
    assert [entry["exit_code"] for entry in logs] == [3]


async def test_worker_that_dies_again_and_again_is_replaced_ever_more_slowly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers_module, "SHORTEST_PAUSE", 0.01)
    monkeypatch.setattr(workers_module, "LONGEST_PAUSE", 0.04)
    answers = "import os, sys; os.write(int(sys.argv[1]), b'!')"
    workers = Workers([sys.executable, "-c", answers], os.environ, tmp_path)
    with capture_logs() as logs:
        running = asyncio.create_task(workers.run(1))
        await until(lambda: len(logs) == 4, "it dies four times", 30)
        os.kill(os.getpid(), signal.SIGTERM)
        await running
    assert [entry["replaced_after"] for entry in logs[:4]] == [0.02, 0.04, 0.04, 0.04]
