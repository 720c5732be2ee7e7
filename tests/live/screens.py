"""Screens inside this process: connections attached to the hub, pumped into a strict client."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

from app.actions.sessions import secret_hash
from app.domain.views import View, ViewName
from app.live import feed, protocol
from app.live.channel import Channel
from app.live.connection import Connection, Holder
from app.live.hub import Hub
from app.live.lines import QueuedLine
from app.queries import access
from tests.conftest import World, token_of
from tests.live.client import Json, LiveClient, state_of

PATIENCE = 10.0
"""Seconds after which something that should have happened has not."""
GUEST = Holder(None, None, None, None)
ADMIN = Holder(1, None, secret_hash(token_of("admin")), None)
"""The world's administrator, its first account, who may open every view."""


def view(name: str) -> View:
    """Return the view of a name such as `hall` or `site/cho-don`."""
    kind, _, of = name.partition("/")
    return View(ViewName(kind), of or None)


class Screen:
    """One connection: what arrived in `inbox`, and the client that folds it."""

    def __init__(self, client: LiveClient, connection: Connection) -> None:
        self.client = client
        self.connection = connection
        self.channel: Channel | None = None
        self.inbox: list[str] = []
        self.unread: list[Json] = []
        self.clear = asyncio.Event()
        self.clear.set()
        self.sending = asyncio.Event()
        self.on_message: Callable[[str], None] | None = None
        self.left: asyncio.Task[None] | None = None

    async def send(self, text: str) -> None:
        """Take a message; waits while the line is blocked (`clear` is not set)."""
        self.sending.set()
        await self.clear.wait()
        self.sending.clear()
        self.inbox.append(text)
        if self.on_message is not None:
            self.on_message(text)

    def fold(self) -> list[Json]:
        """Fold what has arrived; return these messages."""
        texts, self.inbox = self.inbox, []
        messages = [self.client.hear(text) for text in texts]
        self.unread += messages
        return messages

    async def hears(self, kind: str) -> Json:
        """Wait for the next message of this type; those before it count as read."""

        def has_come() -> bool:
            self.fold()
            while self.unread and self.unread[0]["type"] != kind:
                self.unread.pop(0)
            return bool(self.unread)

        await until(has_come, f"a {kind}")
        return self.unread.pop(0)

    async def reaches(self, seq: int) -> None:
        """Fold until everything up to `seq` has been heard; asks for one tick, without waiting."""
        channel = self.channel
        assert channel is not None
        await until(lambda: channel.seq >= seq, f"the channel reaches {seq}")
        channel.tick()
        await until(lambda: bool(self.fold() or True) and self.client.seq == seq, f"seq {seq}")


@asynccontextmanager
async def watching(
    hub: Hub,
    conference_id: int,
    of: str,
    *,
    since: LiveClient | None = None,
    slow_bytes: int = 1024 * 1024,
    holder: Holder = ADMIN,
) -> AsyncIterator[Screen]:
    """Attach a screen to a view, as new or going on from where `since` stands."""
    line = QueuedLine(slow_bytes)
    connection = Connection(view(of), holder, line)
    screen = Screen(since.resuming() if since is not None else LiveClient(), connection)
    client = screen.client
    async with hub.connected(conference_id, connection, client.epoch, client.seq) as channel:
        screen.channel = channel
        screen.left = asyncio.create_task(
            line.pump(screen.send, lambda: connection.leaving is not None)
        )
        try:
            yield screen
        finally:
            screen.left.cancel()
            await asyncio.gather(screen.left, return_exceptions=True)


@asynccontextmanager
async def watched(
    world: World, of: str, *, since: LiveClient | None = None, holder: Holder = ADMIN
) -> AsyncIterator[Screen]:
    """Attach a screen to the world's own hub."""
    id_ = (await world.conference()).id or 0
    hub = world.app.state.services.hub
    async with watching(hub, id_, of, since=since, holder=holder) as screen:
        yield screen


async def holder_of(world: World, who: str) -> Holder:
    """Return what a socket of one of the world's people holds."""
    async with world.session() as session:
        user = await access.user_by_name(session, who)
    assert user is not None
    return Holder(user.id, None, secret_hash(token_of(who)), None)


async def fresh_states(world: World, views: Iterable[str]) -> tuple[int, dict[str, Json]]:
    """Read what views show now, past every cache; return the number and state by view."""
    conference_id = (await world.conference()).id or 0
    seq, states = 0, {}
    async with world.session() as session:
        for of in views:
            seq, state = await feed.state(session, conference_id, view(of))
            states[of] = state_of(protocol.snapshot(view(of), "fresh", seq, state))
    return seq, states


async def until(is_so: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Wait for a condition. Raises `TimeoutError` that says what did not happen."""
    try:
        async with asyncio.timeout(patience):
            while True:
                if is_so():
                    return
                await asyncio.sleep(0.002)
    except TimeoutError:
        raise TimeoutError(f"not within {patience} s: {what}") from None


async def soon(awaitable: Awaitable[object], what: str, patience: float = PATIENCE) -> None:
    """Await something. Raises `TimeoutError` that says what did not happen."""
    try:
        async with asyncio.timeout(patience):
            await awaitable
    except TimeoutError:
        raise TimeoutError(f"not within {patience} s: {what}") from None
