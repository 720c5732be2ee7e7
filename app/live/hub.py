"""All live connections of this process: who may stay, what is new, when to tick, how to part."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import Database
from app.domain.views import ViewName
from app.live.channel import Channel
from app.live.connection import Connection, Holder, Leaving
from app.live.figures import OPEN
from app.live.gate import Gate, come_again
from app.live.hints import Hints
from app.live.presence import Presence
from app.live.protocol import Close
from app.live.roll import Roll
from app.queries import access, journal
from app.settings import Settings

_log = structlog.get_logger()

MayStay = Callable[[AsyncSession, int, Connection], Awaitable[Leaving | None]]
"""Asks the rules anew: session, conference id, connection → why it has to leave, or `None`."""

OVERTAKEN = timedelta(seconds=20)
"""Withdrawn rights this young are looked at again: an older one may have been committed since."""

RESTART_SPREAD_MS = (200, 5_000)
"""Between these many milliseconds the clients of a server that restarts come back."""

LOOK_GAP_SECONDS = 0.02
"""Looks that are asked for in a burst are one."""
LEADING = frozenset({ViewName.CHAIR, ViewName.HALL, ViewName.DESK})
"""The views that have a gate of their own."""
MOST_WAITING = 1_000
"""Clients that may wait at one gate; others are asked to come again."""


class Hub:
    """The live connections of one process. `committed` is called after every commit here."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        may_stay: MayStay,
        hints: Hints | None = None,
    ) -> None:
        self._database = database
        self._settings = settings
        self._may_stay = may_stay
        self._hints = hints
        self._gates = Gate(MOST_WAITING), Gate(MOST_WAITING)
        self._channels: dict[int, Channel] = {}
        self._roll = Roll(database)
        self._opening = asyncio.Lock()
        self._last_access_change = 0
        self._look_now = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to look and to tick."""
        async with self._database.read() as session:
            self._last_access_change = await access.last_access_change(session)
        self._tasks = [
            asyncio.create_task(self._keep(self._look, self._until_next_look)),
            asyncio.create_task(self._keep(self._tick, self._until_next_tick)),
        ]
        if self._hints is not None:
            self._hints.start(self.wake, self.look)

    async def stop(self) -> None:
        """Stop everything; connections are closed by the server."""
        if self._hints is not None:
            await self._hints.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for channel in self._channels.values():
            await channel.close()
        await self._roll.leave()

    def connections(self) -> list[Connection]:
        """Return every connection, chair and hall of each conference first."""
        return [c for channel in self._channels.values() for c in channel.connections()]

    def is_full(self) -> bool:
        """Tell whether one more connection would be too many."""
        users = sum(channel.users for channel in self._channels.values())
        return users >= self._settings.max_connections

    def gate(self, view: ViewName) -> Gate:
        """Return where clients of the view come in: a crowd of sites does not hold the chair up."""
        return self._gates[view in LEADING]

    def committed(self, conference_id: int, seq: int) -> None:
        """Hint, here and to other workers, that a command was committed as number `seq`."""
        self.wake(conference_id, seq)
        if self._hints is not None:
            self._hints.reached(conference_id, seq)

    def withdrawn(self) -> None:
        """Hint, here and to other workers, that rights may have been withdrawn."""
        self.look()
        if self._hints is not None:
            self._hints.withdrawn()

    def wake(self, conference_id: int, seq: int) -> None:
        """Hint that the conference's journal has grown up to `seq`."""
        channel = self._channels.get(conference_id)
        if channel is not None and seq > channel.seq:
            channel.want()

    def presence(self, conference_id: int) -> Presence:
        """Return who is where in a conference; what is said to it is told at the next look."""
        return self._roll.of(conference_id)

    def look(self) -> None:
        """Hint that rights may have been withdrawn."""
        self._look_now.set()

    @asynccontextmanager
    async def connected(
        self, conference_id: int, connection: Connection, epoch: str | None, seq: int | None
    ) -> AsyncIterator[Channel]:
        """Keep a connection up to date for as long as the block lasts."""
        channel = await self._channel(conference_id)
        open_ = OPEN.labels(connection.view.name)
        open_.inc()
        try:
            await channel.join(connection, epoch, seq)
            yield channel
        finally:
            open_.dec()
            channel.part(connection)
            await self._close_if_empty(channel)

    def farewell(self) -> None:
        """Tell everybody that the server restarts, and when to come back."""
        for connection in self.connections():
            later = come_again(RESTART_SPREAD_MS)
            connection.leave(Leaving(Close.RESTARTING, "restarting", later))

    async def _channel(self, conference_id: int) -> Channel:
        async with self._opening:
            channel = self._channels.get(conference_id)
            if channel is None:
                async with self._database.read() as session:
                    positions = await journal.positions(session, [conference_id])
                epoch, seq = positions[conference_id]
                channel = Channel(self._database, conference_id, epoch, seq)
                channel.presence = self._roll.of(conference_id)
                self._channels[conference_id] = channel
            channel.users += 1
            return channel

    async def _close_if_empty(self, channel: Channel) -> None:
        channel.users -= 1
        if channel.users == 0:
            del self._channels[channel.conference_id]
            await channel.close()

    async def _until_next_look(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._settings.look_seconds):
                await self._look_now.wait()
                await asyncio.sleep(LOOK_GAP_SECONDS)
        self._look_now.clear()

    async def _until_next_tick(self) -> None:
        await asyncio.sleep(self._settings.tick_seconds)

    async def _keep(
        self, step: Callable[[], Awaitable[None]], wait: Callable[[], Awaitable[None]]
    ) -> None:
        is_failing = False
        while True:
            await wait()
            try:
                await step()
            except Exception:
                # Said once: while the database is away this happens twice a second.
                if not is_failing:
                    _log.exception("live.step_failed")
                is_failing = True
            else:
                if is_failing:
                    _log.info("live.step_recovered")
                is_failing = False

    async def _tick(self) -> None:
        for channel in list(self._channels.values()):
            channel.tick()

    async def _look(self) -> None:
        """See what other processes committed, and whose right to be here has ended."""
        if not self._channels and not self._roll.is_open():
            return
        await self._roll.tell(self._channels)
        now = datetime.now(UTC)
        for connection in self.connections():
            connection.check_stuck(self._settings.slow_seconds)
            expires_at = connection.holder.expires_at
            if expires_at is not None and expires_at <= now:
                connection.leave(Leaving(Close.SIGNED_OUT, "session ended"))
        async with self._database.read() as session:
            positions = await journal.positions(session, list(self._channels))
            changes = await access.access_changes(
                session, self._last_access_change, now - OVERTAKEN
            )
            await self._ask_again(session, {(c.user_id, c.key_id) for c in changes})
            await self._roll.hear(session)
        if changes:
            newest = changes[-1].id or 0
            self._last_access_change = max(self._last_access_change, newest)
        for conference_id, (epoch, seq) in positions.items():
            self._catch_up(conference_id, epoch, seq)
        for channel in list(self._channels.values()):
            channel.tell_presence()
            await channel.refresh()

    def _catch_up(self, conference_id: int, epoch: str, seq: int) -> None:
        channel = self._channels.get(conference_id)
        if channel is None:
            return
        if channel.epoch != epoch:
            channel.start_again(epoch, seq)
        elif seq > channel.seq:
            channel.want()

    async def _ask_again(
        self, session: AsyncSession, changed: set[tuple[int | None, int | None]]
    ) -> None:
        if not changed:
            return
        for channel in list(self._channels.values()):
            for connection in list(channel.connections()):
                if _is_of(connection.holder, changed):
                    leaving = await self._may_stay(session, channel.conference_id, connection)
                    if leaving is not None:
                        connection.leave(leaving)


def _is_of(holder: Holder, changed: set[tuple[int | None, int | None]]) -> bool:
    return (holder.user_id, holder.key_id) in changed
