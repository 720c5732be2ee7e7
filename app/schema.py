"""The schema by migrations: bring a database to the newest, tell where it is."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

_HERE = Path(__file__).parent
_MIGRATIONS = next(
    folder for folder in (_HERE / "_migrations", _HERE.parent / "migrations") if folder.is_dir()
)
"""Inside an installed wheel, or beside the package in a checkout."""


def alembic_config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration for our migrations, on `connection` when given."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


async def migrate(engine: AsyncEngine, revision: str = "head") -> None:
    """Upgrade the schema to `revision`, all or nothing."""
    async with engine.begin() as connection:
        await connection.run_sync(lambda c: command.upgrade(alembic_config(c), revision))


async def downgrade(engine: AsyncEngine, revision: str) -> None:
    """Take the schema back to `revision` (`base`: nothing left)."""
    async with engine.begin() as connection:
        await connection.run_sync(lambda c: command.downgrade(alembic_config(c), revision))


async def current_revision(engine: AsyncEngine) -> str | None:
    """Return the revision the database stands at, `None` when it is empty."""
    async with engine.connect() as connection:
        return await connection.run_sync(
            lambda c: MigrationContext.configure(c).get_current_revision()
        )


def newest_revision() -> str | None:
    """Return the revision that this version of the software works with."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()
