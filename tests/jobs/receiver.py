"""A receiver of webhooks: a real server on a port of its own that says what it is told to."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks import Webhook

INSIDE = ["127.0.0.1"]
"""What `DOITHOAI_WEBHOOK_HOSTS` has to hold for these receivers."""


@dataclass
class Received:
    """One request as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def event(self) -> Any:
        return json.loads(self.body)

    def is_signed_with(self, secret: str) -> bool:
        """Ask the library of the standard, as a receiver would; it raises for a wrong one."""
        assert Webhook(secret).verify(self.body, self.headers) == self.event
        return True


Answer = Callable[[Received], Awaitable[int | bytes] | int | bytes]
"""What to answer a request: a status, or the bytes of the whole answer."""


@dataclass
class Receiver:
    """What has come, and what is answered."""

    port: int = 0
    answer: Answer = lambda _: 204
    received: list[Received] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def seqs(self) -> list[int]:
        return [one.event["seq"] for one in self.received]

    @property
    def types(self) -> list[str]:
        return [one.event["type"] for one in self.received]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read one request and answer it."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            pairs = [line.split(": ", 1) for line in head[1:] if line]
            headers = {name.lower(): value for name, value in pairs}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            one = Received(headers, body)
            self.received.append(one)
            answered = self.answer(one)
            said = answered if isinstance(answered, int | bytes) else await answered
            if isinstance(said, int):
                said = f"HTTP/1.1 {said} X\r\ncontent-length: 0\r\n\r\n".encode()
            writer.write(said)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()


@asynccontextmanager
async def receiver(answer: Answer = lambda _: 204) -> AsyncIterator[Receiver]:
    """Listen on a free port of this machine."""
    made = Receiver(answer=answer)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()


async def until(is_so: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait until something is so; fail after twenty seconds."""
    ends = asyncio.get_running_loop().time() + 20
    while asyncio.get_running_loop().time() < ends:
        now = is_so()
        if now if isinstance(now, bool) else await now:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it has not come to be so")
