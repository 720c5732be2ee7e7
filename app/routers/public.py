"""What everybody may read of a public conference, without signing in: JSON, CSV and Atom."""

from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic_core import to_json

from app.deps import services
from app.deps.editions import Made
from app.domain.publishing import Edition, Wanted
from app.exchange import public_files
from app.exchange.public_words import Language
from app.models.fields import OptionalLine, Slug
from app.models.publishing_shapes import PublicConference, PublishedPage, PublishedQuestion
from app.routers.answers import PageDep, cursor_of
from app.routers.published import EditionDep, answered, numbered
from app.routers.questions import NumberPath

NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "As If-None-Match knows it"}}
router = APIRouter(prefix="/public/{conference}", tags=["public"], responses=NOT_MODIFIED)

_JSON, _CSV, _ATOM = "application/json", "text/csv", "application/atom+xml"
FOR_ANY_PAGE = {"Access-Control-Allow-Origin": "*"}
"""Nothing here depends on who asks, so pages of other servers may read it too."""


async def _wanted(
    q: Annotated[OptionalLine, Query()] = None,
    topic: Annotated[Slug | None, Query()] = None,
    site: Annotated[Slug | None, Query()] = None,
) -> Wanted:
    return Wanted(q, site, topic)


WantedDep = Annotated[Wanted, Depends(_wanted)]
Lang = Annotated[Language, Query(description="Of headings, and of what kinds are called")]


def _file(media_type: str) -> dict[str, Any]:
    """Describe a route that does not answer with JSON."""
    content = {media_type: {"schema": {"type": "string"}}}
    return {"response_class": Response, "responses": {200: {"content": content}}}


@router.get("", operation_id="get_public_conference", response_model=PublicConference)
async def get_public_conference(request: Request, edition: EditionDep) -> Response:
    """Return a public conference: what its published questions refer to, and how many there are."""

    def make() -> Made:
        return Made(to_json(_conference(edition)))

    return await answered(request, edition, ("conference",), _JSON, make, FOR_ANY_PAGE)


@router.get("/questions", operation_id="list_published_questions", response_model=PublishedPage)
async def list_published_questions(
    request: Request, edition: EditionDep, paging: PageDep, wanted: WantedDep
) -> Response:
    """List what is published, by number.

    `q` looks into questions and answers, without regard to case and diacritics.
    """
    (after,) = paging.after(0)
    limit = paging.limit

    def make() -> Made:
        return _page(request.url.path, edition, wanted, after, limit)

    name = ("questions", wanted.q, wanted.topic, wanted.site, after, limit)
    return await answered(request, edition, name, _JSON, make, FOR_ANY_PAGE)


@router.get(
    "/questions/{number}",
    operation_id="get_published_question",
    response_model=PublishedQuestion,
)
async def get_published_question(
    request: Request, edition: EditionDep, number: NumberPath
) -> Response:
    """Return one published question."""
    question = numbered(edition, number)

    def make() -> Made:
        return Made(to_json(question))

    return await answered(request, edition, ("question", number), _JSON, make, FOR_ANY_PAGE)


@router.get("/questions.csv", operation_id="export_published_questions", **_file(_CSV))
async def export_published_questions(
    request: Request, edition: EditionDep, lang: Lang = "vi"
) -> Response:
    """Return everything that is published as a table."""

    def make() -> Made:
        return Made(public_files.table(edition, lang))

    headers = {"Content-Disposition": f'attachment; filename="{edition.slug}.csv"'}
    return await answered(request, edition, ("csv", lang), _CSV, make, {**FOR_ANY_PAGE, **headers})


@router.get("/feed.atom", operation_id="read_published_feed", **_file(_ATOM))
async def read_published_feed(request: Request, edition: EditionDep, lang: Lang = "vi") -> Response:
    """Return the fifty questions that were published last as an Atom feed."""
    server = services(request).settings.public_url

    def make() -> Made:
        return Made(public_files.feed(edition, lang, server))

    return await answered(request, edition, ("atom", lang), _ATOM, make, FOR_ANY_PAGE)


def _conference(edition: Edition) -> dict[str, Any]:
    return {
        "slug": edition.slug,
        "title": edition.title,
        "theme": edition.theme,
        "timezone": edition.timezone,
        "rehearsal": edition.rehearsal,
        "sites": [{"slug": slug, "name": name} for slug, name in edition.sites.items()],
        "topics": [{"slug": slug, "name": name} for slug, name in edition.topics.items()],
        "officials": [{"slug": slug, **asdict(one)} for slug, one in edition.officials.items()],
        "count": len(edition.questions),
    }


def _page(path: str, edition: Edition, wanted: Wanted, after: int, limit: int) -> Made:
    """Make a page; its link names what was understood of the request, and nothing else."""
    items = [one for one in edition.found(wanted) if one["number"] > after]
    cursor = cursor_of([items[limit - 1]["number"]]) if len(items) > limit else None
    body = to_json({"items": items[:limit], "next_cursor": cursor})
    if cursor is None:
        return Made(body)
    asked = {**asdict(wanted), "limit": limit, "cursor": cursor}
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    return Made(body, f'<{path}?{query}>; rel="next"')
