"""How routes answer: JSON with the interface's headers, pages with their cursors, shared docs."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import segno
from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel
from pydantic_core import to_json

from app.domain.facts import QuestionFacts
from app.domain.views import LISTED, View, project_for, render
from app.errors import MEDIA_TYPE, Problem


class ProblemShown(BaseModel):
    """An RFC 9457 problem detail; some codes add members that say what is true now."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[dict[str, str]] | None = None


def _documented(status: int, says: str) -> tuple[int | str, dict[str, Any]]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemShown"}}}
    return status, {"description": says, "content": content}


PROBLEMS: dict[int | str, dict[str, Any]] = dict(
    [
        _documented(400, "Unreadable, or a required header is missing"),
        _documented(401, "Not signed in"),
        _documented(403, "A member without the right; `permission` names it"),
        _documented(404, "No such thing, or the caller is a stranger to it"),
        _documented(405, "The address does not take this method"),
        _documented(409, "Not possible as things stand; members say how they stand"),
        _documented(412, "Changed since the version named in If-Match"),
        _documented(413, "Body over the limit"),
        _documented(415, "Not application/json"),
        _documented(422, "A field is wrong; `errors` says which and why"),
        _documented(428, "If-Match is required"),
        _documented(429, "Too many requests"),
        _documented(500, "The server failed; nothing was stored"),
        _documented(503, "The database cannot be reached"),
    ]
)
"""The problems any route may answer with, for the API's description."""


def answer(
    body: Any, status: int = 200, *, version: int | None = None, location: str | None = None
) -> Response:
    """Return JSON, with an ETag from the object's version."""
    headers = {}
    if version is not None:
        headers["ETag"] = f'"{version}"'
    if location is not None:
        headers["Location"] = location
    return Response(to_json(body), status, media_type="application/json", headers=headers)


def picture_of(link: str) -> str:
    """Return a link as a QR code: a data: URI of SVG."""
    code = segno.make(link, error="m")
    return code.svg_data_uri(scale=8, border=2, dark="#000", light="#fff")


def question_answer(
    views: Sequence[View], facts: QuestionFacts, status: int = 200, location: str | None = None
) -> Response:
    """Return a question as the caller sees it; for a key that sees none, as the hall does."""
    shown = project_for(views, facts) or render(LISTED, facts)
    return answer(shown, status, version=facts.version, location=location)


class Paging:
    """The page a caller asks for: up to `limit` items past `after`."""

    def __init__(self, limit: int, cursor: str | None) -> None:
        self.limit = limit
        self._cursor = cursor

    def after(self, *start: int) -> tuple[int, ...]:
        """Return the position in the cursor, or `start` without one. Raises `bad_cursor`."""
        if self._cursor is None:
            return start
        try:
            position = json.loads(base64.urlsafe_b64decode(self._cursor.encode()))
        except ValueError:
            raise Problem("bad_cursor") from None
        if not _is_position(position, len(start)):
            raise Problem("bad_cursor")
        return tuple(position)

    def cursor(self, count: int, last: Sequence[int] | None) -> str | None:
        """Return where the next page begins; `None` when this one was not full."""
        if last is None or count < self.limit:
            return None
        return cursor_of(last)

    def page(
        self,
        request: Request,
        items: Sequence[Mapping[str, Any] | BaseModel],
        last: Sequence[int] | None,
        **more: Any,
    ) -> Response:
        """Return a page, with what it has `more` besides its items.

        `last` is the position of its last item when more may follow.
        """
        cursor = self.cursor(len(items), last)
        headers = {}
        if cursor is not None:
            url = request.url.include_query_params(cursor=cursor)
            headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
        body = {"items": list(items), "next_cursor": cursor, **more}
        return Response(to_json(body), media_type="application/json", headers=headers)


def cursor_of(position: Sequence[int]) -> str:
    """Return a position as the opaque cursor that leads on from it."""
    return base64.urlsafe_b64encode(json.dumps(list(position)).encode()).decode()


def _is_position(position: Any, length: int) -> bool:
    return (
        isinstance(position, list)
        and len(position) == length
        and all(type(part) is int and abs(part) < 2**31 for part in position)
    )


async def _paging(
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> Paging:
    return Paging(limit, cursor)


PageDep = Annotated[Paging, Depends(_paging)]
