"""The product as a server process on a copy of a prepared database."""

import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlmodel import col

from app import schema
from app.data_keys import Keyring
from app.database import Database, open_database
from app.models.conference import Conference
from app.models.programme import Site, SiteKind
from bench.crowd import RESUMED, SNAPSHOT
from bench.crowd_words import Call
from bench.databases import empty_database
from bench.filling import HALF_QUEUED, fill
from bench.processes import server
from tests.conftest import CONFERENCE, DATA_KEY, furnish, token_of
from tests.servers import COMMAND

BASE = f"/api/v1/conferences/{CONFERENCE}"
LIVE = f"{BASE}/live?view="


@dataclass(frozen=True)
class Template:
    """A prepared database to copy."""

    kind: str
    source: str
    """Of SQLite the file, of PostgreSQL the database's name."""
    epoch: str
    seq: int
    """Where a client stands that has seen everything."""

    @contextmanager
    def copy(self) -> Iterator[str]:
        """Give the address of a copy; it is gone afterwards."""
        with empty_database(self.kind, self.source, durable=True) as url:
            yield url


@asynccontextmanager
async def template(kind: str, *, questions: int = 100, sites: int = 0) -> AsyncIterator[Template]:
    """Prepare a conference, with so many questions (half of them queued) and further sites."""
    with empty_database(kind, durable=True) as url:
        database = open_database(url, Keyring([DATA_KEY]))
        await schema.migrate(database.writer)
        async with database.write() as session:
            await furnish(session)
        if questions:
            await fill(database, CONFERENCE, questions, HALF_QUEUED)
        conference = await _with_sites(database, sites)
        await database.close()
        source = url.rpartition("/")[2] if kind == "postgresql" else url.partition(":///")[2]
        yield Template(kind, source, conference.epoch, conference.last_seq)


async def _with_sites(database: Database, sites: int) -> Conference:
    async with database.write() as session:
        found = select(Conference).where(col(Conference.slug) == CONFERENCE)
        conference = (await session.scalars(found)).one()
        given = {"conference_id": conference.id, "kind": SiteKind.REMOTE, "version": 1, "seq": 0}
        given |= {"expected_delegates": 50, "private_seq": 0}
        rows = [
            {**given, "slug": slug, "name": f"Xã {slug}", "order": 100 + order}
            for order, slug in enumerate(site_names(sites))
        ]
        if rows:
            await session.execute(insert(Site), rows)
        return conference


def site_names(sites: int) -> list[str]:
    """Return the slugs of so many further sites."""
    return [f"xa-{number:04}" for number in range(sites)]


@contextmanager
def product(
    url: str, *options: str, pinned: bool = True, **more: str
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run the product on a database; its process and port. `more` are further settings."""
    environment = {
        "DOITHOAI_ENVIRONMENT": "development",
        "DOITHOAI_DATABASE_URL": url,
        "DOITHOAI_LOG_LEVEL": "warning",
        **more,
    }
    command = [*COMMAND, "serve", "--port", "{port}", *options]
    with server(command, environment, pinned=pinned) as running:
        yield running


def authorization(who: str) -> dict[str, str]:
    """Return the header by which somebody is known."""
    return {"Authorization": f"Bearer {token_of(who)}"}


def screens(port: int, *views: str) -> Call:
    """Return how screens of these views are called, as a new one is."""
    paths = [LIVE + view for view in views]
    return Call(port, paths, authorization("moderator"), welcome=SNAPSHOT)


def returning(port: int, prepared: Template, *views: str) -> Call:
    """The same for screens that have seen everything and come back."""
    standing = f"&epoch={prepared.epoch}&seq={prepared.seq}"
    paths = [LIVE + view + standing for view in views]
    return Call(port, paths, authorization("moderator"), welcome=RESUMED)
