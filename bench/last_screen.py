"""How long from a command until the last of so many screens shows it? One command at a time.

`next` with each screen at a site of its own, which is the hard case: as many views as screens;
`submit` with as many desks, because no other site is told of it.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from bench.crowd import Crowd, crowd
from bench.crowd_words import Call
from bench.line import Line
from bench.processes import CROWD
from bench.product import site_names, template
from bench.sides import PRODUCT, TUTORIAL, Side, Start, sides
from bench.tables import generator, table, times

SIZES, QUICK_SIZES = (9, 100, 1_000, 3_321), (9, 100)
COMMANDS, QUICK_COMMANDS = 20, 5
"""How many of each kind in each repetition."""
REPEATS, QUICK_REPEATS = 3, 2
WARM_UP = 2
Times = dict[str, list[float]]
"""Milliseconds of each command by its name."""


async def run(kinds: Sequence[str], *, quick: bool) -> None:
    """Measure both sides in turns, and print one table for each kind of database."""
    commands, repeats = (QUICK_COMMANDS, QUICK_REPEATS) if quick else (COMMANDS, REPEATS)
    for kind in kinds:
        rows: list[list[str]] = []
        busy = 0.0
        for size in QUICK_SIZES if quick else SIZES:
            questions = 4 * (commands + WARM_UP)
            async with template(kind, questions=questions, sites=size) as prepared:
                both = sides(prepared)
                found: dict[str, Times] = {name: {} for name in both}
                for _ in range(repeats):
                    for name, start in both.items():
                        busy = max(busy, await _measure(start, size, commands, found[name]))
            rows += [_row(size, command, found) for command in found[PRODUCT]]
        print(
            f"\nlast-screen: {kind}, until the last screen has it, {commands * repeats} of each\n"
        )
        print(table(HEADS, rows))
        print("\n" + generator(busy))


HEADS = (
    *("screens", "command", "p50, ms", "p99, ms"),
    *(f"{TUTORIAL}: p50, ms", "p99, ms", "times, p50", "times, p99"),
)


async def _measure(start: Start, size: int, commands: int, found: Times) -> float:
    """Add the milliseconds of every command; return how busy the crowd was."""
    with start() as side:
        await hand_in(side, commands + WARM_UP)  # what the tutorials' next calls
        cases: dict[str, tuple[Call, Callable[[Line], Awaitable[object]]]] = {
            "next, at sites": (side.sites(site_names(size)), side.move_on),
            "submit, at desks": (side.desks(), lambda line: line.send(side.submit())),
        }
        busy = 0.0
        for name, (call, give) in cases.items():
            with crowd(call, size, CROWD) as clients:
                line = await Line.open(side.port)
                seen = [
                    await one(clients, size, partial(give, line)) for _ in range(WARM_UP + commands)
                ]
                line.close()
            found.setdefault(name, []).extend(1e3 * took for took, _ in seen[WARM_UP:])
            busy = max(busy, *(cpu / took for took, cpu in seen))
    return busy


async def hand_in(side: Side, questions: int) -> None:
    """Hand in so many questions, one after the other."""
    line = await Line.open(side.port)
    for _ in range(questions):
        await line.send(side.submit())
    line.close()


async def one(
    clients: Crowd, size: int, give: Callable[[], Awaitable[object]]
) -> tuple[float, float]:
    """Return the seconds until the last screen has a command, and the crowd's of them."""
    await asyncio.sleep(0.05)
    clients.expect(size)
    begun = time.perf_counter()
    await give()
    seen = await asyncio.to_thread(clients.wait)
    return seen.at - begun, seen.cpu


def _row(size: int, command: str, found: dict[str, Times]) -> list[str]:
    mine = p50_p99(found[PRODUCT][command])
    row = [f"{size:,}", command, *(f"{figure:.1f}" for figure in mine)]
    if TUTORIAL not in found:
        return [*row, "not here", "", "", ""]
    other = p50_p99(found[TUTORIAL][command])
    row += [f"{figure:.1f}" for figure in other]
    return row + [times(a, b) for a, b in zip(mine, other, strict=True)]


def p50_p99(some: Sequence[float]) -> tuple[float, float]:
    """Return the median and the slowest hundredth."""
    return statistics.median(some), statistics.quantiles(some, n=100, method="inclusive")[-1]
