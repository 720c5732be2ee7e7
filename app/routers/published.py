"""How published questions are sent: cached, compressed, and known by the edition they are from."""

import gzip
from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Depends, Path, Request
from fastapi.responses import Response

from app import __version__
from app.deps import address_of, services
from app.deps.editions import Key, Made
from app.domain.errors import NotFound
from app.domain.publishing import Edition
from app.domain.renderings import Shown
from app.models.fields import Slug
from app.routers.screen_text import coding_for

KEPT = "public, max-age=60"
"""Caches between us and the readers may keep an answer so long without asking."""


async def edition_of(request: Request, conference: Annotated[Slug, Path()]) -> Edition:
    """Return what a conference has published. Raises `NotFound`, and `too_many_requests`."""
    await services(request).public_reading.count(address_of(request))
    return await services(request).editions.of(conference)


EditionDep = Annotated[Edition, Depends(edition_of)]
"""What the conference of the path has published; 404 unless it is public."""


def numbered(edition: Edition, number: int) -> Shown:
    """Return the published question of that number. Raises `NotFound`."""
    question = edition.question(number)
    if question is None:
        raise NotFound("question", number)
    return question


async def answered(
    request: Request,
    edition: Edition,
    name: Key,
    media_type: str,
    make: Callable[[], Made],
    more: Mapping[str, str],
) -> Response:
    """Return what `make` makes of the edition: from memory where it was made before under `name`.

    `make` runs in a thread. Who has this edition already is told so, and sent nothing.
    """
    # Weak: the same content, however it is compressed. Another release may word it otherwise.
    etag = f'W/"{edition.mark}-{__version__}"'
    headers = {"Cache-Control": KEPT, "ETag": etag, "Vary": "Accept-Encoding", **more}
    if _knows(request, etag):
        return Response(status_code=304, headers=headers)
    coding = coding_for(request.headers, offered=["gzip"])

    def encode() -> Made:
        made = make()
        return made if coding is None else made._replace(body=gzip.compress(made.body, 6, mtime=0))

    made = await services(request).editions.made(edition, (*name, coding), encode)
    if coding is not None:
        headers["Content-Encoding"] = coding
    if made.link is not None:
        headers["Link"] = made.link
    return Response(made.body, media_type=media_type, headers=headers)


def _knows(request: Request, etag: str) -> bool:
    """Tell whether If-None-Match names the tag; weak and strong are the same here (RFC 9110)."""
    known = [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]
    return "*" in known or any(tag.removeprefix("W/") == etag[2:] for tag in known)
