"""The rivals of `fan-out` as processes: how each is started, told to begin, and called."""

import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from bench import installing
from bench.crowd import NAMESPACE
from bench.crowd_words import Call
from bench.rivals import RIVALS
from bench.rounds import MESSAGE, PAUSE

LIMITS = {
    "raw uvloop writes": 1.3,
    "FastAPI, send_text in a loop": 0.55,
    "Node, ws": 0.85,
    "Node, socket.io": 0.7,
    "Django Channels": 0.1,
}
"""How many times the rival's cost the product's may be."""


@dataclass(frozen=True)
class Rival:
    """One server that tells everybody the same."""

    name: str
    command: list[str]
    """With `{port}`, and `{rounds}` for how many messages each signal is to bring."""
    begin: signal.Signals = signal.SIGUSR1
    is_socket_io: bool = False
    is_slow: bool = False
    """Takes minutes for what others do in a second: it gets fewer messages to send."""

    def command_for(self, rounds: int) -> list[str]:
        """Return the command for so many messages at each signal."""
        return [word.replace("{rounds}", str(rounds)) for word in self.command]

    def call(self, port: int) -> Call:
        """Return how clients ask for their connection."""
        if self.is_socket_io:
            path = "/socket.io/?EIO=4&transport=websocket"
            return Call(port, (path,), hello=b"40", welcome=NAMESPACE)
        return Call(port)


def rivals() -> Iterator[Rival]:
    """Give every rival that can be had on this machine."""
    for name in RIVALS:
        yield Rival(name, [sys.executable, "-m", "bench.rivals", name, "{port}", "{rounds}"])
    node = installing.node()
    if node is not None:
        rest = ["{port}", "{rounds}", str(round(PAUSE * 1e3)), MESSAGE]
        yield Rival("Node, ws", [*node, "ws", *rest], signal.SIGUSR2)
        yield Rival("Node, socket.io", [*node, "socket.io", *rest], signal.SIGUSR2, True)
    channels = installing.channels()
    if channels is not None:
        yield Rival("Django Channels", [*channels, "{port}", "{rounds}"], is_slow=True)
