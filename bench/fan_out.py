"""What does telling one screen cost? The product's whole path against what others would do.

Server and crowd have a processor each. Figures are microseconds of the server's processor time for
each message delivered; only ratios of one run mean something.
"""

import asyncio
import math
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from functools import partial

import httpx

from bench.crowd import Crowd, crowd
from bench.crowd_words import Seen
from bench.moves import Moves
from bench.processes import CROWD, cpu, most_sockets, server
from bench.product import Template, product, screens, template
from bench.rival_servers import LIMITS, Rival, rivals
from bench.tables import generator, table, times

SIZES, QUICK_SIZES = (100, 1_000, 5_000, 10_000), (100, 1_000)
REPEATS, QUICK_REPEATS = 5, 2
PRODUCT = "Đối Thoại, the whole path"
Figure = tuple[float, float]
"""Microseconds for each message, and how busy the crowd was."""


async def run(_kinds: Sequence[str], *, quick: bool) -> None:
    """Measure in turns, and print one table for each size of the crowd."""
    others = await asyncio.to_thread(lambda: list(rivals()))
    async with template("sqlite", questions=0) as made:
        for size in QUICK_SIZES if quick else SIZES:
            if size > most_sockets():
                print(f"\nfan-out: {size:,} screens are more than `ulimit -n` allows\n")
                continue
            repeats = QUICK_REPEATS if quick else REPEATS
            figures = await asyncio.to_thread(_in_turns, made, others, size, repeats)
            print(f"\nfan-out: {size:,} screens, {rounds(size)} messages to each\n")
            print(_table(figures))
            print("\n" + generator(max(busy for some in figures.values() for _, busy in some)))


def rounds(size: int) -> int:
    """Return how many messages everybody is sent: the slowest rival has to come to an end."""
    return 20 if size <= 1_000 else 5


def _in_turns(
    made: Template, others: Sequence[Rival], size: int, repeats: int
) -> dict[str, list[Figure]]:
    figures: dict[str, list[Figure]] = {PRODUCT: [], **{one.name: [] for one in others}}
    for place in range(repeats):
        figures[PRODUCT].append(_product(made, size))
        for one in others:
            # Minutes for each measurement of a large crowd: one of them is enough.
            if not (one.is_slow and size > 1_000 and place):
                figures[one.name].append(_rival_or_nothing(one, size))
    return figures


def _rival(one: Rival, size: int) -> Figure:
    number = max(1, rounds(size) // 5) if one.is_slow else rounds(size)
    with (
        server(one.command_for(number)) as (process, port),
        crowd(one.call(port), size, CROWD) as clients,
    ):
        begin = partial(process.send_signal, one.begin)
        _measured(process, clients, size * number, begin)  # warm
        seen, used = _measured(process, clients, size * number, begin)
    return used / seen.messages * 1e6, seen.busy


def _rival_or_nothing(one: Rival, size: int) -> Figure:
    """Go on without a rival that is not up to so many screens."""
    try:
        return _rival(one, size)
    except (TimeoutError, ConnectionError) as error:
        print(f"{one.name} with {size:,} screens: {error}", flush=True)
        return math.inf, 0.0


def _product(made: Template, size: int) -> Figure:
    """The same for commands by HTTP, without what the commands cost when nobody watches."""
    with (
        made.copy() as url,
        product(url) as (process, port),
        httpx.Client(timeout=30) as client,
    ):
        moves = Moves(client, port)
        _unwatched(process, moves, size)  # warm
        alone = [_unwatched(process, moves, size)]
        with crowd(screens(port, "hall"), size, CROWD) as clients:
            _watched(process, moves, clients, size)  # warm
            used, busy = _watched(process, moves, clients, size)
        alone.append(_unwatched(process, moves, size))
    return (used - statistics.mean(alone)) / (size * rounds(size)) * 1e6, busy


def _unwatched(process: subprocess.Popen[str], moves: Moves, size: int) -> float:
    """Return the processor seconds of the same commands when nobody watches."""
    time.sleep(0.2)
    before = cpu(process)
    for _ in range(rounds(size)):
        moves.give()
    return cpu(process) - before


def _watched(
    process: subprocess.Popen[str], moves: Moves, clients: Crowd, size: int
) -> tuple[float, float]:
    """Return the seconds of commands that all screens are told, and how busy the crowd was.

    Each command waits for the one before to be everywhere, or two would be told in one message;
    and no longer, because that keeps connections alive at a cost of its own.
    """
    time.sleep(0.2)
    before, begun, theirs = cpu(process), time.perf_counter(), 0.0
    for _ in range(rounds(size)):
        clients.expect(size)
        moves.give()
        theirs += clients.wait(240.0).cpu
    return cpu(process) - before, theirs / (time.perf_counter() - begun)


def _measured(
    process: subprocess.Popen[str], clients: Crowd, messages: int, begin: Callable[[], None]
) -> tuple[Seen, float]:
    """Let a series of messages be sent; return what the crowd saw, and the server's seconds."""
    time.sleep(0.2)
    clients.expect(messages)
    before = cpu(process)
    begin()
    seen = clients.wait(240.0)
    return seen, cpu(process) - before


def _table(figures: dict[str, list[Figure]]) -> str:
    medians = {name: statistics.median(cost for cost, _ in some) for name, some in figures.items()}
    heads = ("", "µs a message", "product to it", "limit")
    rows = [
        (
            name,
            f"{median:.1f}" if median < math.inf else "not up to it",
            times(medians[PRODUCT], median),
            str(LIMITS.get(name, "")),
        )
        for name, median in medians.items()
    ]
    missing = [
        (name, "not here", "", str(limit)) for name, limit in LIMITS.items() if name not in medians
    ]
    return table(heads, [*rows, *missing])
