"""What the commands of `doithoai` share: settings, a database that fits, refusals in words."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn, TypeVar

import typer
from pydantic import ValidationError

from app import schema
from app.data_keys import WrongDataKey
from app.database import Database, open_database
from app.domain.errors import Refusal
from app.domain.roles import Actor, Grant, Role
from app.settings import Settings

Result = TypeVar("Result")
OPERATOR = Actor("doithoai", (Grant(Role.ADMIN),))


def given_settings() -> Settings:
    """Return the settings of the environment; what is wrong with them is told, and the end."""
    try:
        return Settings()
    except ValidationError as error:
        for entry in error.errors():
            field = "".join(f"DOITHOAI_{str(part).upper()}: " for part in entry["loc"])
            typer.echo(field + entry["msg"].removeprefix("Value error, "), err=True)
        raise typer.Exit(2) from None


def with_database(
    settings: Settings,
    work: Callable[[Database], Coroutine[Any, Any, Result]],
    *,
    migrated: bool = True,
) -> Result:
    """Do a piece of work on the database; `migrated`: it must be at this version's schema."""

    async def run() -> Result:
        database = open_database(settings.database_url, settings.keyring())
        try:
            if migrated:
                await _check_schema(database)
            return await work(database)
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except WrongDataKey as wrong:
        fail(str(wrong))
    except Refusal as refusal:
        fail(f"{refusal.code} {json.dumps(refusal.facts, ensure_ascii=False)}")
    except ValidationError as error:
        told = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        fail("; ".join(told))


async def _check_schema(database: Database) -> None:
    current = await schema.current_revision(database.writer)
    if current != schema.newest_revision():
        fail("the database is not at this version's schema: run `doithoai migrate` first")


def fail(message: str) -> NoReturn:
    """Say why not, and end."""
    typer.echo(f"doithoai: {message}", err=True)
    raise typer.Exit(1)
