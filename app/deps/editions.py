"""What is public, kept in memory as it is sent: a hall full of telephones costs one reading.

The database is asked each time which edition there is, so what is taken back is gone at once.
"""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from typing import NamedTuple

from app.database import Database
from app.domain.errors import NotFound
from app.domain.publishing import Edition
from app.queries import publications

MOST_EDITIONS = 16
"""Conferences whose editions are kept."""
MOST_BYTES = 32 * 1024 * 1024
"""Of encoded answers, all editions together."""

AROUND_A_BODY = 500
"""Bytes that keeping an answer takes beside its own, so that many small ones are bounded too."""

Key = tuple[str | int | None, ...]


class Made(NamedTuple):
    """An encoded answer, and the address of the next page of a list."""

    body: bytes
    link: str | None = None


class Editions:
    """The newest editions, and the answers made of them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[str, Edition] = OrderedDict()
        self._reading: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._answers = _Answers()

    async def of(self, slug: str) -> Edition:
        """Return what a conference has published. Raises `NotFound` unless it is public."""
        async with self._database.read() as session:
            mark = await publications.mark(session, slug)
        if mark is None:
            self._kept.pop(slug, None)
            raise NotFound("conference", slug)
        async with self._reading[slug]:
            kept = self._kept.get(slug)
            if kept is None or kept.mark != mark:
                kept = await self._read(slug)
        self._keep(kept)
        return kept

    async def made(self, edition: Edition, name: Key, make: Callable[[], Made]) -> Made:
        """Return the answer of that name, made once for an edition."""
        return await self._answers.get((edition.slug, edition.mark, *name), make)

    async def _read(self, slug: str) -> Edition:
        """Read beside the event loop: a thousand questions take a tenth of a second."""
        edition = await self._database.aside.read(
            lambda session: publications.edition(session, slug)
        )
        if edition is None:
            raise NotFound("conference", slug)
        return edition

    def _keep(self, edition: Edition) -> None:
        self._kept[edition.slug] = edition
        self._kept.move_to_end(edition.slug)
        while len(self._kept) > MOST_EDITIONS:
            self._kept.popitem(last=False)


class _Answers:
    """Encoded answers: each made once however many ask for it, the longest unused go first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Made] = OrderedDict()
        self._making: dict[Key, asyncio.Task[Made]] = {}
        self._size = 0

    async def get(self, key: Key, make: Callable[[], Made]) -> Made:
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        if key not in self._making:
            self._making[key] = asyncio.create_task(self._make(key, make))
        # Who leaves does not take the answer from the others who wait for it.
        return await asyncio.shield(self._making[key])

    async def _make(self, key: Key, make: Callable[[], Made]) -> Made:
        try:
            made = await asyncio.to_thread(make)
        finally:
            del self._making[key]
        self._kept[key] = made
        self._size += len(made.body) + AROUND_A_BODY
        while self._size > MOST_BYTES:
            self._size -= len(self._kept.popitem(last=False)[1].body) + AROUND_A_BODY
        return made
