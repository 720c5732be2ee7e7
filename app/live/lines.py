"""How messages reach one client: straight into its transport, or through a queue and `send`.

The first is the lean way and needs `app.live.wire` under uvicorn; the second works with any ASGI
server. Both are bounded, and both say when a client takes nothing any more.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Protocol

from app.live.message import Message

Send = Callable[[str], Awaitable[None]]


class Wire(Protocol):
    """What `app.live.wire` offers in the scope: a transport that takes ready frames."""

    def write_frame(self, frame: bytes, most: int) -> bool:
        """Write a whole frame; `False` when more than `most` bytes are unsent already.

        Nothing is written when the connection is closing.
        """

    def unsent(self) -> int:
        """Return the bytes that the client has not taken yet."""

    def wake(self) -> None:
        """Let the task that reads from the client return."""

    def abort(self) -> None:
        """Cut the connection off without waiting for what is unsent."""


class Line(Protocol):
    """One client's end of the line."""

    def take(self, message: Message) -> bool:
        """Send a message, now or in its turn; `False` when too much is unsent already."""

    def drop(self) -> None:
        """Forget what has not been sent and still can be forgotten."""

    def is_drained(self) -> bool:
        """Tell whether there is room for a snapshot."""

    def wake(self) -> None:
        """Let whoever serves the line notice that the connection is to leave."""

    def takes_nothing_for(self) -> float:
        """Return for how many seconds the client has taken nothing of what waits for it."""

    def abort(self) -> None:
        """Cut the client off."""


class WireLine:
    """Frames written straight into the client's transport, with one look at what is unsent."""

    __slots__ = ("_since", "_slow_bytes", "_unsent", "_wire", "abort", "drop", "wake")

    def __init__(self, wire: Wire, slow_bytes: int) -> None:
        self._wire = wire
        self._slow_bytes = slow_bytes
        self._unsent = 0
        self._since = monotonic()
        self.drop = _nothing
        self.wake = wire.wake
        self.abort = wire.abort

    def take(self, message: Message) -> bool:
        """Write the frame unless more than the bound is unsent."""
        return self._wire.write_frame(message.frame, self._slow_bytes)

    def is_drained(self) -> bool:
        """Tell whether most of what was unsent has gone."""
        return self._wire.unsent() <= self._slow_bytes // 4

    def takes_nothing_for(self) -> float:
        """Return the seconds since less was unsent than at an earlier look, or nothing was."""
        unsent, before = self._wire.unsent(), self._unsent
        self._unsent = unsent
        if unsent == 0 or unsent < before or before == 0:
            self._since = monotonic()
        return monotonic() - self._since


class QueuedLine:
    """A bounded queue that `pump` empties by an ASGI server's `send`."""

    def __init__(self, slow_bytes: int) -> None:
        self.cut = asyncio.Event()
        self._slow_bytes = slow_bytes
        self._waiting: deque[tuple[str, int]] = deque()
        self._bytes = 0
        self._sending_since: float | None = None
        self._changed = asyncio.Event()
        self.wake = self._changed.set
        self.abort = self.cut.set

    def take(self, message: Message) -> bool:
        """Queue the message unless it would pass the bound; one message always has room."""
        size = len(message.text.encode())
        if self._bytes + size > self._slow_bytes and self._waiting:
            return False
        self._waiting.append((message.text, size))
        self._bytes += size
        self._changed.set()
        return True

    def drop(self) -> None:
        """Empty the queue."""
        self._waiting.clear()
        self._bytes = 0

    def is_drained(self) -> bool:
        """Tell whether nothing waits and nothing is on its way."""
        return not self._waiting and self._sending_since is None

    def takes_nothing_for(self) -> float:
        """Return how long one message has been on its way."""
        return 0.0 if self._sending_since is None else monotonic() - self._sending_since

    async def pump(self, send: Send, is_leaving: Callable[[], bool]) -> None:
        """Send what is queued, in order, until the connection is to leave."""
        while not is_leaving():
            await self._changed.wait()
            self._changed.clear()
            while self._waiting and not is_leaving():
                text, size = self._waiting.popleft()
                self._bytes -= size
                self._sending_since = monotonic()
                await send(text)
                self._sending_since = None


def _nothing() -> None:
    """What is in the transport cannot be taken back."""
