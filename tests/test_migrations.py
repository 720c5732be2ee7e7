"""Models and migrations agree, on both databases, and there is a way back."""

from collections.abc import AsyncIterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlmodel import SQLModel

import app.models
from app import schema
from app.database import Database, open_database

assert app.models.__all__


@pytest.fixture
async def database(empty_url: str) -> AsyncIterator[Database]:
    database = open_database(empty_url)
    yield database
    await database.close()


async def tables(database: Database) -> set[str]:
    async with database.writer.connect() as connection:
        return set(await connection.run_sync(lambda c: inspect(c).get_table_names()))


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, SQLModel.metadata))


async def test_migrations_make_the_schema_of_the_models(database: Database) -> None:
    await schema.migrate(database.writer)
    assert await schema.current_revision(database.writer) == schema.newest_revision()
    async with database.writer.connect() as connection:
        assert await connection.run_sync(differences) == []
    assert await tables(database) == {*SQLModel.metadata.tables, "alembic_version"}


async def test_way_back_leaves_no_table_and_the_way_up_is_open_again(database: Database) -> None:
    await schema.migrate(database.writer)
    await schema.downgrade(database.writer, "base")
    assert await tables(database) == {"alembic_version"}
    assert await schema.current_revision(database.writer) is None
    await schema.migrate(database.writer)
    async with database.writer.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    await schema.migrate(database.writer)
    before = await tables(database)
    await schema.migrate(database.writer)
    assert await tables(database) == before
