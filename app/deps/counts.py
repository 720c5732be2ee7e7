"""Counts within a moving window: of this worker, and of all workers while there is a Valkey.

Both are kept. While Valkey is away a worker goes by its own count: nobody is locked out by that,
and nobody is let in for ever.
"""

from time import monotonic
from typing import Any

import structlog
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

from app.live.hints import shared_name
from app.settings import Settings

_log = structlog.get_logger()

WINDOW_MINUTES = 5
TIMEOUT = 0.5
"""Seconds that an answer of Valkey may take."""
RETRY_SECONDS = 5.0
"""How long Valkey is not asked again after it did not answer."""


class SharedCounts:
    """The counts of all workers on one database."""

    def __init__(self, settings: Settings) -> None:
        self._pool: ConnectionPool = ConnectionPool.from_url(
            settings.hints_url, protocol=2, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT
        )
        options: dict[str, Any] = {"connection_pool": self._pool}
        self.limiter = MovingWindowRateLimiter(
            RedisStorage(
                "async+redis://",
                implementation="redispy",
                key_prefix=shared_name(settings.database_url, "counts"),
                **options,
            )
        )
        self._ask_again_at = 0.0
        self._outage = False

    def is_to_be_asked(self) -> bool:
        """Tell whether Valkey may be there."""
        return monotonic() >= self._ask_again_at

    def note(self, error: Exception | None) -> None:
        """Note an answer, or that there was none; an outage is told once."""
        if error is None:
            self._outage = False
            return
        self._ask_again_at = monotonic() + RETRY_SECONDS
        if not self._outage:
            _log.warning("counts.away", error=str(error))
        self._outage = True

    async def close(self) -> None:
        """Close the connections."""
        await self._pool.aclose()


class Counts:
    """How often something happened within the window, by who it was; `name` tells kinds apart."""

    def __init__(self, name: str, limit: int, shared: SharedCounts | None) -> None:
        self._name = name
        self._item = RateLimitItemPerMinute(limit, WINDOW_MINUTES)
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared = shared

    async def left(self, *who: str) -> tuple[int, float]:
        """Return how often it may still happen, and when (seconds since 1970) that is more."""
        windows = [await self._own.get_window_stats(self._item, self._name, *who)]
        if self._shared is not None and self._shared.is_to_be_asked():
            try:
                limiter = self._shared.limiter
                windows.append(await limiter.get_window_stats(self._item, self._name, *who))
                self._shared.note(None)
            except (RedisError, OSError) as error:
                self._shared.note(error)
        least = min(windows, key=lambda window: window.remaining)
        return least.remaining, least.reset_time

    async def hit(self, *who: str) -> bool:
        """Count once more; tell whether that was within the limit."""
        is_within = await self._own.hit(self._item, self._name, *who)
        if self._shared is not None and self._shared.is_to_be_asked():
            try:
                is_within &= await self._shared.limiter.hit(self._item, self._name, *who)
                self._shared.note(None)
            except (RedisError, OSError) as error:
                self._shared.note(error)
        return is_within
