"""One conference's connections in this process, and the rounds that bring them up to date."""

import asyncio
from collections.abc import Iterator
from time import monotonic

import structlog

from app.database import Database
from app.domain.views import View, ViewName
from app.live import feed, protocol
from app.live.audience import Audience
from app.live.connection import Connection
from app.live.message import Message
from app.live.presence import TOLD, Presence

_log = structlog.get_logger()

_FIRST_SERVED = [
    ViewName.CHAIR,
    ViewName.HALL,
    ViewName.DESK,
    ViewName.OFFICIAL,
    ViewName.SITE,
    ViewName.PUBLIC,
]
VAIN_SECONDS = 0.02
"""The pause after a round that found nothing: hints that lie must not keep the database busy."""
FRESH_SECONDS = 0.5
"""How old the time in a snapshot may be; so long it is the same bytes for everybody who comes."""
YIELD_EVERY = 200
"""Connections offered a message before other tasks get their turn."""


class Channel:
    """Everything of one conference that listens here.

    `seq` is how far the journal has been read, `told` how far every connection has been told.
    """

    def __init__(self, database: Database, conference_id: int, epoch: str, seq: int) -> None:
        self.conference_id = conference_id
        self.epoch = epoch
        self.seq = seq
        self.told = seq
        self.audiences: dict[View, Audience] = {}
        self.users = 0
        self.presence = Presence()
        self._database = database
        self._wanted = asyncio.Event()
        self._task = asyncio.create_task(self._run())

    def connections(self) -> Iterator[Connection]:
        """Return all connections, chair and hall first."""
        for _, audience in self._in_order():
            yield from audience.connections

    def want(self) -> None:
        """Ask for a round: there may be something new."""
        self._wanted.set()

    async def refresh(self) -> None:
        """Bring dirty connections whose line has drained up to date."""
        for connection in [one for one in self.connections() if one.is_dirty]:
            if connection.is_ready and connection.line.is_drained():
                connection.refresh(*await self._standing_snapshot(connection.view))

    async def join(self, connection: Connection, epoch: str | None, seq: int | None) -> None:
        """Give a new connection its first message, and every change from there on.

        It is `resumed` and at most one change (or a tick, when it saw none of them) when the client
        can go on from where it stands, else a snapshot; never a part of a replay.
        """
        audience = self.audiences.setdefault(connection.view, Audience(sent=self.seq))
        audience.connections[connection] = None
        if epoch == self.epoch and seq is not None and await self._resume(connection, seq):
            return
        connection.offer(*await self._standing_snapshot(connection.view))
        connection.is_ready = True

    def part(self, connection: Connection) -> None:
        """Forget a connection."""
        audience = self.audiences.get(connection.view)
        if audience is not None:
            audience.connections.pop(connection, None)
            if not audience.connections:
                del self.audiences[connection.view]

    def tick(self) -> None:
        """Tell every connection that is up to date how far that is."""
        tick = Message(protocol.tick(self.told))
        for connection in self.connections():
            is_ahead = connection.stands_at > self.told
            if connection.is_ready and not connection.is_dirty and not is_ahead:
                connection.offer(tick, self.told)

    def present(self) -> tuple[dict[View, int], list[str]]:
        """Return how many sockets each view has here, and the holders of those at a desk."""
        open_ = {view: len(audience.connections) for view, audience in self.audiences.items()}
        desk = self.audiences.get(View(ViewName.DESK), Audience())
        return open_, [one.holder.name for one in desk.connections]

    def tell_presence(self) -> None:
        """Tell desk and chair who is where, each connection once until that changes."""
        told = [view for view in self.audiences if view.name in TOLD]
        if not told:
            return
        text = self.presence.text(*self.present())
        message = Message(text)
        for view in told:
            for connection in self.audiences[view].connections:
                if connection.is_ready and not connection.is_dirty and connection.presence != text:
                    connection.offer(message, 0)
                    connection.presence = text

    def start_again(self, epoch: str, seq: int) -> None:
        """Take over a restored journal: everybody gets a snapshot of it."""
        self.epoch, self.seq, self.told = epoch, seq, seq
        for audience in self.audiences.values():
            audience.state = None
            audience.sent = seq
            for connection in audience.connections:
                connection.stands_at = 0
                connection.mark_dirty()

    def _start_over(self, seq: int) -> None:
        """Let snapshots tell what is too much for one change."""
        self.seq = self.told = seq
        for audience in self.audiences.values():
            audience.sent = seq
            for connection in audience.connections:
                connection.mark_dirty()

    async def snapshot(self, view: View) -> tuple[int, Message]:
        """Return a snapshot of the view, and the number it is true at.

        The state is read and encoded once for all who ask until the view changes.
        """
        audience = self.audiences.get(view) or Audience(sent=self.seq)
        async with audience.reading:
            kept = audience.state
            if kept is None or kept[0] < audience.sent:
                kept = await self._database.aside.read(
                    lambda session: feed.state(session, self.conference_id, view)
                )
                audience.state = kept
        # Nothing that the view shows was changed by the commands read since.
        seq = max(kept[0], self.seq) if kept[0] >= audience.sent else kept[0]
        return seq, self._message(audience, view, seq, kept[1])

    def _message(self, audience: Audience, view: View, seq: int, state: str) -> Message:
        """Return the same message, and so the same bytes, to all who come at the same time."""
        kept = audience.snapshot
        if kept is None or kept[0] != (self.epoch, seq) or monotonic() - kept[1] > FRESH_SECONDS:
            message = Message(protocol.snapshot(view, self.epoch, seq, state))
            kept = audience.snapshot = ((self.epoch, seq), monotonic(), message)
        return kept[2]

    async def _standing_snapshot(self, view: View) -> tuple[Message, int]:
        """Return a snapshot that holds everything this view's audience was sent by now."""
        while True:
            seq, snapshot = await self.snapshot(view)
            audience = self.audiences.get(view)
            if audience is None or seq >= audience.sent:
                return snapshot, seq

    async def close(self) -> None:
        """Stop the rounds."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _resume(self, connection: Connection, seq: int) -> bool:
        """Bring a client up from `seq` by one change; tell whether that could be done."""
        audience = self.audiences[connection.view]
        while True:
            async with self._database.read() as session:
                changes = await feed.changes(session, self.conference_id, seq)
            if changes.is_too_much or not 0 <= changes.seq - seq <= feed.RESUME_LIMIT:
                return False
            if changes.seq >= audience.sent:
                break
        resumed = protocol.resumed(connection.view, self.epoch, seq)
        connection.offer(Message(resumed), seq)
        text = feed.compose(connection.view, changes, seq)
        if text is None and changes.seq > seq:
            # What it may not see lies behind it as well: the next change goes on from there.
            text = protocol.tick(changes.seq)
        if text is not None:
            connection.offer(Message(text), changes.seq)
        connection.is_ready = True
        return True

    async def _run(self) -> None:
        """Run a round whenever one is wanted; commits during a round join the next."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                if not await self._round():
                    await asyncio.sleep(VAIN_SECONDS)
            except Exception:
                # The next hint or look tries again; the numbers make sure nothing is skipped.
                _log.exception("live.round_failed", conference=self.conference_id)

    async def _round(self) -> bool:
        """Tell every audience what is new; tell whether there was anything."""
        async with self._database.read() as session:
            changes = await feed.changes(session, self.conference_id, self.seq)
        if changes.seq <= self.seq:
            return False
        if changes.is_too_much:
            self._start_over(changes.seq)
            return True
        # Everything is composed before anything counts as sent: a round that fails is run again.
        told = list(self._composed(changes))
        self.seq = changes.seq
        for audience, _ in told:
            audience.sent = changes.seq
        for audience, message in told:
            await self._offer(audience, message, changes.seq)
        self.told = changes.seq
        return True

    def _composed(self, changes: feed.Changes) -> Iterator[tuple[Audience, Message]]:
        """Compose for every audience that sees something of it; for those told the same, once."""
        made: dict[tuple[View, int], Message | None] = {}
        for view, audience in self._in_order():
            key = feed.same_as(view, changes), audience.sent
            if key not in made:
                text = feed.compose(key[0], changes, audience.sent)
                made[key] = None if text is None else Message(text)
            message = made[key]
            if message is not None:
                yield audience, message

    async def _offer(self, audience: Audience, message: Message, seq: int) -> None:
        for place, connection in enumerate(list(audience.connections), start=1):
            if connection.is_ready:
                connection.offer(message, seq)
            if place % YIELD_EVERY == 0:
                await asyncio.sleep(0)

    def _in_order(self) -> list[tuple[View, Audience]]:
        return sorted(self.audiences.items(), key=lambda entry: _FIRST_SERVED.index(entry[0].name))
