"""`doithoai personal-data`: keys, and what is held about the people who ask."""

import sqlite3
from contextlib import closing

import typer

from app.actions.sealing import reseal
from app.data_keys import new_key
from app.database import Database
from app.operating import given_settings, with_database
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
