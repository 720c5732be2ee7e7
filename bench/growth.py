"""Does a command cost more the more questions there are? Measured on two databases in turns."""

import gc
import statistics
from collections.abc import Sequence

from bench.commands import COMMANDS, STEPS, Morning, Timing
from bench.filling import ALL_QUEUED, HALF_QUEUED
from bench.places import place
from bench.tables import table, times

SMALL, LARGE = 100, 10_000
LIMIT = 1.5
"""How many times its time at `SMALL` a command may take at `LARGE`."""
PROMISED = ("submit", "move to head", "move to middle", "next")
ROUNDS, QUICK_ROUNDS = 40, 10
WARM_UP = 3
MIXES = {"all of them in the queue": ALL_QUEUED, "half of them in the queue": HALF_QUEUED}
"""The hard one first: in a hurry it is the only one."""


async def run(kinds: Sequence[str], *, quick: bool) -> None:
    """Measure and print; one table for each kind of database and mix of states."""
    rounds = QUICK_ROUNDS if quick else ROUNDS
    for kind in kinds:
        for words, mix in list(MIXES.items())[: 1 if quick else None]:
            async with place(kind, SMALL, mix) as small, place(kind, LARGE, mix) as large:
                mornings = await Morning.begin(small), await Morning.begin(large)
                gc.collect()
                gc.freeze()  # as the server does
                await _rounds(mornings, WARM_UP)
                for morning in mornings:
                    morning.forget()
                await _rounds(mornings, rounds)
                gc.unfreeze()
            print(f"\ngrowth: {kind}, {words}, {rounds} rounds\n")
            print(_table(*mornings))


async def _rounds(mornings: Sequence[Morning], rounds: int) -> None:
    """Give every command at both places before the next one; who begins changes."""
    for number in range(rounds):
        for step in STEPS:
            for morning in mornings if number % 2 else reversed(mornings):
                await morning.step(step)


def _table(small: Morning, large: Morning) -> str:
    heads = [""]
    for size in (SMALL, LARGE):
        heads += [f"{size:,} questions: answer, ms", "p95"]
    heads += [f"times: answer, {LARGE:,} to {SMALL:,}", "limit", "screens", "cpu"]
    return table(heads, [_row(s, small.timings[s], large.timings[s]) for s in STEPS])


def _row(step: str, small: Sequence[Timing], large: Sequence[Timing]) -> list[str]:
    answers = [t.answer for t in small], [t.answer for t in large]
    figures = [f"{figure:.2f}" for a in answers for figure in (statistics.median(a), _p95(a))]
    limit = f"{LIMIT:.1f}" if step in PROMISED else ""
    row = [step, *figures, _times(*answers), limit]
    if step not in COMMANDS:
        return [*row, "", ""]
    screens = _times([t.screens for t in small], [t.screens for t in large])
    return [*row, screens, _times([t.cpu for t in small], [t.cpu for t in large])]


def _times(small: Sequence[float], large: Sequence[float]) -> str:
    return times(statistics.median(large), statistics.median(small))


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]
