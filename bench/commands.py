"""A round of commands as a morning brings them, each timed; the queue keeps its length."""

import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from app.domain.lifecycle import State
from bench.places import Place
from tests.conftest import question


@dataclass(frozen=True, slots=True)
class Timing:
    """What one command took, in milliseconds."""

    answer: float
    """From sending the request to having its answer."""
    screens: float
    """From sending the request until the desk's screen was told."""
    cpu: float
    """Processor time of this process, all threads, up to then. PostgreSQL's is not in it."""


Timings = dict[str, list[Timing]]
Around = Callable[[str], Any]
"""Gives an async context manager that is entered around each command."""


@asynccontextmanager
async def _nothing(_name: str) -> AsyncIterator[None]:
    yield


class Morning:
    """Gives commands at one place and remembers how the queue stands."""

    def __init__(self, place: Place, queue: list[int], around: Around = _nothing) -> None:
        self.timings: Timings = {name: [] for name in STEPS}
        self._place = place
        self._around = around
        self._queue = queue
        self._current: int | None = None
        self._new = 0
        self._chance = random.Random(place.size)

    @classmethod
    async def begin(cls, place: Place, around: Around = _nothing) -> "Morning":
        """Read the queue, and give the floor to its first question."""
        async with place.database.read() as session:
            from app.queries import floor

            conference = await place.conference()
            waiting = await floor.waiting(session, conference.id or 0)
        morning = cls(place, [w.number for w in waiting], around)
        await morning.move_on()
        return morning

    async def step(self, name: str) -> None:
        """Give the command of that name and note what it took."""
        request = await STEPS[name](self)
        before = (await self._place.conference()).last_seq
        async with self._around(name):
            wall, cpu = time.perf_counter(), time.process_time()
            response = await request()
            answered = time.perf_counter()
            if name != "healthz":
                await self._place.shown(before + 1)
            screens, cpu = time.perf_counter(), time.process_time() - cpu
        _check(response)
        if name == "submit":
            self._new = response.json()["number"]
        timing = Timing(1e3 * (answered - wall), 1e3 * (screens - wall), 1e3 * cpu)
        self.timings[name].append(timing)

    async def move_on(self) -> None:
        """Take the first step at the floor, untimed."""
        _check(await (await self._next())())
