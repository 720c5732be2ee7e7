"""What waits for vetting, and what of it is probably asked twice."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.aside import Aside
from app.domain.duplicates import Group, groups
from app.domain.lifecycle import State
from app.domain.likeness import place_names
from app.models.programme import Site
from app.models.question import Question

_LEADS_FIRST = (State.ANSWERING, State.QUEUED, State.APPROVED, State.SUBMITTED)
"""What is further on its way leads; of two as far the one that came first."""


class Waiting(NamedTuple):
    """What of one site waits for vetting."""

    site: str
    unvetted: int
    oldest: datetime


class Duplicates(NamedTuple):
    """A group by the questions' numbers: the suggested lead, and (number, score) of the others."""

    lead: int
    others: Sequence[tuple[int, float]]


async def waiting(session: AsyncSession, conference_id: int) -> list[Waiting]:
    """Return how many questions of each site wait for vetting and since when, the oldest first."""
    oldest = func.min(col(Question.submitted_at)).label("oldest")
    statement = (
        select(col(Site.slug), func.count(), oldest)
        .join(Site, col(Site.id) == col(Question.site_id))
        .where(col(Question.conference_id) == conference_id, col(Question.state) == State.SUBMITTED)
        .group_by(col(Site.slug))
        .order_by(oldest, col(Site.slug))
    )
    return [Waiting(*row) for row in await session.execute(statement)]


async def duplicates(aside: Aside, conference_id: int) -> list[Duplicates]:
    """Return the groups of probable duplicates by the number that leads them.

    Read and compared beside the event loop: thousands of questions take seconds.
    """

    async def read(session: AsyncSession) -> tuple[list[tuple[int, str]], list[str]]:
        return await _living(session, conference_id), await _sites(session, conference_id)

    living, sites = await aside.read(read)
    numbers = [number for number, _ in living]
    texts = [text for _, text in living]
    found = await asyncio.to_thread(groups, texts, place_names(sites))
    return sorted(_numbered(group, numbers) for group in found)


def _numbered(group: Group, numbers: Sequence[int]) -> Duplicates:
    others = [(numbers[place], score) for place, score in group.others]
    return Duplicates(numbers[group.lead], others)


async def _living(session: AsyncSession, conference_id: int) -> list[tuple[int, str]]:
    """Return number and folded text of what can be merged or lead, what may lead first."""
    far = case(
        {state: place for place, state in enumerate(_LEADS_FIRST)}, value=col(Question.state)
    )
    statement = (
        select(col(Question.number), col(Question.text_search))
        .where(
            col(Question.conference_id) == conference_id,
            col(Question.state).in_(_LEADS_FIRST),
        )
        .order_by(far, col(Question.number))
    )
    return [(number, text) for number, text in await session.execute(statement)]


async def _sites(session: AsyncSession, conference_id: int) -> list[str]:
    names = select(col(Site.name)).where(col(Site.conference_id) == conference_id)
    return list(await session.scalars(names))
