"""Ten questions handed in at once: how long until every screen has all of them, against one."""

import asyncio
import statistics
import time
from collections.abc import Sequence

from bench.crowd import Crowd, crowd
from bench.crowd_words import Seen
from bench.line import Line
from bench.processes import CROWD
from bench.product import template
from bench.sides import PRODUCT, Side, sides
from bench.tables import generator, table, times

SCREENS, QUICK_SCREENS = 1_000, 200
AT_ONCE = 10
REPEATS, QUICK_REPEATS = 20, 5
WARM_UP = 3
LIMIT = 2
"""How many times as long as one the ten may take."""


async def run(kinds: Sequence[str], *, quick: bool) -> None:
    """Measure one and ten in turns; one line for each kind of database."""
    size, repeats = (QUICK_SCREENS, QUICK_REPEATS) if quick else (SCREENS, REPEATS)
    rows: list[list[str]] = []
    busy = 0.0
    for kind in kinds:
        async with template(kind) as prepared:
            with sides(prepared)[PRODUCT]() as side, crowd(side.desks(), size, CROWD) as clients:
                took, share = await _in_turns(side, clients, repeats)
        rows.append(_row(kind, took))
        busy = max(busy, share)
    print(f"\nburst: until {size:,} screens have everything, medians of {repeats}\n")
    print(table(("", "one, ms", f"{AT_ONCE} at once, ms", "times", "limit"), rows))
    print("\n" + generator(busy))


async def _in_turns(
    side: Side, clients: Crowd, repeats: int
) -> tuple[dict[int, list[float]], float]:
    lines = [await Line.open(side.port) for _ in range(AT_ONCE)]
    took: dict[int, list[float]] = {1: [], AT_ONCE: []}
    busy = 0.0
    for place in range(WARM_UP + repeats):
        for number, some in took.items():
            seconds, seen = await _at_once(side, clients, lines[:number])
            if place >= WARM_UP:
                some.append(1e3 * seconds)
                busy = max(busy, seen.cpu / seconds)
    for line in lines:
        line.close()
    return took, busy


async def _at_once(side: Side, clients: Crowd, lines: Sequence[Line]) -> tuple[float, Seen]:
    """Hand in one question on each line; return the seconds until the last screen has all."""
    await asyncio.sleep(0.1)
    clients.advance(len(lines))
    begun = time.perf_counter()
    await asyncio.gather(*(line.send(side.submit()) for line in lines))
    seen = await asyncio.to_thread(clients.wait)
    return seen.at - begun, seen


def _row(kind: str, took: dict[int, list[float]]) -> list[str]:
    one, ten = (statistics.median(some) for some in took.values())
    return [kind, f"{one:.1f}", f"{ten:.1f}", times(ten, one), str(LIMIT)]
