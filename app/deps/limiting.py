"""Limits against guessing and flooding: failures for each name and address, requests for each."""

import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import HTTPConnection

from app.deps.counts import Counts
from app.domain.errors import Refusal
from app.errors import Problem


def address_of(connection: HTTPConnection) -> str:
    """Return where a request comes from, as the proxy says."""
    return connection.client.host if connection.client is not None else ""


class Failures:
    """Counts failures of one code within the window; past the limit nobody is let in there."""

    def __init__(self, counts: Counts, code: str) -> None:
        self._counts = counts
        self._code = code
        self._under_way: Counter[tuple[str, ...]] = Counter()

    @asynccontextmanager
    async def attempt(self, *who: str) -> AsyncIterator[None]:
        """Let one attempt be made; it counts as failed when the block is left by the code.

        Attempts under way here count too, so that many at once do not pass the limit. Raises the
        problem `too_many_requests`.
        """
        left, more_at = await self._counts.left(*who)
        if left <= self._under_way[who]:
            raise too_many(more_at - time.time())
        self._under_way[who] += 1
        try:
            yield
        except (Problem, Refusal) as error:
            if error.code == self._code:
                await self._counts.hit(*who)
            raise
        finally:
            self._under_way[who] -= 1
            if not self._under_way[who]:
                del self._under_way[who]


class Requests:
    """Counts requests from each address within the window."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts

    async def count(self, address: str) -> None:
        """Count one request. Raises the problem `too_many_requests`."""
        if not await self._counts.hit(address):
            _, more_at = await self._counts.left(address)
            raise too_many(more_at - time.time())


def too_many(wait: float) -> Problem:
    """Return the problem that says how many seconds to wait."""
    seconds = max(1, round(wait))
    return Problem("too_many_requests", {"Retry-After": str(seconds)}, seconds=seconds)
