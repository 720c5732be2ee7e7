"""Running the server: uvicorn with our settings, and a farewell to the screens before it stops."""

import asyncio
import gc
import socket
from collections.abc import Callable, Coroutine
from typing import Any

import uvicorn

from app.deps import Services
from app.live.wire import WireProtocol
from app.main import create_app
from app.settings import Settings

FAREWELL_SECONDS = 0.5
"""How long the screens get to take their `bye` before the sockets are closed."""


class Server(uvicorn.Server):
    """A server that tells its screens when to come back before it closes them."""

    def __init__(self, config: uvicorn.Config, services: Services) -> None:
        super().__init__(config)
        self._services = services
        self.answers = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as uvicorn does, and tell who waits for it."""
        await super().startup(sockets)
        self.answers.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say farewell, then stop as uvicorn does."""
        for server in self.servers:
            server.close()
        self._services.hub.farewell()
        await asyncio.sleep(FAREWELL_SECONDS)
        await super().shutdown(sockets)


def run_server(settings: Settings, host: str, port: int) -> None:
    """Serve until told to stop."""
    run(serve_app(settings, host, port))


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run on uvicorn's own choice of event loop: uvloop where there is one."""
    loop_factory = uvicorn.Config("").get_loop_factory()
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        runner.run(work)


async def serve_app(
    settings: Settings,
    host: str,
    port: int,
    beside: Callable[[], Coroutine[Any, Any, None]] | None = None,
    sockets: list[socket.socket] | None = None,
) -> None:
    """Serve; once the server answers, run `beside` next to it until either ends.

    `sockets` are bound already, and closed at the end; without them the port is bound here.
    """
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        ws=WireProtocol,
        ws_max_size=64 * 1024,
        ws_per_message_deflate=False,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
    )
    server = Server(config, app.state.services)
    # What is loaded by now stays: the collector need not look at it again and again.
    gc.freeze()
    serving = asyncio.create_task(server.serve(sockets))
    tasks = {serving}
    if beside is not None:
        tasks.add(asyncio.create_task(_once_it_answers(server, beside)))
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        server.should_exit = True
        for task in tasks - {serving}:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _once_it_answers(server: Server, beside: Callable[[], Coroutine[Any, Any, None]]) -> None:
    await server.answers.wait()
    await beside()
