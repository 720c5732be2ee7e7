"""uvicorn's WebSocket protocol with one thing more: it takes ready frames (`Wire`).

The scope offers the protocol itself as the extension `EXTENSION`, so the hub can write the same
bytes to every client without a task, a queue or an encoding for each. It builds on how uvicorn is
made inside; the version is pinned, and tests/live/test_wire.py says when that no longer holds.
"""

import socket
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

EXTENSION = "doithoai.wire"
KERNEL_BYTES = 128 * 1024
"""What the kernel takes beyond what is on its way. By itself it takes megabytes for each client."""
_NOTSENT: int | None = getattr(socket, "TCP_NOTSENT_LOWAT", None)
_TCP = (socket.AF_INET, socket.AF_INET6)


class WireProtocol(WebSocketsSansIOProtocol):
    """Offers the write of a ready frame in the scope's extensions."""

    def handle_connect(self, event: Request) -> None:
        """Accept as uvicorn does; the task that serves the connection has not begun yet."""
        super().handle_connect(event)
        self._bound_what_the_kernel_takes()
        scope: Any = getattr(self, "scope", None)
        if scope is not None:
            scope["extensions"][EXTENSION] = self

    def _bound_what_the_kernel_takes(self) -> None:
        """Keep what a client does not take where `unsent` sees it, instead of in the kernel."""
        socket_ = self.transport.get_extra_info("socket")
        if socket_ is not None and socket_.family in _TCP and _NOTSENT is not None:
            socket_.setsockopt(socket.IPPROTO_TCP, _NOTSENT, KERNEL_BYTES)

    def write_frame(self, frame: bytes, most: int) -> bool:
        """Write a whole frame; `False` when more than `most` bytes are unsent already.

        Nothing is written when the connection is closing.
        """
        transport = self.transport
        if transport.get_write_buffer_size() > most:
            return False
        if self.handshake_complete and not self.close_sent and not self.disconnected:
            transport.write(frame)
        return True

    def unsent(self) -> int:
        """Return the bytes that the client has not taken yet."""
        return self.transport.get_write_buffer_size()

    def wake(self) -> None:
        """Let the task that reads from the client return, by a message of no words."""
        self.queue.put_nowait({"type": "websocket.receive", "text": ""})

    def abort(self) -> None:
        """Cut the connection off without waiting for what is unsent."""
        self.transport.abort()
