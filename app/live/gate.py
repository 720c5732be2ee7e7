"""The gate to the live socket: how many clients come in at once, and who is asked to come later."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import SystemRandom

import anyio

AT_ONCE = 8
"""Clients that are identified and given their first message at the same time. More would not be
faster: they wait for the same processor, and for the database's connections."""
LATER_MS = (1_000, 5_000)
"""When somebody who finds no place is to come again."""
_CHANCE = SystemRandom()


def come_again(between: tuple[int, int] = LATER_MS) -> int:
    """Return in how many milliseconds to come again.

    Any of them, so that those who leave together do not come back together.
    """
    return _CHANCE.randint(*between)


class GateIsFull(Exception):
    """Too many wait already. `retry_after_ms` says when to come again."""

    def __init__(self) -> None:
        super().__init__("too many at once")
        self.retry_after_ms = come_again()


class Gate:
    """Lets clients in at the pace at which they can be served, in the order in which they come."""

    def __init__(self, most_waiting: int) -> None:
        self._most_waiting = most_waiting
        self._places = anyio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def passing(self) -> AsyncIterator[None]:
        """Wait for a place, and have it for as long as the block lasts. Raises `GateIsFull`."""
        if self._places.statistics().tasks_waiting >= self._most_waiting:
            raise GateIsFull
        async with self._places:
            yield
