"""What does telling one screen cost? The product's whole path against what others would do.

Server and crowd have a processor each. Figures are microseconds of the server's processor time for
each message delivered; only ratios of one run mean something.
"""

import asyncio
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx

from app import schema
from app.database import open_database
from bench.crowd import Crowd, Seen, crowd
from bench.rivals import PAUSE, RIVALS, ROUNDS
from tests.conftest import CONFERENCE, furnish, question, token_of
from tests.servers import free_port, serve

SERVER, CROWD = 0, 1
"""Processors."""
SIZES, QUICK_SIZES = (100, 1_000, 5_000), (100, 1_000)
REPEATS, QUICK_REPEATS = 5, 2
RAW = "raw uvloop writes"
PRODUCT = "Đối Thoại, the whole path"
LIMITS = {RAW: 1.3, "FastAPI, send_text in a loop": 0.55}
"""How many times the rival's cost the product's may be."""
HALL = f"/api/v1/conferences/{CONFERENCE}/live?view=hall"


async def run(_kinds: Sequence[str], *, quick: bool) -> None:
    """Measure in turns, and print one table for each size of the crowd."""
    with tempfile.TemporaryDirectory(prefix="doithoai-bench-") as folder:
        template = Path(folder) / "template.sqlite3"
        await _make(template)
        for size in QUICK_SIZES if quick else SIZES:
            costs: dict[str, list[float]] = {name: [] for name in (PRODUCT, *RIVALS)}
            busy = 0.0
            for _ in range(QUICK_REPEATS if quick else REPEATS):
                for name, figures in costs.items():
                    cost, load = await asyncio.to_thread(_measure, name, size, template)
                    figures.append(cost)
                    busy = max(busy, load)
            print(f"\nfan-out: {size:,} screens, {ROUNDS} messages to each\n")
            print(_table(costs))
            print(f"the crowd was busy for at most {busy:.0%} of the time")


def _measure(name: str, size: int, template: Path) -> tuple[float, float]:
    """Return microseconds for each message, and how busy the crowd was."""
    if name == PRODUCT:
        return _measure_product(size, template)
    with _rival(name) as (process, port), crowd(port, "/", size, {}, CROWD) as clients:
        _measured(process, clients, size, lambda: process.send_signal(signal.SIGUSR1))  # warm
        seen, cpu = _measured(process, clients, size, lambda: process.send_signal(signal.SIGUSR1))
    return cpu / seen.messages * 1e6, seen.cpu / seen.seconds


def _measure_product(size: int, template: Path) -> tuple[float, float]:
    """The same for commands by HTTP, without what the commands cost when nobody watches."""
    with tempfile.TemporaryDirectory(prefix="doithoai-bench-") as folder:
        path = Path(folder) / "bench.sqlite3"
        shutil.copy(template, path)
        port = free_port()
        settings = {
            "DOITHOAI_ENVIRONMENT": "development",
            "DOITHOAI_DATABASE_URL": f"sqlite+aiosqlite:///{path}",
            "DOITHOAI_PUBLIC_URL": f"http://127.0.0.1:{port}",
        }
        headers = {"Authorization": f"Bearer {token_of('screen')}"}
        with serve(settings, port) as process, httpx.Client(timeout=30) as client:
            _pin(process, SERVER)
            moves = _Moves(client, port)
            alone = []
            for _ in range(2):
                before = _cpu(process)
                moves.give()
                alone.append(_cpu(process) - before)
            with crowd(port, HALL, size, headers, CROWD) as clients:
                _measured(process, clients, size, moves.give)  # warm
                seen, cpu = _measured(process, clients, size, moves.give)
    return (cpu - alone[-1]) / seen.messages * 1e6, seen.cpu / seen.seconds


class _Moves:
    """Commands that change one question for the hall: the last of the queue to its head."""

    def __init__(self, client: httpx.Client, port: int) -> None:
        self._client = client
        self._base = f"http://127.0.0.1:{port}/api/v1/conferences/{CONFERENCE}"
        self._headers = {"Authorization": f"Bearer {token_of('moderator')}"}
        for _ in range(4):
            number = self._post("/questions", question(text="Đường vào thôn " * 30))["number"]
            self._post(f"/questions/{number}/enqueue", None)

    def give(self) -> None:
        """Give the commands, one after the other."""
        queue = self._client.get(f"{self._base}/queue", headers=self._headers).json()
        order, version = [one["number"] for one in queue["items"]], queue["version"]
        for _ in range(ROUNDS):
            order.insert(0, order.pop())
            move = {"question": order[0], "before": order[1], "version": version}
            version = self._post("/queue/move", move)["version"]
            time.sleep(PAUSE)

    def _post(self, path: str, body: object) -> dict[str, int]:
        headers = self._headers | {"Idempotency-Key": uuid4().hex}
        answer = self._client.post(self._base + path, json=body, headers=headers)
        answer.raise_for_status()
        made: dict[str, int] = answer.json()
        return made


def _measured(
    process: subprocess.Popen[str], clients: Crowd, size: int, begin: Callable[[], None]
) -> tuple[Seen, float]:
    """Let a series of messages be sent; return what the crowd saw, and the server's seconds."""
    time.sleep(0.2)
    clients.expect(size * ROUNDS)
    before = _cpu(process)
    begin()
    seen = clients.wait()
    return seen, _cpu(process) - before


@contextmanager
def _rival(name: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    command = [sys.executable, "-m", "bench.rivals", name, str(port)]
    process = subprocess.Popen(command, text=True)
    try:
        for _ in range(500):
            try:
                httpx.get(f"http://127.0.0.1:{port}/", timeout=1)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                time.sleep(0.02)
            except httpx.HTTPError:
                break  # it is there, and speaks no plain HTTP
            else:
                break
        _pin(process, SERVER)
        yield process, port
    finally:
        process.kill()
        process.wait()


def _pin(process: subprocess.Popen[str], processor: int) -> None:
    for task in Path(f"/proc/{process.pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), {processor})


def _cpu(process: subprocess.Popen[str]) -> float:
    """Return the processor seconds of all threads of a process, from the kernel's own account."""
    tasks = Path(f"/proc/{process.pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def _table(costs: dict[str, list[float]]) -> str:
    mine = statistics.median(costs[PRODUCT])
    lines = [f"{'':32}{'µs a message':>14}{'product to it':>15}{'limit':>8}"]
    for name, figures in costs.items():
        median = statistics.median(figures)
        limit = f"{LIMITS[name]:8.2f}" if name in LIMITS else ""
        lines.append(f"{name:32}{median:14.1f}{mine / median:15.2f}{limit}")
    return "\n".join(lines)


async def _make(path: Path) -> None:
    database = open_database(f"sqlite+aiosqlite:///{path}")
    await schema.migrate(database.writer)
    async with database.write() as session:
        await furnish(session)
    await database.close()
