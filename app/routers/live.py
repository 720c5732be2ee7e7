"""The live socket: who may open which view, and one connection's life. It only pushes."""

import asyncio
import contextlib
from datetime import UTC, datetime
from typing import Any

from fastapi import WebSocket
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.routing import Router, WebSocketRoute
from starlette.websockets import WebSocketDisconnect, WebSocketState

from app.deps import (
    Caller,
    actor_in,
    identify,
    is_own_origin,
    presented_secret,
    services,
)
from app.domain.roles import Actor, Permission, Role
from app.domain.views import View, ViewName
from app.live import protocol
from app.live.connection import Connection, Holder, Leaving
from app.live.gate import GateIsFull, come_again
from app.live.lines import Line, QueuedLine, Wire, WireLine
from app.live.protocol import Close
from app.live.wire import EXTENSION
from app.models.access import User
from app.models.conference import Conference
from app.models.programme import Official, Site
from app.queries import access, conferences

CLOSE_SECONDS = 2.0
"""How long a client gets to take its `bye`; one that does not read any more is cut off."""
_NEEDED = {
    ViewName.HALL: Permission.VIEW_HALL,
    ViewName.CHAIR: Permission.VIEW_CHAIR,
    ViewName.DESK: Permission.VIEW_DESK,
    ViewName.SITE: Permission.VIEW_SITE,
    ViewName.OFFICIAL: Permission.VIEW_OFFICIAL,
    ViewName.PUBLIC: Permission.VIEW_PUBLIC,
}


class Refused(Exception):
    """The connection is closed before its first snapshot."""

    def __init__(self, code: Close, reason: str, retry_after_ms: int | None = None) -> None:
        super().__init__(reason)
        self.leaving = Leaving(code, reason, retry_after_ms)


async def live(socket: WebSocket) -> None:
    """Serve one screen until either side leaves."""
    # Accept first: a socket refused before that reaches a browser as HTTP 403, without a code.
    await socket.accept()
    async with contextlib.AsyncExitStack() as stack:
        try:
            connection = await _enter(socket, socket.path_params["conference"], stack)
        except Refused as refused:
            leaving: Leaving | None = refused.leaving
        else:
            await _stay(socket, connection)
            leaving = connection.leaving
    await _part(socket, leaving)


async def _enter(
    socket: WebSocket, conference: str, stack: contextlib.AsyncExitStack
) -> Connection:
    """Pass the gate; return a connection that has its first message. Raises `Refused`."""
    hub, view = services(socket).hub, _view(socket)
    epoch, seq = _standing(socket)
    try:
        async with hub.gate(view.name).passing():
            conference_id, connection = await _admit(socket, view, conference)
            connected = hub.connected(conference_id, connection, epoch, seq)
            await stack.enter_async_context(connected)
    except GateIsFull as full:
        raise Refused(Close.TOO_MANY, str(full), full.retry_after_ms) from full
    return connection


async def _stay(socket: WebSocket, connection: Connection) -> None:
    """Stay until either side leaves, or the client is cut off."""
    line = connection.line
    if not isinstance(line, QueuedLine):
        await _until_gone(socket, connection)
        return
    pump = line.pump(socket.send_text, lambda: connection.leaving is not None)
    tasks: list[asyncio.Task[Any]] = [
        asyncio.create_task(pump),
        asyncio.create_task(_until_gone(socket, connection)),
        asyncio.create_task(line.cut.wait()),
    ]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _admit(socket: WebSocket, view: View, slug: str) -> tuple[int, Connection]:
    """Return the conference and a new connection. Raises `Refused`."""
    serving = services(socket)
    if serving.hub.is_full():
        raise Refused(Close.TOO_MANY, "too many connections", come_again())
    secret, by_cookie = presented_secret(socket)
    async with serving.database.read() as session:
        conference = await conferences.by_slug(session, slug[:64])
        caller = await identify(session, secret)
        if caller is None:
            if conference is None or not _is_open_to_all(conference, view):
                raise Refused(Close.NOT_SIGNED_IN, "not signed in")
            holder = Holder(None, None, None, None)
            return conference.id or 0, Connection(view, holder, _line(socket))
        if by_cookie and not is_own_origin(socket, serving.settings):
            raise Refused(Close.NOT_ALLOWED, "foreign origin")
        actor = await actor_in(session, caller, conference) if conference is not None else None
        if conference is None or actor is None:
            raise Refused(Close.NO_SUCH_CONFERENCE, "no such conference")
        view = _own(view, actor)
        if not may_view(actor, view):
            raise Refused(Close.NOT_ALLOWED, f"missing permission {_NEEDED[view.name]}")
        await _check_whose(session, conference, view)
    return conference.id or 0, Connection(view, caller.holder, _line(socket))


def _line(socket: WebSocket) -> Line:
    """Return the lean line where the server offers it, else one through `send`."""
    slow_bytes = services(socket).settings.slow_bytes
    wire: Wire | None = socket.scope.get("extensions", {}).get(EXTENSION)
    return QueuedLine(slow_bytes) if wire is None else WireLine(wire, slow_bytes)


def may_view(actor: Actor, view: View) -> bool:
    """Tell whether the actor may open the view: a site and an official only their own."""
    needed = _NEEDED[view.name]
    return any(
        grant.has(needed)
        and (grant.role is not Role.SITE_MODERATOR or _is_own(view, ViewName.SITE, grant.site))
        and (grant.role is not Role.OFFICIAL or _is_own(view, ViewName.OFFICIAL, grant.official))
        for grant in actor.grants
    )


async def may_stay(
    session: AsyncSession, conference_id: int, connection: Connection
) -> Leaving | None:
    """Ask the rules anew for an open connection; return why it has to leave, or `None`."""
    holder = connection.holder
    conference = await session.get_one(Conference, conference_id)
    if holder.secret_hash is None:
        is_guest = _is_open_to_all(conference, connection.view)
        return None if is_guest else Leaving(Close.NOT_SIGNED_IN, "not signed in")
    caller = await _again(session, holder)
    if caller is None:
        return Leaving(Close.SIGNED_OUT, "signed out")
    actor = await actor_in(session, caller, conference)
    if actor is None or not may_view(actor, connection.view):
        return Leaving(Close.NOT_ALLOWED, "the right was withdrawn")
    return None


async def _again(session: AsyncSession, holder: Holder) -> Caller | None:
    """Return who held the connection's secret, if it is still good."""
    if holder.key_id is not None:
        key = await access.api_key(session, holder.secret_hash or "")
        if key is None:
            return None
        return Caller(holder, None, access.key_actor(key), key.conference_id)
    found = await access.signed_in(session, holder.secret_hash or "", datetime.now(UTC))
    user: User | None = found.user if found is not None else None
    return Caller(holder, user, None, 0) if user is not None else None


def _is_own(view: View, name: ViewName, own: str | None) -> bool:
    return view.name is not name or view.of == own


def _is_open_to_all(conference: Conference, view: View) -> bool:
    return conference.is_public and view.name is ViewName.PUBLIC


def _view(socket: WebSocket) -> View:
    name = socket.query_params.get("view", "")
    if name not in set(ViewName):
        raise Refused(Close.BAD_REQUEST, "no such view")
    view = ViewName(name)
    if view in {ViewName.SITE, ViewName.OFFICIAL}:
        return View(view, socket.query_params.get(view.value, "")[:64] or None)
    return View(view)


def _own(view: View, actor: Actor) -> View:
    """Return the view; where it does not say whose it is, the actor's own site or official."""
    if view.of is not None or view.name not in {ViewName.SITE, ViewName.OFFICIAL}:
        return view
    for grant in actor.grants:
        own = grant.site if view.name is ViewName.SITE else grant.official
        if own is not None:
            return View(view.name, own)
    raise Refused(Close.BAD_REQUEST, f"{view.name} is missing")


async def _check_whose(session: AsyncSession, conference: Conference, view: View) -> None:
    """Refuse a view of a site or official the conference does not have."""
    id_, slug = conference.id or 0, view.of or ""
    found: Site | Official | None
    match view.name:
        case ViewName.SITE:
            found = await conferences.thing(session, Site, id_, slug)
        case ViewName.OFFICIAL:
            found = await conferences.thing(session, Official, id_, slug)
        case _:
            return
    if found is None:
        raise Refused(Close.NO_SUCH_CONFERENCE, f"no such {view.name}")


def _standing(socket: WebSocket) -> tuple[str | None, int | None]:
    """Return where the client says it stands."""
    seq = socket.query_params.get("seq", "")
    is_number = seq.isascii() and seq.isdigit() and len(seq) < 10
    return socket.query_params.get("epoch"), int(seq) if is_number else None


async def _until_gone(socket: WebSocket, connection: Connection) -> None:
    """Read until either side leaves. What is sent is not listened to: commands come by HTTP."""
    while connection.leaving is None:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return


async def _part(socket: WebSocket, leaving: Leaving | None) -> None:
    """Say why, then close; a client that does not take it in time is cut off."""
    if leaving is None or socket.client_state is not WebSocketState.CONNECTED:
        return
    text = protocol.bye(leaving.code, leaving.reason, leaving.retry_after_ms)
    with contextlib.suppress(TimeoutError, RuntimeError, WebSocketDisconnect):
        async with asyncio.timeout(CLOSE_SECONDS):
            await socket.send_text(text)
            await socket.close(leaving.code, leaving.reason)


sockets = Router([WebSocketRoute("/api/v1/conferences/{conference}/live", live)])
"""Every socket there is. Any other address is refused."""
