"""Turns at the floor, and the trail by which a floor command can be taken back.

The trail is kept on the conference: how the questions stood before, and the rows that were added,
ended or removed since. Only the last command's trail is kept.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import col

from app.actions.deed import Deed, Dossier
from app.actions.queue import place
from app.domain.errors import NothingToUndo
from app.domain.lifecycle import State
from app.models.programme import Agency, Named, Official
from app.models.question import Answer, FollowUp, Question
from app.queries import conferences, floor

_TIMES_OF_A_PROMISE = ("opened_at", "updated_at", "closed_at")


class Trail:
    """What one floor command does, noted as it does it. Make it before the first change."""

    def __init__(self, deed: Deed, *dossiers: Dossier) -> None:
        self._deed = deed
        self._questions = [_as_it_stands(dossier.row) for dossier in dossiers]
        for dossier in dossiers:
            dossier.reread = True
        self.steps: list[dict[str, Any]] = []

    def leave(self, command: str) -> None:
        """Keep the trail on the conference."""
        self._deed.conference.undo = {
            "command": command,
            "questions": self._questions,
            "steps": self.steps,
        }

    async def promise(self, follow_up: FollowUp) -> None:
        """Open a follow-up."""
        self._deed.session.add(follow_up)
        await self._deed.session.flush()
        self.steps.append({"promised": follow_up.id})

    async def unpromise(self, follow_up: FollowUp) -> None:
        """Drop a follow-up."""
        self.steps.append({"unpromised": follow_up.model_dump(mode="json")})
        await self._deed.session.delete(follow_up)
        await self._deed.session.flush()


async def start(deed: Deed, dossier: Dossier, trail: Trail) -> None:
    """Open a turn for the question, with its lead official if it has one."""
    assignment = dossier.before.assignment if dossier.before is not None else None
    official = None
    if assignment is not None:
        slug = assignment.lead().official
        official = await conferences.thing(deed.session, Official, deed.conference_id, slug)
    answer = Answer(
        conference_id=deed.conference_id,
        question_id=dossier.row.id or 0,
        site_id=dossier.row.site_id,
        official_id=official.id if official is not None else None,
        started_at=deed.at,
    )
    deed.session.add(answer)
    await deed.session.flush()
    trail.steps.append({"started": answer.id})


async def end(deed: Deed, row: Question, trail: Trail) -> None:
    """End the question's open turn."""
    answer = await _open_turn(deed, row)
    answer.ended_at = deed.at
    trail.steps.append({"ended": answer.id})
    await deed.session.flush()


async def drop(deed: Deed, row: Question, trail: Trail) -> None:
    """Forget the question's open turn: it did not take place."""
    answer = await _open_turn(deed, row)
    trail.steps.append({"dropped": answer.model_dump(mode="json")})
    await deed.session.delete(answer)
    await deed.session.flush()


async def take_back(deed: Deed) -> tuple[str, list[Dossier]]:
    """Undo what the trail on the conference says; return the command's name and its questions."""
    trail = deed.conference.undo
    if trail is None:
        raise NothingToUndo
    dossiers = [await deed.find(question["number"]) for question in trail["questions"]]
    for dossier in dossiers:
        dossier.reread = True
    for step in reversed(trail["steps"]):
        await _undo_step(deed, step)
    pairs = list(zip(dossiers, trail["questions"], strict=True))
    # Whoever leaves the floor goes first: the database allows one question there.
    moved: list[Dossier] = []
    for dossier, stood in sorted(pairs, key=lambda pair: pair[1]["state"] == State.ANSWERING):
        moved += await _stand_again(deed, dossier.row, stood)
    deed.conference.undo = None
    return trail["command"], [*dossiers, *moved]


def forget_if_it_needs(deed: Deed, row: Named) -> bool:
    """Give up the trail when taking it back would need this official or agency, now removed.

    Returns whether there was such a trail.
    """
    field = {Official: "official_id", Agency: "agency_id"}.get(type(row))
    steps = (deed.conference.undo or {}).get("steps", ())
    for step in steps:
        ((_, what),) = step.items()
        if field is not None and isinstance(what, dict) and what.get(field) == row.id:
            deed.conference.undo = None
            return True
    return False


def _as_it_stands(row: Question) -> dict[str, Any]:
    return {
        "number": row.number,
        "state": row.state.value,
        "state_since": row.state_since.isoformat(),
        "rank": row.rank,
        "queued_at": row.queued_at.isoformat() if row.queued_at is not None else None,
        "published_at": row.published_at.isoformat() if row.published_at is not None else None,
        "published_answer": row.published_answer,
    }


async def _stand_again(deed: Deed, row: Question, stood: dict[str, Any]) -> list[Dossier]:
    """Put a question back to where it stood; return others that had to make room."""
    row.state = State(stood["state"])
    row.state_since = datetime.fromisoformat(stood["state_since"])
    queued_at = stood["queued_at"]
    row.queued_at = datetime.fromisoformat(queued_at) if queued_at is not None else None
    # A trail left before there were public pages does not say.
    published_at = stood.get("published_at")
    row.published_at = datetime.fromisoformat(published_at) if published_at is not None else None
    row.published_answer = stood.get("published_answer")
    row.rank = None
    await deed.session.flush()
    if stood["rank"] is None:
        return []
    holder = await floor.number_at(deed.session, deed.conference_id, stood["rank"])
    if holder is not None:
        return await place(deed, row, holder)
    row.rank = stood["rank"]
    await deed.session.flush()
    return []


async def hand_over(deed: Deed, question_id: int, official_id: int | None) -> None:
    """Let the turn that is going on, if any, be the official's from now on."""
    going_on = (col(Answer.question_id) == question_id, col(Answer.ended_at).is_(None))
    await deed.session.execute(update(Answer).where(*going_on).values(official_id=official_id))


def forget_if_started(deed: Deed, answer: Answer) -> bool:
    """Give up the trail when taking it back would drop this turn, now that it has words.

    Returns whether there was such a trail.
    """
    trail = deed.conference.undo
    if trail is None or {"started": answer.id} not in trail["steps"]:
        return False
    deed.conference.undo = None
    return True


def forget_if_promised(deed: Deed, follow_up: FollowUp) -> bool:
    """Give up the trail when taking it back would drop this follow-up, now that it is worked on.

    Returns whether there was such a trail.
    """
    trail = deed.conference.undo
    if trail is None or {"promised": follow_up.id} not in trail["steps"]:
        return False
    deed.conference.undo = None
    return True


async def _undo_step(deed: Deed, step: dict[str, Any]) -> None:
    ((kind, what),) = step.items()
    match kind:
        case "started":
            await _delete(deed, Answer, what)
        case "ended":
            answer = await deed.session.get(Answer, what)
            assert answer is not None
            answer.ended_at = None
        case "dropped":
            deed.session.add(Answer(**(what | {"started_at": _time(what["started_at"])})))
        case "promised":
            await _delete(deed, FollowUp, what)
        case "unpromised":
            times = {name: _time(what.get(name)) for name in _TIMES_OF_A_PROMISE}
            due = {"due": date.fromisoformat(what["due"])}
            deed.session.add(FollowUp(**(what | times | due)))
    await deed.session.flush()


def _time(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)


async def _delete(deed: Deed, kind: type[Answer | FollowUp], id_: int) -> None:
    row = await deed.session.get(kind, id_)
    if row is not None:
        await deed.session.delete(row)


async def _open_turn(deed: Deed, row: Question) -> Answer:
    statement = select(Answer).where(
        col(Answer.question_id) == row.id, col(Answer.ended_at).is_(None)
    )
    return (await deed.session.scalars(statement)).one()
