"""Real sockets to a real server: one line, folded strictly, and how it was closed."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.conftest import CONFERENCE
from tests.live.client import Json, LiveClient

PATIENCE = 20.0


class Line:
    """A socket and the client that folds what comes over it."""

    def __init__(self, socket: ClientConnection, client: LiveClient) -> None:
        self.socket = socket
        self.client = client

    async def hears(self, kind: str) -> Json:
        """Fold until a message of this type comes; return it."""
        async with asyncio.timeout(PATIENCE):
            while True:
                message = self.client.hear(await self.socket.recv())
                if message["type"] == kind:
                    return message

    async def folds_until(self, is_so: Callable[[LiveClient], bool]) -> None:
        """Fold until the client shows something."""
        async with asyncio.timeout(PATIENCE):
            while not is_so(self.client):
                self.client.hear(await self.socket.recv())

    async def is_closed(self, patience: float = PATIENCE) -> int:
        """Fold until the server closes; return its code (1006: cut off without one)."""
        try:
            async with asyncio.timeout(patience):
                while True:
                    self.client.hear(await self.socket.recv())
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd is not None else 1006


@asynccontextmanager
async def line(
    url: str,
    query: str,
    token: str | None,
    *,
    since: LiveClient | None = None,
    conference: str = CONFERENCE,
    headers: Mapping[str, str] | None = None,
    origin: str | None = None,
) -> AsyncIterator[Line]:
    """Open the live socket; `query` begins with the view."""
    client = since.resuming() if since is not None else LiveClient()
    address = f"{url.replace('http', 'ws', 1)}/api/v1/conferences/{conference}/live?view={query}"
    if since is not None:
        address += f"&epoch={since.epoch}&seq={since.seq}"
    sent = dict(headers or {}) | ({"Authorization": f"Bearer {token}"} if token else {})
    options: dict[str, Any] = {"additional_headers": sent, "origin": origin, "proxy": None}
    async with connect(address, max_size=None, **options) as socket:
        yield Line(socket, client)


class Http:
    """Commands to a real server, as anybody whose token is given."""

    def __init__(self, url: str) -> None:
        self._client = httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=30, trust_env=False)

    async def close(self) -> None:
        await self._client.aclose()

    async def send(
        self, token: str, method: str, path: str, body: Any = None, key: str | None = None
    ) -> httpx.Response:
        """Send one request; `path` is below the conference when it begins with a slash."""
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or uuid4().hex}
        address = f"/conferences/{CONFERENCE}{path}" if path.startswith("/") else f"/{path}"
        content = None if body is None else json.dumps(body).encode()
        headers |= {"Content-Type": "application/json"} if content is not None else {}
        return await self._client.request(method, address, content=content, headers=headers)


@asynccontextmanager
async def http(url: str) -> AsyncIterator[Http]:
    """Talk to the server at `url`."""
    talking = Http(url)
    try:
        yield talking
    finally:
        await talking.close()
