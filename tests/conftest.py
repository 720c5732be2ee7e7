"""The world every test can ask for: a migrated database of either kind, furnished, and the app.

`world` is the conference bac-kan-2025 with one account for each role, and a second conference whose
people are strangers to the first. Nobody needs a password here: tokens are handed out directly.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app import logs, schema
from app.actions import conferences, people, sessions
from app.data_keys import new_key
from app.database import open_database
from app.domain.roles import Actor, Grant, Role
from app.main import create_app
from app.models.access import Credential, CredentialKind
from app.models.access_shapes import MemberCreate
from app.models.conference import Conference, ConferenceCreate
from app.settings import Settings
from tests.postgres import Postgres

CONFERENCE = "bac-kan-2025"
OTHER = "khac-2026"
NEVER = datetime(2999, 1, 1, tzinfo=UTC)
OFFICIAL = "chu-tich-ubnd-tinh"
OTHER_OFFICIAL = "chu-tich-hoi-lhpn-tinh"

logs.configure("warning")
# Also for the server processes that tests start.
DATA_KEY = os.environ.setdefault("DOITHOAI_DATA_KEYS", new_key())
settings.register_profile(
    "default", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("default")

PEOPLE: dict[str, tuple[str, MemberCreate | None]] = {
    "admin": ("", None),
    "stranger": ("", None),
    "moderator": (CONFERENCE, MemberCreate(username="moderator", role=Role.MODERATOR)),
    "moderator-2": (CONFERENCE, MemberCreate(username="moderator-2", role=Role.MODERATOR)),
    "chair": (CONFERENCE, MemberCreate(username="chair", role=Role.CHAIR)),
    "screen": (CONFERENCE, MemberCreate(username="screen", role=Role.SCREEN)),
    "cho-don": (
        CONFERENCE,
        MemberCreate(username="cho-don", role=Role.SITE_MODERATOR, site="cho-don"),
    ),
    "na-ri": (
        CONFERENCE,
        MemberCreate(username="na-ri", role=Role.SITE_MODERATOR, site="na-ri"),
    ),
    "official": (
        CONFERENCE,
        MemberCreate(username="official", role=Role.OFFICIAL, official=OFFICIAL),
    ),
    "official-2": (
        CONFERENCE,
        MemberCreate(username="official-2", role=Role.OFFICIAL, official=OTHER_OFFICIAL),
    ),
    "other-moderator": (OTHER, MemberCreate(username="other-moderator", role=Role.MODERATOR)),
}
"""User name → the conference it belongs to, and what it is there. `admin` is administrator."""


def token_of(username: str) -> str:
    """The token of one of `PEOPLE`."""
    return f"token-of-{username}"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


async def furnish(session: AsyncSession) -> None:
    """Make both conferences and everybody's account, each with its known token."""
    at = datetime.now(UTC)
    admin = Actor("admin", (Grant(Role.ADMIN),))
    made = {}
    for slug in (CONFERENCE, OTHER):
        given = ConferenceCreate(slug=slug, preset="bac-kan-2025")
        made[slug] = await conferences.create(session, admin, at, given)
    for username, (conference, member) in PEOPLE.items():
        user = await people.add_user(
            session,
            at,
            username=username,
            name=username,
            password_hash="no password fits",
            is_admin=username == "admin",
        )
        await session.execute(
            insert(Credential).values(
                user_id=user.id,
                kind=CredentialKind.TOKEN,
                secret_hash=sessions.secret_hash(token_of(username)),
                created_at=at,
                expires_at=NEVER,
            )
        )
        if member is not None:
            await people.add_member(session, made[conference], member)


async def make_template(url: str) -> None:
    """Migrate and furnish an empty database."""
    database = open_database(url)
    await schema.migrate(database.writer)
    async with database.write() as session:
        await furnish(session)
    await database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A furnished SQLite file that tests copy."""
    path = tmp_path_factory.mktemp("template") / "furnished.sqlite3"
    asyncio.run(make_template(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """The name of a furnished PostgreSQL database that tests copy."""
    name = f"furnished_{os.environ.get('PYTEST_XDIST_WORKER', 'gw')}"
    postgres.drop(name)
    postgres.create(name)
    asyncio.run(make_template(postgres.url(name)))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on; override it by parametrizing where one is enough."""
    kind: str = request.param
    return kind


@pytest.fixture
def empty_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without a table."""
    if database_kind == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = f"empty_{uuid4().hex}"
    postgres.create(name)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def database_url(
    database_kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """The address of a furnished database of the test's own."""
    if database_kind == "sqlite":
        path = tmp_path / "doithoai.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    template: str = request.getfixturevalue("postgres_template")
    postgres: Postgres = request.getfixturevalue("postgres")
    name = f"test_{uuid4().hex}"
    postgres.create(name, template)
    yield postgres.url(name)
    postgres.drop(name)


@dataclass
class World:
    """The running application and everybody in it."""

    app: FastAPI
    client: httpx.AsyncClient

    async def send(
        self, who: str | None, method: str, path: str, json: Any = None, **headers: str
    ) -> httpx.Response:
        """Send one request as somebody (`None`: not signed in).

        `path` is below the conference when it begins with a slash, else below /api/v1. Every
        POST carries a fresh Idempotency-Key unless `idempotency_key` is given (`""`: none).
        A tuple in place of JSON is a file: its name and its bytes.
        """
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if who is not None:
            sent.setdefault("authorization", f"Bearer {token_of(who)}")
        if method == "POST":
            sent.setdefault("idempotency-key", uuid4().hex)
        sent = {name: value for name, value in sent.items() if value != ""}
        base = "/api/v1/"
        url = f"{base}conferences/{CONFERENCE}{path}" if path.startswith("/") else base + path
        if isinstance(json, tuple):
            return await self.client.request(method, url, files={"file": json}, headers=sent)
        return await self.client.request(method, url, json=json, headers=sent)

    async def get(self, who: str | None, path: str, **headers: str) -> httpx.Response:
        return await self.send(who, "GET", path, **headers)

    async def post(
        self, who: str | None, path: str, json: Any = None, **headers: str
    ) -> httpx.Response:
        return await self.send(who, "POST", path, json, **headers)

    async def submit(self, site: str = "cho-don", **more: Any) -> int:
        """Submit a question as a moderator; return its number."""
        given = question(site) | more
        response = await self.post("moderator", "/questions", given)
        assert response.status_code == 201, response.text
        number: int = response.json()["number"]
        return number

    async def do(
        self, who: str, number: int, command: str, json: Any = None, **headers: str
    ) -> httpx.Response:
        """Give a question's command."""
        return await self.post(who, f"/questions/{number}/{command}", json, **headers)

    async def queued(self, site: str = "cho-don") -> int:
        """Submit and enqueue a question; return its number."""
        number = await self.submit(site)
        response = await self.do("moderator", number, "enqueue")
        assert response.status_code == 200, response.text
        return number

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """Read the database behind the application's back."""
        async with self.app.state.services.database.read() as session:
            yield session

    async def conference(self) -> Conference:
        async with self.session() as session:
            statement = select(Conference).where(col(Conference.slug) == CONFERENCE)
            return (await session.scalars(statement)).one()


def question(site: str = "cho-don", text: str = "Bao giờ xã có đường bê tông?") -> dict[str, Any]:
    """A question as a site hands it in."""
    return {
        "site": site,
        "text": text,
        "asker": {
            "name": "Nguyễn Thị Thử",
            "position": "Chi hội trưởng",
            "phone": "0900 000 001",
            "may_show_name": False,
        },
    }


@asynccontextmanager
async def running(url: str, **more: Any) -> AsyncIterator[World]:
    """Run the application on a database, inside this process."""
    app = create_app(Settings(environment="development", database_url=url, **more))
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        yield World(app, client)


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """The application on a furnished database, on SQLite and on PostgreSQL."""
    async with running(database_url) as world:
        yield world
