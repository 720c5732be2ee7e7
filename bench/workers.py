"""Two workers against one: from a command to the last screen, on PostgreSQL, hints over Valkey.

The screens are dealt out by the kernel, commands go to one of the workers. No process is pinned:
two workers have both processors, and share them with PostgreSQL, Valkey and the crowd.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from bench.crowd import crowd
from bench.last_screen import WARM_UP, one, p50_p99
from bench.line import Line
from bench.processes import CROWD
from bench.product import Template, product, template
from bench.sides import Product
from bench.tables import generator, table, times
from tests.valkey import valkey

SIZES, QUICK_SIZES = (100, 1_000), (100,)
COMMANDS, QUICK_COMMANDS = 40, 10
REPEATS, QUICK_REPEATS = 3, 2
LIMIT = 1.5
ONE, TWO = "one worker", "two workers, Valkey"
Start = Callable[[], AbstractContextManager[Product]]


async def run(_kinds: Sequence[str], *, quick: bool) -> None:
    """Measure both in turns, and print one table."""
    commands, repeats = (QUICK_COMMANDS, QUICK_REPEATS) if quick else (COMMANDS, REPEATS)
    rows: list[list[str]] = []
    busy = 0.0
    async with template("postgresql") as prepared:
        for size in QUICK_SIZES if quick else SIZES:
            found: dict[str, list[float]] = {ONE: [], TWO: []}
            for _ in range(repeats):
                for name, start in _starts(prepared).items():
                    took, share = await _measure(start, size, commands)
                    found[name] += took
                    busy = max(busy, share)
            rows.append(_row(size, found))
    print(f"\nworkers: postgresql, until the last desk has a question, {commands * repeats} each\n")
    print(table(("screens", f"{ONE}: p50, ms", "p99", f"{TWO}: p50, ms", "p99", *TIMES), rows))
    print("\n" + generator(busy))


TIMES = ("times, p50", "times, p99", "limit, p99")


def _starts(prepared: Template) -> dict[str, Start]:
    @contextmanager
    def alone() -> Iterator[Product]:
        with prepared.copy() as url, product(url, pinned=False) as (process, port):
            yield Product(process, port, prepared)

    @contextmanager
    def together() -> Iterator[Product]:
        with valkey() as hints, prepared.copy() as url:
            told = {"DOITHOAI_HINTS_URL": hints.url}
            with product(url, "--workers", "2", pinned=False, **told) as (process, port):
                yield Product(process, port, prepared)
                process.terminate()  # so that it takes its workers along
                process.wait()

    return {ONE: alone, TWO: together}


async def _measure(start: Start, size: int, commands: int) -> tuple[list[float], float]:
    """Return the milliseconds of every command, and how busy the crowd was."""
    with start() as side, crowd(side.desks(), size, CROWD) as clients:
        line = await Line.open(side.port)
        seen = [
            await one(clients, size, lambda: line.send(side.submit()))
            for _ in range(WARM_UP + commands)
        ]
        line.close()
    took = [1e3 * seconds for seconds, _ in seen[WARM_UP:]]
    return took, max(cpu / seconds for seconds, cpu in seen)


def _row(size: int, found: dict[str, list[float]]) -> list[str]:
    (p50, p99), (both_p50, both_p99) = p50_p99(found[ONE]), p50_p99(found[TWO])
    figures = [f"{figure:.1f}" for figure in (p50, p99, both_p50, both_p99)]
    return [f"{size:,}", *figures, times(both_p50, p50), times(both_p99, p99), str(LIMIT)]
