"""A round of commands as a morning brings them, each timed; the queue keeps its length."""

import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from app.queries import floor
from bench.places import Place
from tests.conftest import question

CONTROL = "healthz"
"""No command, no database: what the way in and out costs, and how noisy the run is."""
COMMANDS = ("submit", "approve", "enqueue", "move to head", "move to middle", "next")
STEPS = (CONTROL, *COMMANDS)
"""One round, in this order: what `enqueue` adds to the queue `next` takes from it."""

Around = Callable[[str], AbstractAsyncContextManager[None]]
"""Gives what is entered around each timed step."""
Request = tuple[str, str, Any]
"""Who sends it, its path below the conference, its body."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What one command took, in milliseconds."""

    answer: float
    """From sending the request to having its answer."""
    screens: float
    """From sending the request until the screens were told."""
    cpu: float
    """Processor time of this process, all threads, until then; PostgreSQL's is not in it."""


@asynccontextmanager
async def nothing_around(_step: str) -> AsyncIterator[None]:
    """Time a step and do nothing else."""
    yield


class Morning:
    """Gives commands at one place, and knows how the queue stands there."""

    def __init__(self, place: Place, queue: list[int], around: Around) -> None:
        self.timings: dict[str, list[Timing]] = {step: [] for step in STEPS}
        self._place = place
        self._around = around
        self._queue = queue
        self._current: int | None = None
        self._new = 0
        self._chance = random.Random(2025)

    @classmethod
    async def begin(cls, place: Place, around: Around = nothing_around) -> "Morning":
        """Begin with the queue as it is and nobody at the floor."""
        conference = await place.conference()
        async with place.database.read() as session:
            waiting = await floor.waiting(session, conference.id or 0)
        return cls(place, [w.number for w in waiting], around)

    def forget(self) -> None:
        """Forget the timings so far: they were to warm up."""
        for timings in self.timings.values():
            timings.clear()

    async def step(self, step: str) -> None:
        """Do one step of a round and note what it took."""
        if step == CONTROL:
            await self._control()
            return
        conference = await self._place.conference()
        who, path, body = self._request(step, conference.queue_version)
        async with self._around(step):
            wall, cpu = time.perf_counter(), time.process_time()
            response = await self._place.world.post(who, path, body)
            answered = time.perf_counter()
            await self._place.shown(conference.last_seq + 1)
            self._note(step, wall, answered, cpu)
        if response.is_error:
            raise RuntimeError(f"{step}: {response.status_code} {response.text}")
        self._follow(step, response.json())

    async def _control(self) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        await self._place.world.client.get("/healthz")
        self._note(CONTROL, wall, time.perf_counter(), cpu)

    def _note(self, step: str, wall: float, answered: float, cpu: float) -> None:
        shown, used = time.perf_counter(), time.process_time()
        timing = Timing(1e3 * (answered - wall), 1e3 * (shown - wall), 1e3 * (used - cpu))
        self.timings[step].append(timing)

    def _request(self, step: str, version: int) -> Request:
        match step:
            case "submit":
                return "cho-don", "/questions", question()
            case "next":
                expected = {"expected_current": self._current, "expected_next": self._queue[0]}
                return "chair", "/floor/next", expected
            case "move to head" | "move to middle":
                last, before = self._queue.pop(), self._neighbour(step)
                self._queue.insert(self._queue.index(before), last)
                moved = {"question": last, "before": before, "version": version}
                return "moderator", "/queue/move", moved
            case _:
                return "moderator", f"/questions/{self._new}/{step}", None

    def _neighbour(self, step: str) -> int:
        """Choose whom to move before; not always the same gap, which would wear it out."""
        if step == "move to head":
            return self._queue[self._chance.randint(1, 3)]
        middle, around = len(self._queue) // 2, len(self._queue) // 10
        return self._queue[middle + self._chance.randint(-around, around)]

    def _follow(self, step: str, answer: Any) -> None:
        match step:
            case "submit":
                self._new = answer["number"]
            case "enqueue":
                self._queue.append(self._new)
            case "next":
                self._current = self._queue.pop(0)
