"""`doithoai import`: a sheet of questions from the command line, by the way that all imports go."""

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

import typer

from app.actions import deed as deeds
from app.actions import import_apply
from app.actions import imports as actions
from app.database import Database
from app.deps.reading import Reading, Readings
from app.domain.errors import NotFound
from app.domain.files import kept_name
from app.domain.importing import ImportState, RowStatus, SheetRefused
from app.domain.roles import Actor
from app.exchange.sheet_files import recognise_sheet
from app.import_words import CELLS
from app.models.conference import Conference
from app.models.importing import Import
from app.problem_words import PROBLEMS
from app.queries import conferences, imports

_ERRORS_TOLD = 20
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="XLSX or CSV.")]
Apply = Annotated[bool, typer.Option("--apply", help="Take in what is new.")]


def of_sheet(
    actor: Actor, slug: str, file: Path, limit: int, *, apply: bool
) -> Callable[[Database], Coroutine[Any, Any, list[str]]]:
    """Return the work of importing a file, which returns the lines there are to tell."""
    content = file.read_bytes()

    async def work(database: Database) -> list[str]:
        try:
            return await _import(database, actor, slug, file.name, content, limit, apply=apply)
        except SheetRefused as refused:
            words = PROBLEMS[refused.code].en[1].format_map(refused.facts)
            typer.echo(f"doithoai: {file.name}: {words}", err=True)
            raise typer.Exit(1) from None

    return work


async def _import(
    database: Database,
    actor: Actor,
    slug: str,
    file: str,
    content: bytes,
    limit: int,
    *,
    apply: bool,
) -> list[str]:
    kind = recognise_sheet(content, limit)
    async with database.write() as session:
        conference = await conferences.by_slug(session, slug)
        if conference is None:
            raise NotFound("conference", slug)
        deed = await deeds.begin(session, conference.id or 0, actor, datetime.now(UTC))
        name = kept_name(file, f".{kind}")
        made = await actions.hand_over(deed, name, sha256(content).hexdigest())
        import_id = made.id or 0
    await Readings(database).read(Reading(conference, actor, import_id, kind, content))
    told = await _told(database, actor, conference, import_id)
    return told + (await _apply(database, actor, conference, import_id) if apply else [])


async def _told(
    database: Database, actor: Actor, conference: Conference, import_id: int
) -> list[str]:
    async with database.read() as session:
        found = await imports.one(session, conference.id or 0, actor, import_id)
        counts = (await imports.counts(session, [import_id]))[import_id]
        broken = await imports.rows(session, import_id, status=RowStatus.ERROR, limit=_ERRORS_TOLD)
    if found is None or found.state is not ImportState.PREVIEW:
        failure = (found and found.failure) or {"code": "import_interrupted", "facts": {}}
        raise SheetRefused(failure["code"], **failure["facts"])
    lines = [f"{counts.get(status, 0)} {status.value}" for status in RowStatus]
    lines.append(f"{found.found['skipped']} skipped")
    lines += [f"column not known: {name}" for name in found.found["unknown_columns"]]
    for row in broken:
        for error in row.errors:
            words = CELLS[error["code"]][1].format_map(error)
            lines.append(f"row {row.row}, {error['column']}: {words}")
    return lines


async def _apply(
    database: Database, actor: Actor, conference: Conference, import_id: int
) -> list[str]:
    async with database.write() as session:
        deed = await deeds.begin(session, conference.id or 0, actor, datetime.now(UTC))
        done: Import = await import_apply.apply(deed, import_id, None)
    if done.applied is None:
        return ["Nothing was new."]
    applied = done.applied
    return [f"{applied['count']} questions, numbers {applied['first']} to {applied['last']}."]
