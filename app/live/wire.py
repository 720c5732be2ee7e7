"""uvicorn's WebSocket protocol with one thing more: it takes ready frames (`Wire`).

The scope offers the protocol itself as the extension `EXTENSION`, so the hub can write the same
bytes to every client without a task, a queue or an encoding for each. It builds on how uvicorn is
made inside; the version is pinned, and tests/live/test_wire.py says when that no longer holds.
"""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

EXTENSION = "doithoai.wire"


class WireProtocol(WebSocketsSansIOProtocol):
    """Offers the write of a ready frame in the scope's extensions."""

    def handle_connect(self, event: Request) -> None:
        """Accept as uvicorn does; the task that serves the connection has not begun yet."""
        super().handle_connect(event)
        scope: Any = getattr(self, "scope", None)
        if scope is not None:
            scope["extensions"][EXTENSION] = self

    def write_frame(self, frame: bytes) -> None:
        """Write a whole frame; nothing when the connection is closing."""
        if self.handshake_complete and not self.close_sent and not self.disconnected:
            self.transport.write(frame)

    def unsent(self) -> int:
        """Return the bytes that the client has not taken yet."""
        return self.transport.get_write_buffer_size()

    def wake(self) -> None:
        """Let the task that reads from the client return, by a message of no words."""
        self.queue.put_nowait({"type": "websocket.receive", "text": ""})

    def abort(self) -> None:
        """Cut the connection off without waiting for what is unsent."""
        self.transport.abort()
