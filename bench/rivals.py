"""What people would otherwise do to tell everybody: servers of a few lines, each in its process.

`python -m bench.rivals NAME PORT ROUNDS`; see `rounds` for what they do.
"""

import asyncio
import contextlib
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import uvicorn
import websockets.asyncio.server as plain_websockets
from fastapi import FastAPI, WebSocket
from starlette.websockets import WebSocketDisconnect
from websockets.asyncio.server import ServerConnection
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.server import ServerProtocol

from bench.rounds import MESSAGE, at_signal


class RawProtocol(asyncio.Protocol):
    """The least there is: a handshake, and the same bytes for every transport."""

    def __init__(self, transports: dict[asyncio.Transport, None]) -> None:
        self._transports = transports
        self._protocol = ServerProtocol()

    def connection_made(self, transport: Any) -> None:
        self._transport: asyncio.Transport = transport

    def data_received(self, data: bytes) -> None:
        self._protocol.receive_data(data)
        for event in self._protocol.events_received():
            if isinstance(event, Request):
                self._protocol.send_response(self._protocol.accept(event))
                self._transport.write(b"".join(self._protocol.data_to_send()))
                self._transports[self._transport] = None

    def connection_lost(self, exc: Exception | None) -> None:
        self._transports.pop(self._transport, None)


async def raw(port: int, rounds: int) -> None:
    """uvloop, and one frame written to each transport."""
    transports: dict[asyncio.Transport, None] = {}

    async def broadcast() -> None:
        frame = bytes(Frame(Opcode.TEXT, MESSAGE.encode()).serialize(mask=False))
        for transport in transports:
            transport.write(frame)

    at_signal(rounds, broadcast)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: RawProtocol(transports), "127.0.0.1", port)
    await server.serve_forever()


async def loop_of_sends(port: int, rounds: int) -> None:
    """FastAPI as its documentation shows: `await send_text` in a loop."""
    app, sockets = FastAPI(), dict[WebSocket, None]()

    @app.websocket("/")
    async def join(socket: WebSocket) -> None:
        await socket.accept()
        sockets[socket] = None
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                await socket.receive_text()
        sockets.pop(socket)

    async def broadcast() -> None:
        for socket in list(sockets):
            await socket.send_text(MESSAGE)

    at_signal(rounds, broadcast)
    await _serve(app, port)


async def queue_for_each(port: int, rounds: int) -> None:
    """FastAPI with a queue and a task for each client."""
    app, queues = FastAPI(), dict[asyncio.Queue[str], None]()

    @app.websocket("/")
    async def join(socket: WebSocket) -> None:
        await socket.accept()
        queue: asyncio.Queue[str] = asyncio.Queue(100)
        queues[queue] = None

        async def pump() -> None:
            while True:
                await socket.send_text(await queue.get())

        task = asyncio.create_task(pump())
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                await socket.receive_text()
        task.cancel()
        queues.pop(queue)

    async def broadcast() -> None:
        for queue in queues:
            queue.put_nowait(MESSAGE)

    at_signal(rounds, broadcast)
    await _serve(app, port)


async def broadcast_of_websockets(port: int, rounds: int) -> None:
    """The library websockets and its own `broadcast`."""
    connections: dict[ServerConnection, None] = {}

    async def join(connection: ServerConnection) -> None:
        connections[connection] = None
        await connection.wait_closed()
        connections.pop(connection)

    async def broadcast() -> None:
        plain_websockets.broadcast(connections, MESSAGE)

    at_signal(rounds, broadcast)
    async with plain_websockets.serve(join, "127.0.0.1", port, compression=None):
        await asyncio.Event().wait()


async def _serve(app: FastAPI, port: int) -> None:
    config = uvicorn.Config(
        app, port=port, ws="websockets-sansio", ws_per_message_deflate=False, log_level="warning"
    )
    await uvicorn.Server(config).serve()


RIVALS: dict[str, Callable[[int, int], Coroutine[Any, Any, None]]] = {
    "raw uvloop writes": raw,
    "websockets.broadcast": broadcast_of_websockets,
    "FastAPI, send_text in a loop": loop_of_sends,
    "FastAPI, a queue for each": queue_for_each,
}

if __name__ == "__main__":
    # As uvicorn's own choice: uvloop.
    with asyncio.Runner(loop_factory=uvicorn.Config("").get_loop_factory()) as runner:
        runner.run(RIVALS[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3])))
