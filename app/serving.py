"""Running the server: uvicorn with our settings, and a farewell to the screens before it stops."""

import asyncio
import gc
import socket
from collections.abc import Callable, Coroutine
from typing import Any

import uvicorn
from fastapi import FastAPI

from app.deps import Services
from app.main import create_app
from app.settings import Settings

FAREWELL_SECONDS = 0.5
"""How long the screens get to take their `bye` before the sockets are closed."""


class Server(uvicorn.Server):
    """A server that tells its screens when to come back before it closes them."""

    def __init__(self, config: uvicorn.Config, services: Services) -> None:
        super().__init__(config)
        self._services = services

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say farewell, then stop as uvicorn does."""
        for server in self.servers:
            server.close()
        self._services.hub.farewell()
        await asyncio.sleep(FAREWELL_SECONDS)
        await super().shutdown(sockets)


def run_server(settings: Settings, host: str, port: int) -> None:
    """Serve until told to stop."""
    asyncio.run(serve_app(create_app(settings), host, port))


async def serve_app(
    app: FastAPI,
    host: str,
    port: int,
    beside: Callable[[], Coroutine[Any, Any, None]] | None = None,
) -> None:
    """Serve the app; once it answers, run `beside` next to it until either ends."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        ws="websockets-sansio",
        ws_max_size=64 * 1024,
        ws_per_message_deflate=False,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
    )
    server = Server(config, app.state.services)
    # What is loaded by now stays: the collector need not look at it again and again.
    gc.freeze()
    serving = asyncio.create_task(server.serve())
    try:
        await _until_started(server, serving)
        if beside is not None:
            companion = asyncio.create_task(beside())
            await asyncio.wait({serving, companion}, return_when=asyncio.FIRST_COMPLETED)
            if companion.done():
                companion.result()
            companion.cancel()
        await serving
    finally:
        server.should_exit = True
        await asyncio.gather(serving, return_exceptions=True)


async def _until_started(server: Server, serving: asyncio.Task[None]) -> None:
    while not server.started and not serving.done():
        await asyncio.sleep(0.02)
    if serving.done():
        serving.result()
