"""How many questions a second can be handed in while 1,000 screens stay up to date?

Open loop: requests are sent when they are due, whether or not the last are answered. Delivery is
from when a request was due until a screen has read of it, of every question at every screen; a
question that a screen has not read of when the trial ends has taken for ever.
"""

import asyncio
import math
import statistics
import time
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bench.crowd import Crowd, crowd
from bench.crowd_words import Arrival
from bench.line import Line
from bench.processes import CROWD, cpu
from bench.product import template
from bench.sides import PRODUCT, TUTORIAL, Side, Start, sides
from bench.tables import generator, table, times

SCREENS, QUICK_SCREENS = 1_000, 200
RATES = (10, 25, 50, 100, 200, 300)
SECONDS, QUICK_SECONDS = 10.0, 3.0
REPEATS, QUICK_REPEATS = 3, 1
GRACE = 2.0
"""Seconds after the last request in which screens may still be told."""
BOUND = 0.3
"""Seconds within which 99 of 100 are to be delivered."""
LIMIT = 8
"""How many times the tutorials' way's rate it is to be."""


class Trial(NamedTuple):
    """What one rate came to; times in seconds."""

    rate: int
    p50: float
    p99: float
    server: float
    """The server's share of its processor."""
    busy: float
    """Crowd and sender together, on the other processor."""


Found = dict[str, list[list[Trial]]]
"""By side, each repetition's trials."""


async def run(kinds: Sequence[str], *, quick: bool) -> None:
    """Raise the rate of each side until it is too much; one table for each kind of database."""
    size, seconds = (QUICK_SCREENS, QUICK_SECONDS) if quick else (SCREENS, SECONDS)
    for kind in kinds:
        async with template(kind) as prepared:
            both = sides(prepared)
            found: Found = {name: [] for name in both}
            for _ in range(QUICK_REPEATS if quick else REPEATS):
                for name, start in both.items():
                    found[name].append(await _raise(start, size, seconds))
        print(f"\nsustained: {kind}, {size:,} screens, {seconds:.0f} s at each rate\n")
        heads = ("", "offered a second", "p50, ms", "p99, ms", "of its processor", "tried")
        print(table(heads, [row for name, some in found.items() for row in _rows(name, some)]))
        print("\n" + _ratio(found))
        print(generator(max(t.busy for some in found.values() for one in some for t in one)))


async def _raise(start: Start, size: int, seconds: float) -> list[Trial]:
    """Try one rate after the other until delivery is too slow."""
    trials: list[Trial] = []
    with start() as side, crowd(side.desks(), size, CROWD) as clients:
        ahead = await _warm(side, clients, size)
        for rate in RATES:
            trials.append(await _try(side, clients, size, ahead, rate, seconds))
            if trials[-1].p99 >= BOUND:
                break
    return trials


async def _warm(side: Side, clients: Crowd, size: int) -> int:
    """Hand in a few; return how far a change's number is ahead of its question's."""
    line, ahead = await Line.open(side.port), 0
    for _ in range(5):
        clients.expect(size)
        answer = await line.send(side.submit())
        seen = await asyncio.to_thread(clients.wait)
        ahead = seen.seq - side.number(answer)
    line.close()
    return ahead


async def _try(
    side: Side, clients: Crowd, size: int, ahead: int, rate: int, seconds: float
) -> Trial:
    """Offer so many questions, give the screens their grace, and see what has arrived."""
    clients.follow()
    begun, used, own = time.perf_counter(), cpu(side.process), time.process_time()
    sender = Sender(side, ahead)
    await sender.offer(rate, seconds)
    took, used = time.perf_counter() - begun, cpu(side.process) - used
    own = time.process_time() - own
    await asyncio.sleep(GRACE)
    arrivals, seen = clients.followed()
    await sender.stop()
    p50, p99 = _delivery(arrivals, sender.due, round(rate * seconds) * size)
    return Trial(rate, p50, p99, used / took, seen.busy + own / took)


class Sender:
    """Sends when a request is due, on a line that is free or on one more."""

    def __init__(self, side: Side, ahead: int) -> None:
        self.due: dict[int, float] = {}
        """When each number was due; of the questions that were answered."""
        self._side, self._ahead = side, ahead
        # In turn: the server would close one that has been idle for some seconds.
        self._free: deque[Line] = deque()
        self._tasks: list[asyncio.Task[None]] = []

    async def offer(self, rate: int, seconds: float) -> None:
        """Send at this rate."""
        begun = time.perf_counter()
        for place in range(round(rate * seconds)):
            at = begun + place / rate
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            self._tasks.append(asyncio.create_task(self._send(at)))

    async def stop(self) -> None:
        """Wait no longer for what has not been answered."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for line in self._free:
            line.close()

    async def _send(self, at: float) -> None:
        line = self._free.popleft() if self._free else await Line.open(self._side.port)
        answer = await line.send(self._side.submit())
        self.due[self._side.number(answer) + self._ahead] = at
        self._free.append(line)


def _delivery(
    arrivals: Sequence[Arrival], due: dict[int, float], wanted: int
) -> tuple[float, float]:
    """Return p50 and p99 of all deliveries that were wanted, in seconds."""
    took = sorted(
        at - due[number]
        for _, at, prev, seq in arrivals
        for number in range(prev + 1, seq + 1)
        if number in due
    )
    places = (math.ceil(wanted * share) - 1 for share in (0.50, 0.99))
    p50, p99 = (took[place] if place < len(took) else math.inf for place in places)
    return p50, p99


def _rows(name: str, repetitions: Sequence[Sequence[Trial]]) -> Iterator[list[str]]:
    """Give a line with the medians of each rate that was tried."""
    for rate in RATES:
        some = [trial for trials in repetitions for trial in trials if trial.rate == rate]
        if some:
            _, p50, p99, share, _ = map(statistics.median, zip(*some, strict=True))
            yield [
                name,
                str(rate),
                _milliseconds(p50),
                _milliseconds(p99),
                f"{share:.0%}",
                str(len(some)),
            ]


def _milliseconds(seconds: float) -> str:
    return f"{1e3 * seconds:.0f}" if seconds < math.inf else "∞"


def _ratio(found: Found) -> str:
    best = {
        name: statistics.median(_best(trials) for trials in repetitions)
        for name, repetitions in found.items()
    }
    told = ", ".join(f"{name}: {rate:.0f}" for name, rate in best.items())
    told = f"The highest rate with p99 under {1e3 * BOUND:.0f} ms: {told}."
    if TUTORIAL in best:
        told += f" {times(best[PRODUCT], best[TUTORIAL])} times (at least {LIMIT})."
    return told


def _best(trials: Sequence[Trial]) -> int:
    return max((trial.rate for trial in trials if trial.p99 < BOUND), default=0)
