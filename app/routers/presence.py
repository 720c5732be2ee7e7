"""Who has which question open: said by desks, told to desks, no part of the journal."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from sqlmodel import Field, SQLModel

from app.deps import Reading, StandingDep, UnitRoute, require, services
from app.domain.errors import NotFound
from app.domain.roles import Permission
from app.models.fields import BIGGEST, given
from app.queries import questions

router = APIRouter(tags=["live"], route_class=UnitRoute)


class HandlingGiven(SQLModel):
    """The question somebody has open at a desk; `null` lets go."""

    model_config = given({"question": 17})

    question: Annotated[int, Field(ge=1, le=BIGGEST)] | None


@router.put(
    "/conferences/{conference}/handling",
    operation_id="say_handling",
    status_code=204,
    dependencies=[require(Permission.APPROVE)],
)
async def say_handling(
    request: Request, handling: HandlingGiven, standing: StandingDep, session: Reading
) -> Response:
    """Say which question one has open, so that two moderators do not take up the same.

    Counts for 60 seconds, and for as long as the caller has a desk's live socket open.
    """
    number = handling.question
    if number is not None and await questions.one(session, standing.conference_id, number) is None:
        raise NotFound("question", number)
    hub = services(request).hub
    presence = hub.presence(standing.conference_id)
    caller = standing.caller
    if number is None:
        presence.let_go(caller.name)
    else:
        name = caller.user.name if caller.user is not None else standing.actor.label
        at = datetime.now(UTC)
        presence.handle(caller.name, standing.actor.label, name, number, at)
    hub.look()  # for screens of other workers, who read what a look has written
    return Response(status_code=204)
