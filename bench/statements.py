"""Where a command's time goes: how many statements it issues, and what the database takes of it.

Counted at 100 questions; see `growth` for what more of them change.
"""

import statistics
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from bench.commands import COMMANDS, Morning
from bench.filling import HALF_QUEUED
from bench.places import Place, place
from bench.tables import table

ROUNDS, QUICK_ROUNDS = 40, 5
SIZE = 100


@dataclass
class Ledger:
    """Statements and milliseconds of one step after another, by step."""

    statements: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    milliseconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    texts: list[tuple[float, str]] = field(default_factory=list)
    """What the step that ran last has issued: milliseconds and text."""

    @asynccontextmanager
    async def around(self, step: str) -> AsyncIterator[None]:
        """Write a step down."""
        self.texts.clear()
        yield
        self.statements[step].append(len(self.texts))
        self.milliseconds[step].append(sum(took for took, _ in self.texts))


@contextmanager
def listening(place: Place, ledger: Ledger) -> Iterator[None]:
    """Write down every statement of the application, its reads and the live feed's included."""
    engines = [place.database.writer.sync_engine]
    if place.database.is_sqlite:
        engines.append(place.database.reader.sync_engine)  # PostgreSQL's is the same one

    def before(_c: Any, _cursor: Any, _text: str, _p: Any, context: Any, _many: bool) -> None:
        context.begun = time.perf_counter()

    def after(_c: Any, _cursor: Any, text: str, _p: Any, context: Any, _many: bool) -> None:
        took = 1e3 * (time.perf_counter() - context.begun) if context is not None else 0.0
        ledger.texts.append((took, text))

    for engine in engines:
        event.listen(engine, "before_cursor_execute", before)
        event.listen(engine, "after_cursor_execute", after)
    yield
    for engine in engines:
        event.remove(engine, "before_cursor_execute", before)
        event.remove(engine, "after_cursor_execute", after)


async def run(kinds: Sequence[str], *, quick: bool) -> None:
    """Count and print; one table for each kind of database."""
    rounds = QUICK_ROUNDS if quick else ROUNDS
    for kind in kinds:
        ledger = Ledger()
        async with place(kind, SIZE, HALF_QUEUED) as here:
            morning = await Morning.begin(here, ledger.around)
            with listening(here, ledger):
                for _ in range(rounds):
                    for step in COMMANDS:
                        await morning.step(step)
        print(f"\nstatements: {kind}, {SIZE} questions, medians of {rounds}\n")
        heads = ("", "statements", "in them, ms", "answer, ms", "screens, ms")
        print(table(heads, [_row(step, ledger, morning) for step in COMMANDS]))


def _row(step: str, ledger: Ledger, morning: Morning) -> list[str]:
    figures = (
        ledger.milliseconds[step],
        [t.answer for t in morning.timings[step]],
        [t.screens for t in morning.timings[step]],
    )
    number = f"{statistics.median(ledger.statements[step]):.0f}"
    return [step, number, *(f"{statistics.median(some):.2f}" for some in figures)]
