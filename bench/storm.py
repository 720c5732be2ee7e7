"""Everybody comes back at once: how long until each has its first message, and what one costs.

Halls and sites in equal parts; memory is that of connections that nothing is sent to.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from subprocess import Popen

from bench.crowd import Crowd, crowd
from bench.processes import CROWD, cpu, memory, most_sockets
from bench.product import product, screens, template
from bench.tables import generator, table

VIEWS = ("hall", "site&site=cho-don")
SIZE, QUICK_SIZE = 2_000, 500
REPEATS, QUICK_REPEATS = 5, 2
IDLE, QUICK_IDLE = (2_000, 10_000), (500, 2_000)
"""Connections whose memory is looked at."""
FIRST = 100
"""Connections before memory counts: by then everything is loaded that one needs."""
LIMIT = 32
"""KiB that an idle connection may take."""


@dataclass(frozen=True)
class Return:
    """How one storm passed, in seconds."""

    took: float
    server: float
    """Processor time of the server."""
    busy: float


async def run(kinds: Sequence[str], *, quick: bool) -> None:
    """Measure storms, then memory; one table for each."""
    size, repeats = (QUICK_SIZE, QUICK_REPEATS) if quick else (SIZE, REPEATS)
    rows: list[list[str]] = []
    busy = 0.0
    for kind in kinds:
        async with template(kind) as prepared:
            with (
                prepared.copy() as url,
                product(url) as (process, port),
                crowd(screens(port, *VIEWS), size, CROWD) as clients,
            ):
                returns = [_come_back(process, clients, size) for _ in range(repeats)]
        busy = max(busy, *(one.busy for one in returns))
        rows.append(_row(kind, returns))
    print(f"\nstorm: {size:,} clients come back at once, medians of {repeats}\n")
    print(table(("", "until each has its first message, s", "server's processor, s"), rows))
    print("\n" + generator(busy))
    await _measure_memory(QUICK_IDLE if quick else IDLE)


def _come_back(process: Popen[str], clients: Crowd, size: int) -> Return:
    """Close every connection, and open all of them again."""
    clients.leave()
    before = cpu(process)
    seen = clients.join(size, at_once=size)
    return Return(seen.seconds, cpu(process) - before, seen.busy)


def _row(kind: str, returns: Sequence[Return]) -> list[str]:
    took = statistics.median(one.took for one in returns)
    return [kind, f"{took:.2f}", f"{statistics.median(one.server for one in returns):.2f}"]


async def _measure_memory(sizes: Sequence[int]) -> None:
    rows: list[list[str]] = []
    async with template("sqlite") as prepared:
        with (
            prepared.copy() as url,
            product(url) as (process, port),
            crowd(screens(port, *VIEWS), FIRST, CROWD) as clients,
        ):
            first, there = memory(process), FIRST
            for size in (size for size in sizes if size <= most_sockets()):
                clients.join(size - there)
                there = size
                each = (memory(process) - first) / (there - FIRST) / 1024
                rows.append([f"{size:,}", f"{each:.1f}", str(LIMIT)])
    print("\nstorm: memory of idle connections (growth of the resident set)\n")
    print(table(("connections", "KiB each", "limit"), rows))
