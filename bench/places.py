"""Where benchmarks run: empty databases of either kind, and the application on one of them."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select
from sqlmodel import col

from app import schema
from app.database import Database, open_database
from app.models.conference import Conference
from bench.filling import Mix, fill
from bench.screens import DESK, Screen, watching
from tests.conftest import CONFERENCE, World, furnish, running
from tests.postgres import start

KINDS = ("sqlite", "postgresql")


@contextmanager
def empty_database(kind: str) -> Iterator[str]:
    """Give the address of a database without a table; it is gone afterwards."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="doithoai-bench-") as folder:
            yield f"sqlite+aiosqlite:///{Path(folder) / 'bench.sqlite3'}"
        return
    server = start()
    name = f"bench_{uuid4().hex}"
    server.create(name)
    try:
        yield server.url(name)
    finally:
        server.drop(name)


@dataclass
class Place:
    """The application on a filled database, with screens that watch."""

    size: int
    world: World
    screens: list[Screen]

    @property
    def database(self) -> Database:
        database: Database = self.world.app.state.services.database
        return database

    async def conference(self) -> Conference:
        """Return the conference as it is now."""
        async with self.database.read() as session:
            statement = select(Conference).where(col(Conference.slug) == CONFERENCE)
            return (await session.scalars(statement)).one()

    async def shown(self, seq: int) -> None:
        """Wait until the screens show everything up to `seq`: the desk is told of all of it."""
        await self.screens[DESK].until(seq)


@asynccontextmanager
async def place(kind: str, size: int, mix: Mix) -> AsyncIterator[Place]:
    """Run the application on a database of this kind with so many questions."""
    with empty_database(kind) as url:
        database = open_database(url)
        await schema.migrate(database.writer)
        async with database.write() as session:
            await furnish(session)
        await fill(database, CONFERENCE, size, mix)
        await database.close()
        async with running(url) as world, watching(world.app) as screens:
            yield Place(size, world, screens)
