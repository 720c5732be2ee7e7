"""The `doithoai` command: run the server, prepare its database, make accounts and conferences."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter, ValidationError
from rich.console import Console

from app import demo, export_command, importing, logs, personal_data, schema
from app.actions import conferences as conference_actions
from app.actions import people, sessions
from app.actions.sealing import check_keys
from app.database import Database
from app.domain.roles import Role
from app.exchange.presets import preset_names
from app.models.access_shapes import MemberCreate
from app.models.conference import ConferenceCreate
from app.models.fields import Password, UserName
from app.operating import OPERATOR, fail, given_settings, with_database
from app.passwords import hash_password
from app.queries import access, conferences
from app.serving import run_server
from app.workers import CannotStart, run_workers

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__
)
user_app = typer.Typer(no_args_is_help=True, help="Accounts.")
conference_app = typer.Typer(no_args_is_help=True, help="Conferences.")
app.add_typer(user_app, name="user")
app.add_typer(conference_app, name="conference")
app.add_typer(personal_data.app, name="personal-data")

console = Console()

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]


def main() -> None:
    """Run the command."""
    app()


@app.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Server processes; more than one on PostgreSQL.")
    ] = 1,
) -> None:
    """Run the server on the database of DOITHOAI_DATABASE_URL (see `doithoai migrate`)."""
    settings = given_settings()
    if workers > 1 and settings.database_url.startswith("sqlite"):
        fail(
            "a SQLite file has one writer, so it has one server process: leave --workers out, or "
            "set DOITHOAI_DATABASE_URL to a PostgreSQL (postgresql+asyncpg://…)"
        )
    if "public_url" not in settings.model_fields_set:
        settings = settings.model_copy(update={"public_url": f"http://{host}:{port}"})
    logs.configure(settings.log_level)
    link = with_database(settings, _ready_to_serve)
    if link is not None:
        url = settings.public_url.rstrip("/")
        console.print(
            f"No account exists yet. Make the first administrator within 24 hours:\n"
            f"  {url}/#first-admin={link}\n",
            soft_wrap=True,
        )
    console.print(f"Serving {settings.public_url} – stop with Ctrl-C.", soft_wrap=True)
    if workers == 1:
        run_server(settings, host, port)
        return
    try:
        run_workers(settings, host, port, workers)
    except CannotStart as error:
        fail(str(error))


@app.command()
def migrate() -> None:
    """Bring the database to this version's schema; what is there stays."""
    settings = given_settings()
    logs.configure(settings.log_level)
    if settings.sqlite_path is not None:
        settings.sqlite_path.parent.mkdir(parents=True, exist_ok=True)
    with_database(settings, lambda database: schema.migrate(database.writer), migrated=False)
    personal_data.seal_all(settings)
    console.print(f"The schema is at revision {schema.newest_revision()}.")


@app.command(name="demo")
def run_demo(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    data_dir: Annotated[Path, typer.Option(help="Where the demo's database lives.")] = Path(
        "var/demo"
    ),
    play: Annotated[bool, typer.Option("--play", help="Play the conference by itself.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one line of JSON instead of the table.")
    ] = False,
) -> None:
    """Run the demo: the conference bac-kan-2025 with questions, accounts, fresh passwords."""
    demo.run(host=host, port=port, data_dir=data_dir, play=play, as_json=as_json)


@user_app.command("add")
def user_add(
    username: str,
    role: Annotated[Role, typer.Option(help="admin, or a role in --conference.")],
    conference: Annotated[str | None, typer.Option(help="The conference's slug.")] = None,
    site: Annotated[str | None, typer.Option(help="For site_moderator: the site.")] = None,
    official: Annotated[str | None, typer.Option(help="For official: the official.")] = None,
    name: Annotated[str | None, typer.Option(help="How the person is called.")] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
) -> None:
    """Add a user (or another role to one who exists)."""
    password = (
        sys.stdin.readline().rstrip("\n")
        if password_stdin
        else typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    )
    _check(UserName, username, "user name: 2–64 small letters and digits, . _ - between them")
    _check(Password, password, "password: 10–200 characters")

    async def add(database: Database) -> None:
        hash_ = await hash_password(password)
        async with database.write() as session:
            user = await access.user_by_name(session, username)
            if user is None:
                user = await people.add_user(
                    session,
                    datetime.now(UTC),
                    username=username,
                    name=name or username,
                    password_hash=hash_,
                    is_admin=role is Role.ADMIN,
                )
            elif role is Role.ADMIN and not user.is_admin:
                user.is_admin = True
                user.version += 1
            if role is not Role.ADMIN:
                row = await conferences.by_slug(session, conference or "")
                if row is None:
                    fail(f"there is no conference “{conference}”")
                given = MemberCreate(username=username, role=role, site=site, official=official)
                await people.add_member(session, row, given)

    with_database(given_settings(), add)
    console.print(f"{username} is {role.value}.")


@conference_app.command("create")
def conference_create(
    preset: Annotated[str, typer.Option(help=f"One of: {', '.join(preset_names())}.")],
    slug: Annotated[str | None, typer.Option(help="Default: the preset's name.")] = None,
    rehearsal: Annotated[bool, typer.Option("--rehearsal", help="Mark it as a try-out.")] = False,
) -> None:
    """Make a conference from a preset."""

    async def create(database: Database) -> str:
        given = ConferenceCreate(slug=slug or preset, preset=preset, rehearsal=rehearsal)
        async with database.write() as session:
            row = await conference_actions.create(session, OPERATOR, datetime.now(UTC), given)
            return row.slug

    console.print(f"Conference {with_database(given_settings(), create)} is made.")


@app.command("import")
def import_questions(conference: str, file: importing.File, apply: importing.Apply = False) -> None:
    """Read a sheet of collected questions; without --apply nothing is taken in."""
    settings = given_settings()
    work = importing.of_sheet(OPERATOR, conference, file, settings.max_import_bytes, apply=apply)
    console.print(*with_database(settings, work), sep="\n", markup=False)


async def _ready_to_serve(database: Database) -> str | None:
    """Check the keys; return the link for the first administrator while there is no account."""
    async with database.write() as session:
        await check_keys(session)
        if await access.any_user(session):
            return None
        return await sessions.new_first_admin_link(session, datetime.now(UTC))


def _check(kind: Any, value: str, wanted: str) -> None:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        fail(wanted)


export_command.add_to(app, lambda work: with_database(given_settings(), work))
