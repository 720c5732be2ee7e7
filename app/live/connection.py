"""One connection of the live socket: what is still to be sent, and when it counts as slow."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from app.domain.views import View
from app.live.protocol import Close

Send = Callable[[str], Awaitable[None]]
FreshSnapshot = Callable[[View], Awaitable[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is at the other end, and until when the right to be there lasts by itself."""

    user_id: int | None
    key_id: int | None
    secret_hash: str | None
    expires_at: datetime | None

    @property
    def name(self) -> str:
        """Return a name of its own for each user and key."""
        return f"user:{self.user_id}" if self.user_id is not None else f"key:{self.key_id}"


@dataclass(frozen=True, slots=True)
class Leaving:
    """That the server ends a connection, and what it says before."""

    code: Close
    reason: str
    retry_after_ms: int | None = None


class Connection:
    """What one client is still to be sent, bounded in bytes.

    Past the bound everything waiting is dropped, and the client gets a fresh snapshot once its
    line has drained (rule 7 of the protocol). `leaving` is set when it is to be closed.
    """

    def __init__(self, view: View, holder: Holder, slow_bytes: int) -> None:
        self.view = view
        self.holder = holder
        self.is_ready = False
        self.leaving: Leaving | None = None
        self.stuck = asyncio.Event()
        self.presence: str | None = None
        """What it was told last of who is where."""
        self._sending_since: float | None = None
        self._slow_bytes = slow_bytes
        self.stands_at = 0
        self._waiting: deque[tuple[str, int]] = deque()
        self._bytes = 0
        self._is_dirty = False
        self._wake = asyncio.Event()

    @property
    def is_dirty(self) -> bool:
        """Tell whether messages were dropped, so that only a snapshot puts it right."""
        return self._is_dirty

    def offer(self, text: str, seq: int) -> None:
        """Queue a message that takes the client to `seq`.

        When too much is waiting the connection is marked dirty instead.
        """
        if self._is_dirty or self.leaving is not None:
            return
        size = len(text.encode())
        if self._bytes + size > self._slow_bytes and self._waiting:
            self.mark_dirty()
            return
        self._waiting.append((text, size))
        self._bytes += size
        self.stands_at = max(self.stands_at, seq)
        self._wake.set()

    def mark_dirty(self) -> None:
        """Drop what is waiting; a snapshot follows."""
        self._waiting.clear()
        self._bytes = 0
        self._is_dirty = True
        self.presence = None
        self._wake.set()

    def leave(self, leaving: Leaving) -> None:
        """Ask for the connection to be closed; what waits is not sent any more."""
        if self.leaving is None:
            self.leaving = leaving
            self._waiting.clear()
            self._wake.set()

    def check_stuck(self, longest: float) -> None:
        """Set `stuck` when one message has been on its way for longer than `longest` seconds."""
        if self._sending_since is not None and monotonic() - self._sending_since > longest:
            self.leave(Leaving(Close.TOO_SLOW, "too slow", 1000))
            self.stuck.set()

    async def pump(self, send: Send, snapshot: FreshSnapshot) -> Leaving:
        """Send what is offered, in order, until the connection is to be closed."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self.leaving is None and (self._waiting or self._is_dirty):
                if self._is_dirty:
                    self._is_dirty = False
                    seq, text = await snapshot(self.view)
                    # Whatever was offered while the snapshot was read is newer or in it.
                    self.stands_at = max(self.stands_at, seq)
                else:
                    text, size = self._waiting.popleft()
                    self._bytes -= size
                self._sending_since = monotonic()
                await send(text)
                self._sending_since = None
            if self.leaving is not None:
                return self.leaving
