"""How the demo's morning has gone so far: every question brought to its state by real commands."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.actions import assignments, conferences, floor, preparation, programme, questions, queue
from app.actions.deed import Deed, begin
from app.demo.questions import DemoPrepared, DemoQuestion
from app.domain.lifecycle import Phase, State
from app.domain.preparation import Preparedness
from app.domain.roles import Actor, Grant, Role
from app.models.conference import Conference, ConferenceCreate
from app.models.preparation_shapes import PreparedGiven
from app.models.programme import LineState, Readiness
from app.models.question_shapes import AnswerGiven, AssignmentGiven

PRESET = "bac-kan-2025"
_ADMIN = Actor("admin", (Grant(Role.ADMIN),))
_MODERATOR = Actor("moderator", (Grant(Role.MODERATOR),))
_READY = {
    "hoi-truong-tinh": Readiness(line=LineState.OK, microphone=True, delegate_present=True),
    "cho-don": Readiness(line=LineState.OK, microphone=True, delegate_present=True),
    "na-ri": Readiness(line=LineState.OK, microphone=True, delegate_present=False),
    "ba-be": Readiness(line=LineState.POOR, microphone=True, delegate_present=True),
    "pac-nam": Readiness(line=LineState.DOWN, microphone=False, delegate_present=True),
}
"""What sites have said of themselves; the others have not yet."""
_VETTED = {State.APPROVED, State.QUEUED, State.ANSWERING, State.ANSWERED, State.DEFERRED}


async def tell(session: AsyncSession, entries: Sequence[DemoQuestion]) -> Conference:
    """Make the conference and let its morning pass up to now."""
    clock = datetime.now(UTC) - _length(entries)
    given = ConferenceCreate(slug=PRESET, preset=PRESET, starts_at=clock)
    conference = await conferences.create(session, _ADMIN, clock - timedelta(days=14), given)
    for phase in (Phase.COLLECTING, Phase.VETTING, Phase.LIVE):
        await conferences.switch_phase(await _deed(session, conference, clock), phase)
    numbers = [
        (await questions.submit(await _deed(session, conference, clock), entry.given)).number
        for entry in entries
    ]
    for number, entry in zip(numbers, entries, strict=True):
        await _vet(await _deed(session, conference, clock), number, entry, numbers)
    for number, entry in zip(numbers, entries, strict=True):
        clock = await _answer(session, conference, clock, number, entry)
    for number, entry in zip(numbers, entries, strict=True):
        await _bring_to_the_floor(session, conference, number, entry)
    for site, readiness in _READY.items():
        deed = await _deed(session, conference, datetime.now(UTC))
        await programme.report_readiness(deed, site, readiness)
    return conference


def _length(entries: Sequence[DemoQuestion]) -> timedelta:
    answered = sum(e.minutes for e in entries if e.state is State.ANSWERED)
    return timedelta(minutes=answered + 1)


async def _deed(session: AsyncSession, conference: Conference, at: datetime) -> Deed:
    return await begin(session, conference.id or 0, _MODERATOR, at)


async def _vet(deed: Deed, number: int, entry: DemoQuestion, numbers: Sequence[int]) -> None:
    """Do what moderators did before the dialogue began."""
    if entry.official is not None:
        given = AssignmentGiven(lead=entry.official, supporting=entry.supporting, note=entry.brief)
        await assignments.assign(deed, number, given)
    if entry.prepared is not None:
        await _prepare(deed, number, entry.prepared)
    match entry.state:
        case State.RETURNED:
            await questions.return_to_site(deed, number, entry.note or "")
        case State.REJECTED:
            await questions.reject(deed, number, entry.reason or "other", entry.note or "")
        case State.WITHDRAWN:
            await questions.withdraw(deed, number)
        case State.MERGED:
            assert entry.into is not None
            await questions.merge(deed, number, numbers[entry.into])
        case state if state in _VETTED:
            await questions.approve(deed, number)
        case _:
            pass


async def _prepare(deed: Deed, number: int, wanted: DemoPrepared) -> None:
    """Do what the agency did with the question: write, and hand in; and then the moderators."""
    await preparation.draft(deed, number, PreparedGiven(text=wanted.text))
    if wanted.state is not Preparedness.DRAFT:
        await preparation.submit(deed, number)
    if wanted.state is Preparedness.CLEARED:
        await preparation.clear(deed, number)


async def _answer(
    session: AsyncSession,
    conference: Conference,
    clock: datetime,
    number: int,
    entry: DemoQuestion,
) -> datetime:
    """Let a question have its turn, or be deferred; return when that was over."""
    if entry.state is State.DEFERRED:
        due = clock.date() + timedelta(days=14)
        await _defer(await _deed(session, conference, clock), number, entry.agency, due)
    if entry.state is not State.ANSWERED:
        return clock
    await queue.enqueue(await _deed(session, conference, clock), number, None)
    await floor.call(await _deed(session, conference, clock), number)
    clock += timedelta(minutes=entry.minutes)
    await floor.finish(await _deed(session, conference, clock), number)
    if entry.summary:
        given = AnswerGiven(official=entry.official, summary=entry.summary)
        await assignments.record_answer(await _deed(session, conference, clock), number, given)
    return clock


async def _defer(deed: Deed, number: int, agency: str | None, due: date) -> None:
    assert agency is not None
    await floor.defer(deed, number, agency, due)


async def _bring_to_the_floor(
    session: AsyncSession, conference: Conference, number: int, entry: DemoQuestion
) -> None:
    now = datetime.now(UTC)
    if entry.state in {State.QUEUED, State.ANSWERING}:
        await queue.enqueue(await _deed(session, conference, now), number, None)
    if entry.state is State.ANSWERING:
        await floor.call(await _deed(session, conference, now), number)
