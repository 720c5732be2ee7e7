"""Those of one channel who look at the same view, and what they were told last."""

import asyncio
from dataclasses import dataclass, field

from app.live.connection import Connection
from app.live.message import Message


@dataclass
class Audience:
    """The connections of one view. `sent` is the number of the last change they were sent."""

    connections: dict[Connection, None] = field(default_factory=dict)
    sent: int = 0
    state: tuple[int, str] | None = None
    """What the view shows, encoded, and the number it was read at."""
    snapshot: tuple[tuple[str, int], float, Message] | None = None
    """The last message with that state: its epoch and number, and when it was made (monotonic)."""
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
