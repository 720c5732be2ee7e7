"""The stage of the state machine: the application, every view attached, and the check of a step.

All of it lives in one event loop of its own, entered by `run` for each step.
"""

import asyncio
import random
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from typing import Any, TypeVar

import httpx

from tests.conftest import OFFICIAL, OTHER_OFFICIAL, World, running
from tests.live.client import Json, LiveClient
from tests.live.screens import Screen, fresh_states, watched
from tests.properties.live_rules import Desk, allowed, has_private_fields, marks

T = TypeVar("T")
VIEWS = (
    "hall",
    "chair",
    "desk",
    "site/cho-don",
    "site/na-ri",
    f"official/{OFFICIAL}",
    f"official/{OTHER_OFFICIAL}",
    "official/them-mot",
    "public",
)


class Stage:
    """One example's world. `fresh` is what every view shows; `desk` its questions by number."""

    def __init__(self, url: str) -> None:
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self.world: World
        self.screens: dict[str, Screen] = {}
        self.fresh: dict[str, Json] = {}
        self.desk: Desk = {}
        self.seq = 0
        self._kept: dict[str, list[LiveClient]] = {view: [] for view in VIEWS}
        self._ever: dict[str, set[int]] = {view: set() for view in VIEWS}
        self.run(self._open(url))

    def run(self, step: Coroutine[Any, Any, T]) -> T:
        """Let the world go on until the step is done."""
        return self._runner.run(step)

    def close(self) -> None:
        """End the world."""
        self.run(self._stack.aclose())
        self._runner.close()

    def send(self, who: str | None, method: str, path: str, body: Any = None) -> httpx.Response:
        """Send one command, then check all views; a refused one must have changed nothing."""
        response = self.run(self.world.send(who, method, path, body, if_match="*"))
        assert response.status_code < 500, response.text
        if response.is_success:
            self.run(self._settle(is_one=True))
        else:
            self.run(self._check_unchanged())
        return response

    def send_at_once(self, commands: Sequence[tuple[str, str, Any]]) -> None:
        """Send POSTs (who, path, body) at the same time."""

        async def send() -> None:
            posts = [self.world.post(who, path, body) for who, path, body in commands]
            for response in await asyncio.gather(*posts):
                assert response.status_code < 500, response.text

        self.run(send())
        self.run(self._settle(is_one=False))

    def queue(self) -> list[int]:
        """Read the queue by the API."""
        return [question["number"] for question in self._get("/queue")["items"]]

    def check_journal(self) -> None:
        """The journal's numbers have no gap; `seq` is the last of them."""
        found: list[int] = []
        while page := self._get(f"/events?limit=200&after={len(found)}")["items"]:
            found += [entry["seq"] for entry in page]
        assert found == list(range(1, self.seq + 1))

    def fall_behind(self, view: str) -> None:
        """Let one screen be skipped as slow: it gets a snapshot."""
        screen = self.screens[view]
        screen.unread.clear()
        screen.connection.mark_dirty()
        self.run(screen.hears("snapshot"))
        assert screen.client.state() == self.fresh[view], f"{view} after it fell behind"

    def resume(self, view: str, chance: random.Random) -> None:
        """Come back to a view from an earlier place; it must show what a fresh screen shows."""
        since = chance.choice(self._kept[view])

        async def come_back() -> None:
            async with watched(self.world, view, since=since) as screen:
                await screen.hears("resumed")
                await screen.reaches(self.seq)
                heard = [kind for kind in screen.client.kinds() if kind not in {"tick", "presence"}]
                assert heard in (["resumed"], ["resumed", "change"])
                assert screen.client.state() == self.fresh[view], f"{view} resumed"
                self._check_words(view, screen.client.heard)
                removed = {id_ for name, id_ in screen.client.strangers if name == "questions"}
                assert removed <= self._ever[view], f"{view} was told of what it never had"

        self.run(come_back())

    def _get(self, path: str) -> Any:
        return self.run(self.world.get("moderator", path)).json()

    async def _open(self, url: str) -> None:
        self.world = await self._stack.enter_async_context(running(url))
        for view in VIEWS:
            screen = await self._stack.enter_async_context(watched(self.world, view))
            self.screens[view] = screen
        await self._settle(is_one=True)

    async def _settle(self, *, is_one: bool) -> None:
        """Let every screen reach the journal's end; compare it with a fresh one.

        `is_one`: at most one command was accepted since the last time.
        """
        self.seq, self.fresh = await fresh_states(self.world, VIEWS)
        self.desk = {q["number"]: q for q in self.fresh["desk"]["questions"].values()}
        for view, screen in self.screens.items():
            client = screen.client
            client.heard.clear()
            client.strangers.clear()
            await screen.reaches(self.seq)
            assert client.state() == self.fresh[view], f"{view} is not what a fresh screen shows"
            if is_one:
                self._check_words(view, client.heard)
                assert not client.strangers, f"{view} was told to remove what it does not have"
            self._ever[view].update(client.collections["questions"])
            self._kept[view].append(client.resuming())

    async def _check_unchanged(self) -> None:
        """After a refusal everything is as it was, and nobody was told anything."""
        seq, fresh = await fresh_states(self.world, ["desk"])
        assert (seq, fresh["desk"]) == (self.seq, self.fresh["desk"]), "a refusal changed something"
        for view, screen in self.screens.items():
            assert {message["type"] for message in screen.fold()} <= {"tick", "presence"}, view

    def _check_words(self, view: str, messages: list[Json]) -> None:
        officials = self.fresh["desk"]["officials"].values()
        agencies = {official["slug"]: official["agency"] for official in officials}
        may_hold = allowed(view, self.desk, agencies)
        for message in messages:
            leaked = marks(message) - may_hold
            assert not leaked, f"{view} was told {sorted(leaked)}"
            assert not has_private_fields(view, message), f"{view} got a private field"
