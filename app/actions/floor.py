"""The floor: who is being answered. Every step leaves behind what `undo` needs to take it back."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from app.actions import turns
from app.actions.deed import Deed, Dossier
from app.actions.followups import agency_named, due_or_usual
from app.actions.journal import record
from app.actions.questions import enter
from app.actions.queue import place_first
from app.domain.errors import FloorTaken, StaleFloor
from app.domain.events import EventType
from app.domain.facts import Floor, QuestionFacts
from app.domain.followups import FollowUpState
from app.domain.lifecycle import TRANSITIONS, Command, State, move
from app.domain.views import project_floor
from app.domain.workdays import WEEKS, WorkCalendar
from app.models.question import FollowUp
from app.queries import floor as floor_queries
from app.queries import questions


async def call(deed: Deed, number: int) -> QuestionFacts:
    """Give the floor to a queued question. Raises `FloorTaken` while another has it."""
    dossier = await deed.take(number, TRANSITIONS[Command.CALL].permission)
    was = dossier.row.state
    move(was, Command.CALL)
    current, _ = await questions.at_floor(deed.session, deed.conference_id)
    if current is not None:
        raise FloorTaken(current[0].number)
    trail = turns.Trail(deed, dossier)
    await _call(deed, dossier, trail)
    trail.leave("call")
    (after,) = await record(deed, EventType.CALLED, {"from": was}, dossier, floor=True)
    return after


async def finish(deed: Deed, number: int) -> QuestionFacts:
    """End the turn of the question being answered."""
    dossier, trail, was = await _step(deed, number, Command.FINISH)
    await turns.end(deed, dossier.row, trail)
    trail.leave("finish")
    (after,) = await record(deed, EventType.ANSWERED, {"from": was}, dossier, floor=True)
    return after


async def put_back(deed: Deed, number: int) -> QuestionFacts:
    """Take the floor from a question as if it had not been called; it is first in the queue."""
    dossier, trail, was = await _step(deed, number, Command.PUT_BACK)
    await turns.drop(deed, dossier.row, trail)
    await place_first(deed, dossier.row)
    trail.leave("put_back")
    (after,) = await record(deed, EventType.PUT_BACK, {"from": was}, dossier, floor=True)
    return after


async def recall(deed: Deed, number: int) -> QuestionFacts:
    """Bring an answered or deferred question back to the head of the queue.

    A follow-up that the deferral opened and nobody has begun on goes away again; what was promised
    in so many words stays.
    """
    dossier, trail, was = await _step(deed, number, Command.RECALL)
    if was is State.DEFERRED:
        for follow_up in await _untouched_promises(deed, dossier):
            await trail.unpromise(follow_up)
    await place_first(deed, dossier.row)
    trail.leave("recall")
    (after,) = await record(deed, EventType.RECALLED, {"from": was}, dossier, floor=True)
    return after


async def defer(
    deed: Deed, number: int, agency: str, due: date | None, calendar: WorkCalendar = WEEKS
) -> QuestionFacts:
    """Promise a written reply: opens a follow-up with the agency. Raises `UnknownReference`.

    Without a date it is due after the usual working days of the calendar.
    """
    dossier, trail, was = await _step(deed, number, Command.DEFER)
    follow_up = FollowUp(
        conference_id=deed.conference_id,
        question_id=dossier.row.id or 0,
        agency_id=(await agency_named(deed, agency)).id or 0,
        due=due_or_usual(deed, due, calendar),
        opened_at=deed.at,
    )
    if was is State.ANSWERING:
        await turns.end(deed, dossier.row, trail)
    await trail.promise(follow_up)
    trail.leave("defer")
    payload = {
        "from": was,
        "agency": agency,
        "due": follow_up.due.isoformat(),
        "follow_up": follow_up.id,
    }
    (after,) = await record(deed, EventType.DEFERRED, payload, dossier, floor=True)
    return after


async def move_on(deed: Deed, expected_current: int | None, expected_next: int | None) -> Floor:
    """Finish the current question, if any, and call the first of the queue, in one step.

    Raises `StaleFloor`, with the floor as it is, unless both are as the tablet showed them. With
    nobody at the floor and nobody waiting there is nothing to do, and nothing is journalled.
    """
    at_floor = await questions.at_floor(deed.session, deed.conference_id)
    current, first = (Dossier(*found) if found is not None else None for found in at_floor)
    if (_number(current), _number(first)) != (expected_current, expected_next):
        raise StaleFloor(floor=project_floor(deed.views, await stand(deed)))
    dossiers = [dossier for dossier in (current, first) if dossier is not None]
    if not dossiers:
        return await stand(deed)
    trail = turns.Trail(deed, *dossiers)
    if current is not None:
        enter(deed, current.row, Command.FINISH)
        await turns.end(deed, current.row, trail)
    if first is not None:
        await _call(deed, first, trail)
    trail.leave("next")
    payload = {"finished": _number(current), "called": _number(first)}
    await record(deed, EventType.FLOOR_MOVED_ON, payload, *dossiers, floor=True)
    following = await questions.first_in_queue(deed.session, deed.conference_id)
    called = first.after if first is not None else None
    return Floor(called, following, can_undo=True)


async def undo(deed: Deed) -> Floor:
    """Take back the last floor command. Raises `NothingToUndo`."""
    undone, dossiers = await turns.take_back(deed)
    await record(deed, EventType.FLOOR_UNDONE, {"undone": undone}, *dossiers, floor=True)
    return await stand(deed)


async def stand(deed: Deed) -> Floor:
    """Return the floor as it is now."""
    return await floor_queries.floor(deed.session, deed.conference)


async def _call(deed: Deed, dossier: Dossier, trail: turns.Trail) -> None:
    enter(deed, dossier.row, Command.CALL)
    await turns.start(deed, dossier, trail)


async def _step(deed: Deed, number: int, command: Command) -> tuple[Dossier, turns.Trail, State]:
    dossier = await deed.take(number, TRANSITIONS[command].permission)
    trail = turns.Trail(deed, dossier)
    was = dossier.row.state
    enter(deed, dossier.row, command)
    return dossier, trail, was


async def _untouched_promises(deed: Deed, dossier: Dossier) -> Sequence[FollowUp]:
    statement = select(FollowUp).where(
        col(FollowUp.question_id) == dossier.row.id,
        col(FollowUp.state) == FollowUpState.OPEN,
        col(FollowUp.version) == 1,
        col(FollowUp.promise).is_(None),
    )
    return (await deed.session.scalars(statement)).all()


def _number(dossier: Dossier | None) -> int | None:
    return None if dossier is None else dossier.row.number
