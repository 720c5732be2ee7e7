"""Where files are built: a process of its own for each, one at a time, a few waiting.

Laying out a thousand pages takes seconds of processor time and much memory. In a process that ends
afterwards it takes neither from those who follow the conference.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

MOST_WAITING = 4
LONGEST_SECONDS = 120.0
AGAIN_SECONDS = 10
"""After how long to ask again when too many wait."""
_log = structlog.get_logger()


class WorkshopFull(Exception):
    """As many files are asked for already as may wait."""


class Workshop:
    """Builds one file at a time."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._inside = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn. Raises `WorkshopFull`."""
        if self._inside > MOST_WAITING:
            raise WorkshopFull
        self._inside += 1
        try:
            async with self._turn:
                yield
        finally:
            self._inside -= 1

    async def build(self, order: bytes) -> bytes:
        """Return the file of an order in JSON. Raises `RuntimeError` when it cannot be built."""
        command = [sys.executable, "-P", "-m", "app.exchange.builder"]
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=pipe, stderr=pipe
        )
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                made, said = await process.communicate(order)
        except TimeoutError:
            msg = "a file took too long to build"
            raise RuntimeError(msg) from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            _log.error("export.failed", said=said.decode(errors="replace")[-2000:])
            msg = "a file could not be built"
            raise RuntimeError(msg)
        return made
