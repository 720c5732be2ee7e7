"""`doithoai export`: the files of the interface without a server, with all that moderators see."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import Database
from app.domain.errors import BadField, NotFound
from app.domain.views import CHAIR_STATES, View, ViewName
from app.exchange.builder import build
from app.exchange.order import FORMS, Form, Kind, Order
from app.exchange.paper import Details
from app.exchange.reports import By
from app.models.conference import Conference
from app.models.programme import Agency
from app.queries import conferences, exports
from app.queries.questions import Filter

Run = Callable[[Callable[[Database], Coroutine[Any, Any, bytes]]], bytes]
"""Does a piece of work on the database."""
_VIEWS = (View(ViewName.DESK),)


def add_to(app: typer.Typer, run: Run) -> None:
    """Give the command line its command."""

    @app.command()
    def export(
        conference: str,
        kind: Kind,
        file: Path,
        by: By = "topic",
        layout: str = "state",
        agency: str = "",
    ) -> None:
        """Write a file (.xlsx, .csv, .docx, .pdf) of a conference, with all that moderators see."""
        file.write_bytes(run(Wanted(conference, kind, file.suffix, by, layout, agency).made))


@dataclass(frozen=True)
class Wanted:
    """What was asked for at the terminal; `ending` is the file's, with its dot."""

    conference: str
    kind: Kind
    ending: str
    by: By
    layout: str
    agency: str

    async def made(self, database: Database) -> bytes:
        """Return the file. Raises `NotFound`, `BadField`, and what is wrong with the layout."""
        form, details = self._form(), Details(layout=self.layout)
        async with database.read() as session:
            conference = await conferences.by_slug(session, self.conference)
            if conference is None:
                raise NotFound("conference", self.conference)
            material = await self._material(session, conference)
        order = Order(
            kind=self.kind,
            form=form,
            today=datetime.now(UTC).astimezone(ZoneInfo(conference.timezone)).date(),
            by=self.by,
            agency=self.agency,
            details=details,
            material=material,
        )
        # Through JSON, as in a process of its own: days and states come back as plain text.
        return build(Order.model_validate_json(order.model_dump_json()))

    def _form(self) -> Form:
        for form in FORMS[self.kind]:
            if self.ending == f".{form}":
                return form
        raise BadField("file", f"one of: {', '.join(f'.{one}' for one in FORMS[self.kind])}")

    async def _material(self, session: AsyncSession, conference: Conference) -> exports.Material:
        if self.kind == "agency":
            found = await conferences.thing(session, Agency, conference.id or 0, self.agency)
            if found is None:
                raise NotFound("agency", self.agency)
        # As over HTTP: reports and conclusions hold what was approved.
        states = tuple(CHAIR_STATES) if self.kind in {"report", "conclusions"} else ()
        wanted = exports.Wanted(Filter(states), self.agency or None, self.ending == ".pdf")
        return await exports.material(session, conference, wanted, _VIEWS)
