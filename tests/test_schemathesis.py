"""Requests made up from the API's own description: never a 5xx, never an undescribed answer."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS, load_all_checks

from tests.conftest import token_of
from tests.servers import free_port, serve

load_all_checks()
WANTED: list[Any] = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    )
]
EXAMPLES = 8
ADMIN = {"Authorization": f"Bearer {token_of('admin')}"}


@pytest.fixture
def url(sqlite_template: Path, tmp_path: Path) -> Iterator[str]:
    """A real server on a furnished database of its own."""
    path = tmp_path / "doithoai.sqlite3"
    shutil.copy(sqlite_template, path)
    port = free_port()
    with serve({"DOITHOAI_DATABASE_URL": f"sqlite+aiosqlite:///{path}"}, port):
        yield f"http://127.0.0.1:{port}"


def test_made_up_requests_get_described_answers(url: str) -> None:
    schema: Any = schemathesis.openapi.from_url(f"{url}/openapi.json")
    # These two would sign the caller out, and all that follows would only be told 401.
    schema = schema.exclude(operation_id=["sign_out", "change_user"])
    for offered in schema.get_all_operations():
        _try_out(offered.ok())
    assert httpx.get(f"{url}/api/v1/me", headers=ADMIN).status_code == 200


def _try_out(operation: Any) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def made_up(case: Any) -> None:
        case.call_and_validate(headers=ADMIN, checks=WANTED)

    made_up()
