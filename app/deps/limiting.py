"""Limits against guessing: failed sign-ins for each name and address."""

import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from app.errors import Problem

WINDOW_MINUTES = 5


class FailedSignIns:
    """Counts failures within the window; past the limit nobody is let in under that name there."""

    def __init__(self, limit: int) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._item = RateLimitItemPerMinute(limit, WINDOW_MINUTES)
        self._under_way: Counter[tuple[str, str]] = Counter()

    @asynccontextmanager
    async def attempt(self, username: str, address: str) -> AsyncIterator[None]:
        """Let one attempt be made; it counts as failed when the block is left by `bad_credentials`.

        Attempts under way count too, so that many at once do not pass the limit. Raises the problem
        `too_many_requests`.
        """
        who = (username, address)
        window = await self._limiter.get_window_stats(self._item, *who)
        if window.remaining <= self._under_way[who]:
            seconds = max(1, round(window.reset_time - time.time()))
            raise Problem("too_many_requests", {"Retry-After": str(seconds)}, seconds=seconds)
        self._under_way[who] += 1
        try:
            yield
        except Problem as problem:
            if problem.code == "bad_credentials":
                await self._limiter.hit(self._item, *who)
            raise
        finally:
            self._under_way[who] -= 1
            if not self._under_way[who]:
                del self._under_way[who]
