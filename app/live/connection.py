"""One connection of the live socket: whose it is, where it stands, and when it has to leave."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.views import View
from app.live.lines import Line
from app.live.message import Message
from app.live.protocol import Close


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
    """Where one client stands. Past its line's bound it is dirty: only a snapshot puts it right.

    Nothing is sent to a dirty one until its line has drained (rule 7 of the protocol). `leaving`
    is set when it is to be closed.
    """

    __slots__ = (
        "holder",
        "is_dirty",
        "is_ready",
        "leaving",
        "line",
        "presence",
        "stands_at",
        "view",
    )

    def __init__(self, view: View, holder: Holder, line: Line) -> None:
        self.view = view
        self.holder = holder
        self.line = line
        self.is_ready = False
        self.is_dirty = False
        self.leaving: Leaving | None = None
        self.stands_at = 0
        self.presence: str | None = None
        """What it was told last of who is where."""

    def offer(self, message: Message, seq: int) -> None:
        """Send a message that takes the client to `seq`, or mark the connection dirty."""
        if self.is_dirty or self.leaving is not None:
            return
        if not self.line.take(message):
            self.mark_dirty()
        elif seq > self.stands_at:
            self.stands_at = seq

    def mark_dirty(self) -> None:
        """Drop what can be dropped; a snapshot follows."""
        self.line.drop()
        self.is_dirty = True
        self.presence = None

    def refresh(self, snapshot: Message, seq: int) -> None:
        """Bring a dirty connection up to date with a snapshot, true at `seq`."""
        self.is_dirty = False
        self.offer(snapshot, seq)

    def leave(self, leaving: Leaving) -> None:
        """Ask for the connection to be closed; what waits is not sent any more."""
        if self.leaving is None:
            self.leaving = leaving
            self.line.drop()
            self.line.wake()

    def check_stuck(self, longest: float) -> None:
        """Cut a client off that has taken nothing for longer than `longest` seconds."""
        if self.line.takes_nothing_for() > longest:
            self.leave(Leaving(Close.TOO_SLOW, "too slow", 1000))
            self.line.abort()
