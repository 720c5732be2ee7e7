"""What the crowd's two sides say to each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Call:
    """How clients ask for their connection, and what they take for a welcome."""

    port: int
    paths: Sequence[str] = ("/",)
    """One for each client in turn."""
    headers: Mapping[str, str] = field(default_factory=dict)
    hello: bytes = b""
    """Said once the connection is open: socket.io wants it."""
    welcome: bytes = b""
    """Stands in the first message; empty: being connected is enough."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the crowd has read since it was asked."""

    messages: int
    seconds: float
    """From the first byte after being asked to the last; of `join` from the first connect."""
    cpu: float
    """Processor seconds of the crowd's own process."""
    at: float
    """When the last byte was read, in `time.perf_counter` of any process of this machine."""
    seq: int
    """The highest number of a change so far."""

    @property
    def busy(self) -> float:
        """Return the crowd's share of its processor."""
        return self.cpu / self.seconds if self.seconds else 0.0


Arrival = tuple[int, float, int, int]
"""A client, when it read a change, and what it reached with it: numbers after one up to another."""
