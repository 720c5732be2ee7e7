"""What a command's route asks for: versions, idempotency, and the command in the making."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Header, Request

from app.actions import deed as deeds
from app.deps.callers import CallerDep, StandingDep
from app.deps.services import services
from app.deps.unit import UnitDep
from app.errors import Problem

_ETAG = re.compile(r'^"(0|[1-9][0-9]{0,9})"$')


async def _if_match(if_match: Annotated[str | None, Header(max_length=1000)] = None) -> Any:
    if if_match is None or if_match.strip() == "*":
        return None
    tags = [_ETAG.match(tag.strip()) for tag in if_match.split(",")]
    return frozenset(int(tag[1]) for tag in tags if tag is not None)


IfMatch = Annotated[frozenset[int] | None, Depends(_if_match)]


async def _need_if_match(request: Request, versions: IfMatch) -> frozenset[int] | None:
    if "if-match" not in request.headers:
        raise Problem("precondition_required")
    return versions


NeedsIfMatch = Annotated[frozenset[int] | None, Depends(_need_if_match)]


class _Once:
    """Answers a repeat under the same Idempotency-Key as the first time."""

    def __init__(self, *, requires_key: bool) -> None:
        self.requires_key = requires_key

    async def __call__(self, request: Request, caller: CallerDep, unit: UnitDep) -> None:
        """Claim the key. Raises `Replay`, or a problem."""
        once = services(request).once
        await once.begin(request, caller.name, unit.session, required=self.requires_key)


IfNotDone = Annotated[None, Depends(_Once(requires_key=False))]
"""A repeat under the same Idempotency-Key is answered as the first time; the key may be absent."""

OnceOnly = Annotated[None, Depends(_Once(requires_key=True))]
"""The same, where the key must be present: on what creates."""


async def _deed(standing: StandingDep, unit: UnitDep, versions: IfMatch) -> deeds.Deed:
    session = await unit.session()
    deed = await deeds.begin(
        session, standing.conference_id, standing.actor, datetime.now(UTC), versions
    )
    unit.deeds.append(deed)
    return deed


DeedDep = Annotated[deeds.Deed, Depends(_deed)]
