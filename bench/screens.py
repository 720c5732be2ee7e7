"""Screens for benchmarks: clients of the live socket inside this process, over plain ASGI.

They read no more of a message than its type and number, so that they cost next to nothing.
"""

import asyncio
import re
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI

from tests.conftest import CONFERENCE, token_of

Message = MutableMapping[str, Any]

SCREENS = [
    ("screen", {"view": "hall"}),
    ("chair", {"view": "chair"}),
    ("moderator", {"view": "desk"}),
    ("cho-don", {"view": "site", "site": "cho-don"}),
    ("na-ri", {"view": "site", "site": "na-ri"}),
]
"""Who watches, and what."""

DESK = 2
"""Place in `SCREENS` of the one that sees every command on a question."""
_HEAD = re.compile(r'\{"type":"(\w+)".*?"seq":(\d+)', re.DOTALL)
_PRESENCE = '{"type":"presence"'
"""Told to desk and chair beside the changes; it has no number."""
_LONGEST = 60.0


class Screen:
    """One client: what it was told last, and how much it was told."""

    def __init__(self) -> None:
        self.seq = -1
        self.messages = 0
        self.characters = 0
        self._told = asyncio.Event()
        self._gone = asyncio.Event()
        self._is_connected = False

    async def run(self, app: FastAPI, who: str, query: dict[str, str]) -> None:
        """Stay connected until `leave`."""
        path = f"/api/v1/conferences/{CONFERENCE}/live"
        scope = {
            "type": "websocket",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "scheme": "ws",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": urlencode(query).encode(),
            "headers": [
                (b"host", b"test"),
                (b"authorization", f"Bearer {token_of(who)}".encode()),
            ],
            "client": ("127.0.0.1", 1),
            "server": ("test", 80),
            "subprotocols": [],
        }
        await app(scope, self._receive, self._send)

    async def until(self, seq: int) -> None:
        """Wait until the screen has been told of everything up to `seq`."""
        async with asyncio.timeout(_LONGEST):
            while self.seq < seq:
                self._told.clear()
                await self._told.wait()

    def leave(self) -> None:
        self._gone.set()

    async def _receive(self) -> Message:
        if not self._is_connected:
            self._is_connected = True
            return {"type": "websocket.connect"}
        await self._gone.wait()
        return {"type": "websocket.disconnect", "code": 1001}

    async def _send(self, message: Message) -> None:
        if message["type"] == "websocket.close":
            raise RuntimeError(f"the server closed a screen: {message}")
        if message["type"] != "websocket.send" or message["text"].startswith(_PRESENCE):
            return
        head = _HEAD.match(message["text"])
        if head is None:
            raise RuntimeError(f"a screen was told {message['text'][:200]}")
        self.messages += 1
        self.characters += len(message["text"])
        self.seq = max(self.seq, int(head[2]))
        self._told.set()


@asynccontextmanager
async def watching(app: FastAPI) -> AsyncIterator[list[Screen]]:
    """Keep `SCREENS` connected, each with its first snapshot."""
    screens = [Screen() for _ in SCREENS]
    tasks = [
        asyncio.create_task(screen.run(app, who, query))
        for screen, (who, query) in zip(screens, SCREENS, strict=True)
    ]
    try:
        for screen in screens:
            await screen.until(0)
        yield screens
    finally:
        for screen in screens:
            screen.leave()
        await asyncio.gather(*tasks)
