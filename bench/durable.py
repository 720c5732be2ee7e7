"""How many questions a second are taken in so that a power cut does not lose them?

Clients that hand in the next question when the last is answered, and nobody who watches.
"""

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.line import Line
from bench.product import Template, template
from bench.sides import PRODUCT, TUTORIAL, Side, Start, sides
from bench.tables import generator, table, times

CLIENTS = 16
SECONDS, QUICK_SECONDS = 8.0, 2.0
REPEATS, QUICK_REPEATS = 5, 2
WARM_UP = 5
LIMIT = 1.5
"""How many times as many as the tutorials' way it is to be."""
LIMIT_OF_P99 = 20
"""How many times a lone writer's p99 that of one among `CLIENTS` may be, on SQLite."""


@dataclass
class Rates:
    """What the repetitions of one case came to."""

    a_second: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    """In milliseconds, of each repetition."""
    refused: int = 0
    """Requests that were answered with an error: they do not count."""
    busy: float = 0.0


Found = dict[tuple[str, int], Rates]
"""By side and number of clients."""


async def run(kinds: Sequence[str], *, quick: bool) -> None:
    """Measure all cases in turns; one table for each kind of database."""
    seconds = QUICK_SECONDS if quick else SECONDS
    for kind in kinds:
        async with template(kind) as prepared:
            found = await _in_turns(prepared, QUICK_REPEATS if quick else REPEATS, seconds)
        print(f"\ndurable: {kind}, questions handed in, {seconds:.0f} s each time\n")
        heads = ("", "clients", "a second", "p50, ms", "p99, ms", "refused")
        print(table(heads, [_row(*case, rates) for case, rates in found.items()]))
        print("\n" + "\n".join(_ratios(kind, found)))
        print(generator(max(rates.busy for rates in found.values())))


async def _in_turns(prepared: Template, repeats: int, seconds: float) -> Found:
    both = sides(prepared)
    found: Found = {(name, clients): Rates() for name in both for clients in (1, CLIENTS)}
    for _ in range(repeats):
        for (name, clients), rates in found.items():
            await _measure(both[name], clients, seconds, rates)
    return found


async def _measure(start: Start, clients: int, seconds: float, rates: Rates) -> None:
    with start() as side:
        lines = [await Line.open(side.port) for _ in range(clients)]
        await asyncio.gather(*(_hand_in(side, line, 0.0) for line in lines))
        begun, cpu = time.perf_counter(), time.process_time()
        told = await asyncio.gather(*(_hand_in(side, line, seconds) for line in lines))
        took = time.perf_counter() - begun
        rates.busy = max(rates.busy, (time.process_time() - cpu) / took)
        for line in lines:
            line.close()
    answers = [answer for some, _ in told for answer in some]
    rates.a_second.append(len(answers) / took)
    rates.p50.append(statistics.median(answers))
    rates.p99.append(statistics.quantiles(answers, n=100, method="inclusive")[-1])
    rates.refused += sum(refused for _, refused in told)


async def _hand_in(side: Side, line: Line, seconds: float) -> tuple[list[float], int]:
    """Hand in one after the other; return the milliseconds of each, and how many were refused."""
    answers: list[float] = []
    refused = 0
    ends = time.perf_counter() + seconds
    while len(answers) + refused < WARM_UP or time.perf_counter() < ends:
        begun = time.perf_counter()
        try:
            await line.send(side.submit())
        except RuntimeError:
            refused += 1
        else:
            answers.append(1e3 * (time.perf_counter() - begun))
    return answers, refused


def _row(name: str, clients: int, rates: Rates) -> list[str]:
    figures = (rates.a_second, rates.p50, rates.p99)
    medians = (f"{statistics.median(figure):.1f}" for figure in figures)
    return [name, str(clients), *medians, str(rates.refused)]


def _ratios(kind: str, found: Found) -> list[str]:
    mine = {clients: found[PRODUCT, clients] for clients in (1, CLIENTS)}
    told = []
    if (TUTORIAL, CLIENTS) in found:
        both = mine[CLIENTS], found[TUTORIAL, CLIENTS]
        ratio = times(*(statistics.median(rates.a_second) for rates in both))
        told.append(f"A second with {CLIENTS} clients, to {TUTORIAL}: {ratio} (at least {LIMIT}).")
    if kind == "sqlite":
        p99 = [statistics.median(mine[clients].p99) for clients in (CLIENTS, 1)]
        told.append(
            f"p99 of {CLIENTS} writers to that of one: {times(*p99)} (limit {LIMIT_OF_P99})."
        )
    return told
