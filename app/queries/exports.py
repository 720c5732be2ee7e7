"""What reports and tables are made of: every question the caller may see that matches, with names.

One query for every form there is. Nothing leaves but what `project_for` gives.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.domain.exporting import MOST_IN_PDF, MOST_ROWS, TooManyRows
from app.domain.renderings import Shown
from app.domain.views import View, project_for
from app.models.conference import Conference
from app.models.programme import Agency, Official, Site, SiteKind, Topic
from app.queries import conferences, questions

Material = dict[str, Any]
"""`conference`, `names` (kind → slug → name), `agency_of`, `chair_title`, `questions`."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which questions a file is to hold. By agency they are chosen after the projection.

    So a filter tells nobody of a promise that they are not shown.
    """

    filter: questions.Filter
    agency: str | None = None
    is_pdf: bool = False


async def material(
    session: AsyncSession, conference: Conference, wanted: Wanted, views: Collection[View]
) -> Material:
    """Return what a file is made of. Raises `TooManyRows`."""
    id_ = conference.id or 0
    sites = await conferences.things(session, Site, id_)
    officials = await conferences.things(session, Official, id_)
    topics = await conferences.things(session, Topic, id_)
    agencies = await conferences.things(session, Agency, id_)
    agency_of = {official.slug: official.agency for official in officials if official.agency}
    found = await _questions(session, id_, wanted, views)
    halls = (site.chair_title for site in sites if site.kind is SiteKind.HALL and site.chair_title)
    return {
        "conference": {
            "slug": conference.slug,
            "title": conference.title,
            "timezone": conference.timezone,
            "starts_at": conference.starts_at,
        },
        "names": {
            "site": {site.slug: site.name for site in sites},
            "topic": {topic.slug: topic.name for topic in topics},
            "agency": {agency.slug: agency.name for agency in agencies},
            "official": {official.slug: official.name for official in officials},
        },
        "agency_of": agency_of,
        "chair_title": next(halls, None),
        "questions": [one for one in found if _of_agency(one, wanted.agency, agency_of)],
    }


async def _questions(
    session: AsyncSession, conference_id: int, wanted: Wanted, views: Collection[View]
) -> list[Shown]:
    most = MOST_IN_PDF if wanted.is_pdf else MOST_ROWS
    found = await questions.listed(
        session, conference_id, wanted.filter, views, after=0, limit=most + 1
    )
    if len(found) > most:
        raise TooManyRows(most)
    shown = (project_for(views, facts) for facts in found)
    return [question for question in shown if question is not None]


def _of_agency(question: Shown, agency: str | None, agency_of: dict[str, str]) -> bool:
    """Tell whether the agency answers the question or owes something on it."""
    if agency is None:
        return True
    assigned = question["assignment"] or {"lead": None, "supporting": []}
    answering = {agency_of.get(one) for one in (assigned["lead"], *assigned["supporting"])}
    owing = {promise["agency"] for promise in question.get("follow_ups") or ()}
    return agency in answering | owing
