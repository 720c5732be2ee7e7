"""What the router tests say of refusals, and the few ways they look behind the interface."""

from typing import Any

import httpx
from sqlalchemy import func, select

from app.models.journal import StoredAnswer
from app.models.question import Question
from tests.conftest import World

MEDIA_TYPE = "application/problem+json"


def refused(response: httpx.Response, status: int, code: str | None = None) -> dict[str, Any]:
    """Return the problem a request was refused with, after a look at its form."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == MEDIA_TYPE
    problem: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail", "code"} <= problem.keys()
    assert problem["status"] == status
    assert problem["type"] == f"urn:doithoai:problem:{problem['code']}"
    assert problem["title"]
    assert problem["detail"]
    assert code in {None, problem["code"]}, problem
    return problem


def errors(response: httpx.Response) -> dict[str, str]:
    """Return the wrong fields of a 422 and what is said of each."""
    return {e["field"]: e["message"] for e in refused(response, 422, "invalid_request")["errors"]}


async def stock(world: World) -> tuple[int, int, int, int]:
    """Count what a refused request must not have added to, by the database itself."""
    conference = await world.conference()
    async with world.session() as session:
        questions = await session.scalar(select(func.count()).select_from(Question)) or 0
        answers = await session.scalar(select(func.count()).select_from(StoredAnswer)) or 0
    return conference.last_seq, conference.last_number, questions, answers
