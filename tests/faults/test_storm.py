"""A server that restarts under hundreds of screens: all come back, and all show the same."""

import asyncio
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.conftest import question, token_of
from tests.faults.sockets import http, line
from tests.faults.test_server import settings_for
from tests.live.client import LiveClient
from tests.live.screens import until
from tests.servers import free_port, serve

pytestmark = pytest.mark.xdist_group("real server")
SCREENS = 300
PATIENCE = 60.0
VIEWS = {"desk": "moderator", "chair": "chair", "site&site=cho-don": "cho-don", "hall": "screen"}


class Screen:
    """One screen that comes back by itself, when the server asked it to or soon."""

    def __init__(self, url: str, query: str) -> None:
        self.client = LiveClient()
        self.query = query
        self.refused: list[int] = []
        self._url = url
        self._token = token_of(VIEWS[query])

    async def stays(self) -> None:
        """Fold for ever."""
        while True:
            try:
                await self._connected()
            except (ConnectionClosed, InvalidHandshake, OSError):
                await asyncio.sleep(self._pause())

    async def _connected(self) -> None:
        since = self.client if self.client.epoch is not None else None
        async with line(self._url, self.query, self._token, since=since) as opened:
            while True:
                text = await opened.socket.recv()
                self.client = opened.client
                opened.client.hear(text)

    def _pause(self) -> float:
        """A tenth of what the server asked for: the test is in a hurry, and so harder on it."""
        bye = self.client.bye
        if bye is None:
            return 0.1
        self.refused.append(bye["code"])
        later: int = bye["retry_after_ms"]
        return later / 10_000


async def until_all(screens: list[Screen], is_so: Callable[[LiveClient], bool], what: str) -> None:
    await until(lambda: all(is_so(screen.client) for screen in screens), what, PATIENCE)


async def test_all_screens_come_back_after_a_restart_and_agree(
    sqlite_template: Path, tmp_path: Path
) -> None:
    path = tmp_path / "doithoai.sqlite3"
    shutil.copy(sqlite_template, path)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    queries = [list(VIEWS)[place % len(VIEWS)] for place in range(SCREENS)]
    screens = [Screen(url, query) for query in queries]
    staying: list[asyncio.Task[None]] = []
    try:
        with serve(settings_for(path, port), port):
            staying = [asyncio.create_task(screen.stays()) for screen in screens]
            await until_all(screens, lambda client: client.conference is not None, "all see")
            before = await _queue(url, "Câu trước khi khởi động lại?")
            await until_all(screens, lambda client: before in client.numbers(), "all see it")
        with serve(settings_for(path, port), port):
            after = await _queue(url, "Câu sau khi khởi động lại?")
            both = {before, after}
            await until_all(screens, lambda one: both <= set(one.numbers()), "all see both")
    finally:
        for task in staying:
            task.cancel()
        gone = await asyncio.gather(*staying, return_exceptions=True)
    assert {type(one) for one in gone} == {asyncio.CancelledError}
    assert all(4100 in screen.refused for screen in screens)
    for query in VIEWS:
        shown = [s.client.collections["questions"] for s in screens if s.query == query]
        assert len({json.dumps(one, sort_keys=True) for one in shown}) == 1


async def _queue(url: str, text: str) -> int:
    async with http(url) as api:
        moderator = token_of("moderator")
        made = await api.send(moderator, "POST", "/questions", question("cho-don", text))
        number: int = made.json()["number"]
        queued = await api.send(moderator, "POST", f"/questions/{number}/enqueue")
        assert queued.status_code == 200, queued.text
        return number
