"""Long reads beside the event loop: a thread with a loop and a connection of its own.

Making objects of ten thousand rows takes a second. Here it takes that second from nobody who waits
for a message; the two threads share the interpreter, a few milliseconds in turn.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

Result = TypeVar("Result")
Work = Callable[[AsyncSession], Awaitable[Result]]


class Aside:
    """Reads one thing after another in a thread that starts with the first of them."""

    def __init__(self, make_engine: Callable[[], AsyncEngine]) -> None:
        self._make_engine = make_engine
        self._loop: asyncio.AbstractEventLoop | None = None
        self._engine: AsyncEngine | None = None

    async def read(self, work: Work[Result]) -> Result:
        """Return what `work` makes of a session whose queries all see the same moment."""
        return await self._in_thread(self._read(work))

    async def close(self) -> None:
        """Close the connection and end the thread."""
        if self._loop is not None:
            await self._in_thread(self._dispose())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._loop = None

    async def _in_thread(self, work: Coroutine[Any, Any, Result]) -> Result:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            threading.Thread(target=_run, args=(self._loop,), name="aside", daemon=True).start()
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def _read(self, work: Work[Result]) -> Result:
        if self._engine is None:
            self._engine = self._make_engine()
        async with AsyncSession(self._engine, expire_on_commit=False) as session:
            return await work(session)

    async def _dispose(self) -> None:
        if self._engine is not None:
            await self._engine.dispose()


def _run(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    loop.close()
