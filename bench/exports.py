"""Files of ten thousand questions: how long, how much memory, and who has to wait meanwhile."""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.domain.views import View, ViewName
from app.exchange.order import Form, Kind, Order
from app.queries import exports
from app.queries.questions import Filter
from bench.filling import HALF_QUEUED
from bench.places import Place, place
from bench.tables import table, times
from tests.conftest import World, question

SIZE, QUICK_SIZE = 10_000, 1_000
FILES: Sequence[tuple[Kind, Form, float]] = (
    ("questions", "xlsx", 5),
    ("questions", "csv", 5),
    ("report", "docx", 60),
    ("report", "pdf", 20),
)
"""What is made, and how many seconds it may take."""
MEMORY = 300
"""How many MiB one file may take."""
COMMANDS = 200
DESK = (View(ViewName.DESK),)


async def run(kinds: Sequence[str], *, quick: bool) -> None:
    """Measure and print; a table for each kind of database."""
    for kind in kinds:
        async with place(kind, QUICK_SIZE if quick else SIZE, HALF_QUEUED) as filled:
            begun = time.perf_counter()
            order = await _gather(filled)
            gathered = time.perf_counter() - begun
            rows = [_row(order, *file) for file in FILES]
            print(f"\nexports: {kind}, {filled.size:,} questions, gathered in {gathered:.2f} s\n")
            heads = ["file", "s", "limit, s", "peak MiB", "limit, MiB", "size, MiB"]
            print(table(heads, rows))
            print(f"\n{await _others(filled)}")


async def _gather(filled: Place) -> Order:
    conference = await filled.conference()

    async def read(session: AsyncSession) -> exports.Material:
        wanted = exports.Wanted(Filter())
        return await exports.material(session, conference, wanted, DESK)

    material = await filled.database.aside.read(read)
    today = datetime.now(UTC).date()
    return Order(kind="report", form="pdf", today=today, material=material)


def _row(order: Order, kind: Kind, form: Form, limit: float) -> list[str]:
    given = order.model_copy(update={"kind": kind, "form": form}).model_dump_json().encode()
    begun = time.perf_counter()
    command = [sys.executable, "-P", "-m", "app.exchange.builder"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(given)
    process.stdin.close()
    size = len(process.stdout.read())
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    took, peak = time.perf_counter() - begun, used.ru_maxrss / 1024
    figures = [f"{took:.2f}", f"{limit:.0f}", f"{peak:.0f}", str(MEMORY), f"{size / 2**20:.1f}"]
    return [f"{kind}.{form}", *figures]


async def _others(filled: Place) -> str:
    """Say how much longer others wait for an answer while files are made."""
    quiet = await _commands(filled.world)
    making = asyncio.create_task(_make(filled.world))
    await asyncio.sleep(0.5)
    busy = await _commands(filled.world)
    making.cancel()
    await asyncio.gather(making, return_exceptions=True)
    return (
        f"submit while reports are made, to submit alone: median "
        f"{times(statistics.median(busy), statistics.median(quiet))}, "
        f"p99 {times(_p99(busy), _p99(quiet))} (limit 2.0)"
    )


async def _make(world: World) -> None:
    while True:
        await world.get("moderator", "/exports/report.pdf")


async def _commands(world: World) -> list[float]:
    took = []
    for _ in range(COMMANDS):
        begun = time.perf_counter()
        made = await world.post("moderator", "/questions", question())
        took.append(time.perf_counter() - begun)
        assert made.status_code == 201, made.text
        await asyncio.sleep(0.02)
    return took


def _p99(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[-1]
