"""`doithoai personal-data`: keys, and what is held about the people who ask."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from pydantic_core import to_json

from app.actions.sealing import reseal
from app.data_keys import new_key
from app.database import Database
from app.domain.anonymity import ENDED, NotClosed
from app.domain.errors import NotFound
from app.jobs.anonymising import forget
from app.models.conference import Conference
from app.operating import fail, given_settings, with_database
from app.queries import conferences
from app.queries import personal_data as queries
from app.queries.one_person import held_about
from app.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Personal data of those who ask.")


@app.command("new-key")
def print_new_key() -> None:
    """Print a new key for DOITHOAI_DATA_KEYS."""
    typer.echo(new_key())


@app.command("rotate")
def rotate() -> None:
    """Encrypt everything under the first key of DOITHOAI_DATA_KEYS; the others can go then."""
    typer.echo(f"{seal_all(given_settings())} values are encrypted anew, under the first key.")


@app.command("anonymise")
def anonymise(
    conference: Annotated[
        str | None, typer.Argument(help="A conference that has ended; without: all overdue.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it: there is no way back.")] = False,
) -> None:
    """Take those who asked out of a conference for good; what was asked and answered stays."""
    settings = given_settings()
    if not (dry_run or yes):
        fail("this cannot be taken back, not even by you: --dry-run shows it, --yes does it")

    async def forget_all(database: Database) -> dict[str, int]:
        found = await _wanted(database, conference)
        if dry_run:
            return {row.slug: await _count(database, row) for row in found}
        now = datetime.now(UTC)
        return {row.slug: await forget(database, row.id or 0, now, _nobody) for row in found}

    for slug, number in with_database(settings, forget_all).items():
        typer.echo(f"{slug}: {number} questions")
    if not dry_run:
        leave_no_trace(settings)


@app.command("export")
def export(
    conference: Annotated[str, typer.Argument(help="The conference's slug.")],
    name: Annotated[str, typer.Option(help="The full name; case and diacritics do not matter.")],
    phone: Annotated[str | None, typer.Option(help="Only with this number: the digits.")] = None,
) -> None:
    """Print as JSON all that a conference holds about one person who asked."""

    async def collect(database: Database) -> dict[str, Any]:
        async with database.read() as session:
            row = await conferences.by_slug(session, conference)
            if row is None:
                raise NotFound("conference", conference)
            return await held_about(session, row, name, phone)

    typer.echo(to_json(with_database(given_settings(), collect), indent=2).decode())


async def _wanted(database: Database, slug: str | None) -> Sequence[Conference]:
    """Return the conference of that name, or all whose term is over."""
    async with database.read() as session:
        if slug is None:
            return await queries.overdue(session, datetime.now(UTC))
        found = await conferences.by_slug(session, slug)
    if found is None:
        raise NotFound("conference", slug)
    if found.phase not in ENDED:
        raise NotClosed(found.phase)
    return [found]


async def _count(database: Database, conference: Conference) -> int:
    async with database.read() as session:
        return await queries.count_known(session, conference.id or 0)


def _nobody(_conference_id: int, _seq: int) -> None:
    """Tell nobody: a running server looks for itself."""


def seal_all(settings: Settings) -> int:
    """Seal what is not yet under the newest key, and leave no older form of it in the file."""

    async def seal(database: Database) -> int:
        async with database.write() as session:
            return await reseal(session)

    done = with_database(settings, seal)
    if done:
        leave_no_trace(settings)
    return done


def leave_no_trace(settings: Settings) -> None:
    """Write a SQLite file anew, without what was overwritten or deleted in it."""
    if settings.sqlite_path is not None:
        connection = sqlite3.connect(settings.sqlite_path, timeout=30, isolation_level=None)
        with closing(connection):
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
