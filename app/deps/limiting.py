"""Limits against guessing and flooding: failures for each name and address, requests for each."""

import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.requests import HTTPConnection

from app.domain.errors import Refusal
from app.errors import Problem

WINDOW_MINUTES = 5


def address_of(connection: HTTPConnection) -> str:
    """Return where a request comes from, as the proxy says."""
    return connection.client.host if connection.client is not None else ""


class Failures:
    """Counts failures of one code within the window; past the limit nobody is let in there."""

    def __init__(self, limit: int, code: str) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._item = RateLimitItemPerMinute(limit, WINDOW_MINUTES)
        self._code = code
        self._under_way: Counter[tuple[str, ...]] = Counter()

    @asynccontextmanager
    async def attempt(self, *who: str) -> AsyncIterator[None]:
        """Let one attempt be made; it counts as failed when the block is left by the code.

        Attempts under way count too, so that many at once do not pass the limit. Raises the problem
        `too_many_requests`.
        """
        window = await self._limiter.get_window_stats(self._item, *who)
        if window.remaining <= self._under_way[who]:
            raise too_many(window.reset_time - time.time())
        self._under_way[who] += 1
        try:
            yield
        except (Problem, Refusal) as error:
            if error.code == self._code:
                await self._limiter.hit(self._item, *who)
            raise
        finally:
            self._under_way[who] -= 1
            if not self._under_way[who]:
                del self._under_way[who]


class Requests:
    """Counts requests from each address within the window."""

    def __init__(self, limit: int) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._item = RateLimitItemPerMinute(limit, WINDOW_MINUTES)

    async def count(self, address: str) -> None:
        """Count one request. Raises the problem `too_many_requests`."""
        if not await self._limiter.hit(self._item, address):
            window = await self._limiter.get_window_stats(self._item, address)
            raise too_many(window.reset_time - time.time())


def too_many(wait: float) -> Problem:
    """Return the problem that says how many seconds to wait."""
    seconds = max(1, round(wait))
    return Problem("too_many_requests", {"Retry-After": str(seconds)}, seconds=seconds)
