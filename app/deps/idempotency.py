"""Idempotency-Key: the same key and body get the same answer, and the effect happens once.

The answer is stored in the transaction of its effect, so it is there if and only if the effect is.
"""

import contextlib
import hashlib
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from fastapi import Request, Response
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import Problem
from app.models.journal import StoredAnswer

_KEPT_HEADERS = ("etag", "location", "content-type")
LONGEST_KEY = 255


_KEEP = insert(StoredAnswer)


class Replay(Exception):
    """The request was answered before; `response()` is that answer."""

    def __init__(self, stored: StoredAnswer) -> None:
        super().__init__(stored.key)
        self._stored = stored

    def response(self) -> Response:
        """Return the stored answer, marked as a repeat."""
        return Response(
            self._stored.body,
            self._stored.status,
            headers=self._stored.headers | {"Idempotency-Replayed": "true"},
        )


class Once:
    """The keys that this process is working on."""

    def __init__(self) -> None:
        self._in_flight: set[tuple[str, str]] = set()

    async def begin(
        self,
        request: Request,
        caller: str,
        session: Callable[[], Awaitable[AsyncSession]],
        *,
        required: bool,
    ) -> None:
        """Claim the request's key.

        Raises `Replay` for a repeat, `Problem` for a key that is missing, bad or busy.
        """
        key = _key(request, required=required)
        if key is None:
            return
        if (caller, key) in self._in_flight:
            raise Problem("request_in_flight", {"Retry-After": "1"})
        self._in_flight.add((caller, key))
        request.state.claim = (caller, key)
        request.state.fingerprint = await _fingerprint(request)
        await self._look_up(await session(), caller, key, request.state.fingerprint)

    async def keep(self, session: AsyncSession, request: Request, response: Response) -> None:
        """Store the answer under the claimed key, in the transaction of its effect."""
        claim = getattr(request.state, "claim", None)
        if claim is None:
            return
        body = getattr(request.state, "body_for_repeats", bytes(response.body))
        kept = [name for name in _KEPT_HEADERS if name in response.headers]
        stored = {
            "caller": claim[0],
            "key": claim[1],
            "fingerprint": request.state.fingerprint,
            "status": response.status_code,
            "headers": {name: response.headers[name] for name in kept},
            "body": body.decode(),
            "created_at": datetime.now(UTC),
        }
        await session.flush()
        await (await session.connection()).execute(_KEEP, stored)

    def release(self, request: Request) -> None:
        """Let go of the claimed key, whatever became of the request."""
        claim = getattr(request.state, "claim", None)
        if claim is not None:
            self._in_flight.discard(claim)

    async def _look_up(
        self, session: AsyncSession, caller: str, key: str, fingerprint: str
    ) -> None:
        if session.get_bind().dialect.name == "postgresql":
            # Another worker may hold the same key: a lock that ends with the transaction.
            lock = select(
                func.pg_try_advisory_xact_lock(func.hashtextextended(f"{caller} {key}", 0))
            )
            if not await session.scalar(lock):
                raise Problem("request_in_flight", {"Retry-After": "1"})
        stored = await session.get(StoredAnswer, (caller, key))
        if stored is None:
            return
        if stored.fingerprint != fingerprint:
            raise Problem("idempotency_key_reused")
        raise Replay(stored)


def _key(request: Request, *, required: bool) -> str | None:
    key = request.headers.get("idempotency-key")
    if key is None and not required:
        return None
    if not key or len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Problem("idempotency_key_required")
    return key


async def _fingerprint(request: Request) -> str:
    digest = hashlib.sha256(f"{request.method} {request.url.path}\n".encode())
    # A form is sent with another boundary each time: who read it says what it held.
    held: bytes | None = getattr(request.state, "held", None)
    digest.update(_without_password(await request.body()) if held is None else held)
    return digest.hexdigest()


def _without_password(body: bytes) -> bytes:
    """Return the body with a new account's password left out: a fast hash would give it away."""
    if b"password" not in body:
        return body
    with contextlib.suppress(ValueError):
        given = json.loads(body)
        if isinstance(given, dict):
            return json.dumps({k: v for k, v in given.items() if k != "password"}).encode()
    return body
