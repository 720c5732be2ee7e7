"""The application in this process on a filled database, with screens that watch."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from app import schema
from app.data_keys import Keyring
from app.database import Database, open_database
from app.models.conference import Conference
from bench.databases import empty_database
from bench.filling import Mix, fill
from bench.screens import DESK, Screen, watching
from tests.conftest import CONFERENCE, DATA_KEY, World, furnish, running


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
    with empty_database(kind, durable=False) as url:
        database = open_database(url, Keyring([DATA_KEY]))
        await schema.migrate(database.writer)
        async with database.write() as session:
            await furnish(session)
        await fill(database, CONFERENCE, size, mix)
        await database.close()
        async with running(url) as world, watching(world.app) as screens:
            yield Place(size, world, screens)
