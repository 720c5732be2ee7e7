"""Limits against guessing: failed sign-ins for each name and address."""

import time

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

    async def check(self, username: str, address: str) -> None:
        """Raise the problem `too_many_requests` while too many have failed."""
        if await self._limiter.test(self._item, username, address):
            return
        window = await self._limiter.get_window_stats(self._item, username, address)
        seconds = max(1, round(window.reset_time - time.time()))
        raise Problem("too_many_requests", {"Retry-After": str(seconds)}, seconds=seconds)

    async def count(self, username: str, address: str) -> None:
        """Count one failure."""
        await self._limiter.hit(self._item, username, address)
