"""From refusals and failures to RFC 9457 problem details, in one place, for every error there is.

A problem never holds an exception's text or a stack; those go to the log.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import iter_route_contexts
from pydantic_core import to_json
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.domain.errors import BadField, Refusal
from app.field_words import FIELDS, VIETNAMESE
from app.problem_words import PROBLEMS

MEDIA_TYPE = "application/problem+json"
_log = structlog.get_logger()


class Problem(Exception):
    """A refusal of the HTTP interface itself, by the code of `problem_words`."""

    def __init__(self, code: str, headers: Mapping[str, str] | None = None, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.headers = dict(headers or {})
        self.facts = facts


def problem(
    request: Request,
    code: str,
    facts: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    told: str = "",
) -> Response:
    """Return the problem's response in the caller's language (Vietnamese unless English asked)."""
    facts = facts or {}
    title, detail = words_of(request, code, facts, told)
    status = PROBLEMS[code].status
    body = {
        "type": f"urn:doithoai:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        **facts,
    }
    return Response(to_json(body), status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


def words_of(
    request: Request, code: str, facts: Mapping[str, Any], told: str = ""
) -> tuple[str, str]:
    """Return a problem's title and detail in the caller's language."""
    english = prefers_english(request)
    title, detail = PROBLEMS[code].en if english else PROBLEMS[code].vi
    words = {name: _in_words(fact, english) for name, fact in facts.items()} | {"told": told}
    return title, detail.format_map(words)


def prefers_english(request: Request) -> bool:
    """Tell whether Accept-Language prefers English to Vietnamese."""
    weights = {"vi": 0.0, "en": 0.0}
    for place, entry in enumerate(request.headers.get("accept-language", "").lower().split(",")):
        language, _, weight = entry.strip().partition(";q=")
        if language[:2] in weights:
            # Of two equal ones the first counts.
            given = _number(weight, 1.0) - place * 1e-6
            weights[language[:2]] = max(weights[language[:2]], given)
    return weights["en"] > weights["vi"]


def _number(text: str, default: float) -> float:
    try:
        return float(text)
    except ValueError:
        return default


def _in_words(value: Any, english: bool) -> str:
    if isinstance(value, list):
        return ", ".join(_in_words(item, english) for item in value)
    return str(value) if english else VIETNAMESE.get(str(value), str(value))


async def _on_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    if isinstance(error, BadField):
        field, reason = error.facts["field"], error.facts["reason"]
        return _invalid(request, [(field, reason, error.facts)])
    return problem(request, error.code, error.facts)


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problem(request, error.code, error.facts, error.headers)


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = error.errors()
    if any(e["type"] == "json_invalid" for e in errors):
        return problem(request, "malformed_request")
    if _body_not_read_as_json(request, errors):
        return problem(request, "unsupported_media_type")
    return _invalid(request, [(_path(e["loc"]), e["type"], e.get("ctx", {})) for e in errors])


def _body_not_read_as_json(request: Request, errors: Sequence[Any]) -> bool:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_json = content_type == "application/json" or content_type.endswith("+json")
    return not is_json and any(
        e["loc"] == ("body",) and e["type"] in {"model_attributes_type", "model_type"}
        for e in errors
    )


def _path(location: Sequence[str | int]) -> str:
    """Return where in the request: `asker.name`, not `body.asker.name`."""
    named = location[1:] if location[0] in {"body", "query", "path", "header"} else location
    return ".".join(str(part) for part in named) or str(location[0])


def _invalid(request: Request, errors: Sequence[tuple[str, str, Mapping[str, Any]]]) -> Response:
    english = prefers_english(request)
    entries = []
    for field, kind, facts in errors:
        message = FIELDS.get(kind, ("không hợp lệ", "is not valid"))[english]
        entries.append({"field": field, "code": kind, "message": message.format_map(_Facts(facts))})
    told = "; ".join(f"{entry['field']} {entry['message']}" for entry in entries[:5])
    return problem(request, "invalid_request", {"errors": entries}, told=told)


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


_BY_STATUS = {
    400: "malformed_request",
    401: "not_signed_in",
    403: "foreign_origin",
    404: "no_such_address",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    503: "unavailable",
}


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = _BY_STATUS.get(error.status_code, "internal_error")
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(sorted(_allowed(request)))
    return problem(request, code, headers=headers)


def _allowed(request: Request) -> set[str]:
    """Return the methods of every route at this address, not only of the first one there."""
    methods: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        matches, _ = route.matches(request.scope)
        if matches is not Match.NONE:
            methods |= route.methods or set()
    return methods


async def _on_database(request: Request, error: Exception) -> Response:
    _log.error("database.unavailable", error=str(error), path=request.url.path)
    return problem(request, "unavailable", headers={"Retry-After": "2"})


_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.OperatorInterventionError,
    asyncpg.InterfaceError,
)
"""What PostgreSQL says when the database is not to be had, for now."""


async def _on_driver(request: Request, error: Exception) -> Response:
    assert isinstance(error, DBAPIError)
    is_away = isinstance(error, OperationalError | InterfaceError) or isinstance(
        getattr(error.orig, "__cause__", None), _AWAY
    )
    if is_away or error.connection_invalidated:
        return await _on_database(request, error)
    return await _on_failure(request, error)


async def _on_failure(request: Request, error: Exception) -> Response:
    _log.error("request.failed", path=request.url.path, exc_info=error)
    return problem(request, "internal_error")


def install(app: FastAPI) -> None:
    """Register every handler."""
    app.add_exception_handler(Refusal, _on_refusal)
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(DBAPIError, _on_driver)
    app.add_exception_handler(asyncpg.PostgresError, _on_database)
    app.add_exception_handler(asyncpg.InterfaceError, _on_database)
    app.add_exception_handler(PoolTimeout, _on_database)
    app.add_exception_handler(OSError, _on_database)
    app.add_exception_handler(Exception, _on_failure)
