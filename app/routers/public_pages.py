"""The public pages: HTML made here, so that they work without scripts and for search engines.

What an address says after ? is read leniently: people mend addresses by hand.
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, Response

from app.deps.editions import Made
from app.domain.errors import NotFound
from app.domain.publishing import Edition, Wanted
from app.domain.text import Unwritable, clean_line
from app.exchange import public_page
from app.exchange.public_words import Language
from app.models.fields import Slug
from app.routers.pages import PAGE_HEADERS
from app.routers.published import KEPT, answered, edition_of, numbered
from app.routers.questions import NumberPath

LAST_PAGE = 9999
"""Of a list; what is asked for beyond is empty anyway."""

router = APIRouter(include_in_schema=False)
SlugPath = Annotated[Slug, Path()]


@router.get("/public/{conference}")
async def show_published(request: Request, conference: SlugPath) -> Response:
    """Show what a conference has published."""
    language, wanted, page = _language(request), _wanted(request), _page(request)

    def make(edition: Edition) -> bytes:
        return public_page.list_page(edition, language, wanted, page)

    name = ("page", language, wanted.q, wanted.topic, wanted.site, page)
    return await _shown(request, conference, name, make)


@router.get("/public/{conference}/{number}")
async def show_published_question(
    request: Request, conference: SlugPath, number: NumberPath
) -> Response:
    """Show one published question."""
    language = _language(request)

    def make(edition: Edition) -> bytes:
        return public_page.question_page(edition, language, numbered(edition, number))

    return await _shown(request, conference, ("page", language, number), make)


async def _shown(
    request: Request,
    conference: str,
    name: tuple[str | int | None, ...],
    make: Callable[[Edition], bytes],
) -> Response:
    try:
        edition = await edition_of(request, conference)
        return await answered(
            request,
            edition,
            name,
            "text/html",
            lambda: Made(make(edition)),
            {**PAGE_HEADERS, "Cache-Control": KEPT},
        )
    except NotFound:
        missing = public_page.missing_page(_language(request))
        return HTMLResponse(missing, status_code=404, headers=dict(PAGE_HEADERS))


def _language(request: Request) -> Language:
    return "en" if request.query_params.get("lang") == "en" else "vi"


def _wanted(request: Request) -> Wanted:
    q, topic, site = (_line(request, name) for name in ("q", "topic", "site"))
    return Wanted(q, site, topic)


def _line(request: Request, name: str) -> str | None:
    try:
        return clean_line(request.query_params.get(name, "")[:200]) or None
    except Unwritable:
        return None


def _page(request: Request) -> int:
    given = request.query_params.get("page", "1")
    is_number = given.isascii() and given.isdigit() and len(given) <= len(str(LAST_PAGE))
    return max(1, int(given)) if is_number else 1
