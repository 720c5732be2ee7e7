"""Every refusal and failure is a problem detail (RFC 9457), in Vietnamese unless asked."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from app.actions import questions as actions
from app.database import Database
from app.problem_words import PROBLEMS
from tests.conftest import World, question, running
from tests.postgres import Postgres
from tests.routers.problems import errors, refused, stock

one_database = pytest.mark.parametrize("database_kind", ["sqlite"])
QUESTIONS = "/api/v1/conferences/bac-kan-2025/questions"
HEADERS = {
    "authorization": "Bearer token-of-moderator",
    "idempotency-key": "k1",
    "content-type": "application/json",
}
VIETNAMESE = re.compile(
    "[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.I
)


@one_database
@pytest.mark.parametrize(
    ("status", "code", "who", "method", "path", "given"),
    [
        (400, "idempotency_key_required", "moderator", "POST", "/questions", question()),
        (400, "bad_cursor", "moderator", "GET", "/questions?cursor=x", None),
        (401, "not_signed_in", None, "GET", "/questions", None),
        (401, "not_signed_in", "nobody", "GET", "me", None),
        (403, "missing_permission", "cho-don", "POST", "/questions/1/approve", None),
        (403, "missing_permission", "moderator", "GET", "users", None),
        (404, "not_found", "stranger", "GET", "/questions", None),
        (404, "not_found", "moderator", "GET", "/questions/9", None),
        (404, "not_found", "moderator", "GET", "/sites/khong-co", None),
        (404, "no_such_address", "moderator", "GET", "/khong-co", None),
        (404, "no_such_address", None, "GET", "khong/co", None),
        (405, "method_not_allowed", "moderator", "PUT", "/questions", {}),
        (405, "method_not_allowed", None, "PATCH", "me", {}),
        (409, "illegal_transition", "moderator", "POST", "/questions/1/finish", None),
        (412, "stale_version", "moderator", "PATCH", "/questions/1", {"text": "x"}),
        (422, "invalid_request", "moderator", "GET", "/questions?state=x", None),
        (422, "invalid_request", "moderator", "GET", "/questions/0", None),
        (422, "unknown_reference", "moderator", "POST", "/questions/1/merge", {"into": 9}),
        (428, "precondition_required", "moderator", "PATCH", "/questions/1", {"text": "x"}),
    ],
)
async def test_refusal_is_a_problem_in_both_languages(
    world: World, status: int, code: str, who: str | None, method: str, path: str, given: Any
) -> None:
    await world.submit()
    more = {"if_match": '"9"'} if status == 412 else {}
    if status == 400:
        more |= {"idempotency_key": ""}
    before = await stock(world)
    plain = await world.send(who, method, path, given, **more)
    english = await world.send(who, method, path, given, accept_language="en-GB, vi;q=0.5", **more)
    problem, in_english = refused(plain, status, code), refused(english, status, code)
    words = PROBLEMS[code]
    assert (problem["title"], in_english["title"]) == (words.vi[0], words.en[0])
    assert VIETNAMESE.search(problem["detail"])
    assert problem["detail"] != in_english["detail"]
    for header in ("www-authenticate", "allow", "retry-after"):
        assert plain.headers.get(header) == english.headers.get(header)
    assert await stock(world) == before


@one_database
async def test_standard_headers_go_with_their_problems(world: World) -> None:
    assert (await world.get(None, "me")).headers["www-authenticate"].startswith("Bearer")
    refusal = await world.send("moderator", "PUT", "/questions", {})
    assert {"GET", "POST"} <= set(refusal.headers["allow"].split(", "))


@one_database
@pytest.mark.parametrize(
    ("accepts", "english"),
    [("en", True), ("en-US,en;q=0.9", True), ("vi,en;q=0.8", False), ("fr", False), ("", False)],
)
async def test_language_is_vietnamese_unless_english_is_preferred(
    world: World, accepts: str, english: bool
) -> None:
    response = await world.get(None, "me", accept_language=accepts)
    title = refused(response, 401)["title"]
    assert title == (PROBLEMS["not_signed_in"].en if english else PROBLEMS["not_signed_in"].vi)[0]


@one_database
@pytest.mark.parametrize("accepts", ["en;q=0.1, vi", "vi;q=0.2, en;q=0.9"])
async def test_language_weights_are_heeded(world: World, accepts: str) -> None:
    title = refused(await world.get(None, "me", accept_language=accepts), 401)["title"]
    english = accepts.startswith("vi")
    assert title == (PROBLEMS["not_signed_in"].en if english else PROBLEMS["not_signed_in"].vi)[0]


@one_database
@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed_request"),
        (b"\xff\xfe", "application/json", 400, "malformed_request"),
        (b'{"site": "cho-don"}', "text/plain", 415, "unsupported_media_type"),
        (b"site=cho-don", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b"<q/>", "application/xml", 415, "unsupported_media_type"),
        (b"", "application/json", 422, "invalid_request"),
    ],
)
async def test_body_that_is_not_json_is_refused(
    world: World, body: bytes, content_type: str, status: int, code: str
) -> None:
    headers = HEADERS | {"content-type": content_type}
    refused(await world.client.post(QUESTIONS, content=body, headers=headers), status, code)


@one_database
async def test_too_large_body_is_refused_however_it_comes(world: World) -> None:
    size = world.app.state.services.settings.max_body_bytes
    before = await stock(world)

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(size // 1024 + 2):
            yield b" " * 1024

    whole = await world.client.post(QUESTIONS, content=b" " * (size + 1), headers=HEADERS)
    refused(whole, 413, "too_large")
    chunked = await world.client.post(QUESTIONS, content=chunks(), headers=HEADERS)
    refused(chunked, 413, "too_large")
    url, form = "/api/v1/auth/token", "application/x-www-form-urlencoded"
    headers = {"content-type": form}
    signing = await world.client.post(url, content=b"a" * (size + 1), headers=headers)
    refused(signing, 413, "too_large")
    assert await stock(world) == before


@one_database
async def test_too_many_attempts_are_refused_with_the_time_to_wait(database_url: str) -> None:
    async with running(database_url, sign_in_failures=1) as world:
        form = {"username": "khong-ai", "password": "sai"}
        first = await world.client.post("/api/v1/auth/token", data=form)
        refused(first, 401, "bad_credentials")
        second = await world.client.post("/api/v1/auth/token", data=form)
        assert 1 <= int(second.headers["retry-after"]) <= 300
        refused(second, 429, "too_many_requests")


async def test_failure_tells_nothing_and_stores_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = actions.submit

    async def fail(deed: Any, given: Any) -> Any:
        await plain(deed, given)
        raise RuntimeError("hộp đen: password=bi-mat")

    before = await stock(world)
    monkeypatch.setattr(actions, "submit", fail)
    with capture_logs() as logs:
        response = await world.post("moderator", "/questions", question())
    refused(response, 500, "internal_error")
    for secret in ("hộp", "bi-mat", "RuntimeError", "Traceback", "app/"):
        assert secret not in response.text
    assert [log["event"] for log in logs if log["log_level"] == "error"] == ["request.failed"]
    assert await stock(world) == before


@one_database
async def test_unreachable_database_is_told_as_unavailable(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: Database) -> None:
        raise OperationalError("SELECT 1", {}, OSError("unable to open database file"))

    monkeypatch.setattr(Database, "read", gone)
    with capture_logs():
        response = await world.get("moderator", "/questions")
        ready = await world.client.get("/readyz")
    assert int(response.headers["retry-after"]) >= 1
    assert "SELECT" not in response.text
    refused(response, 503, "unavailable")
    refused(ready, 503, "unavailable")


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_dropped_database_is_told_as_unavailable(
    world: World, database_url: str, postgres: Postgres
) -> None:
    assert (await world.get("moderator", "/questions")).status_code == 200
    postgres.drop(database_url.rpartition("/")[2])
    with capture_logs():
        refused(await world.get("moderator", "/questions"), 503, "unavailable")


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_connection_lost_in_the_middle_of_a_command_is_told_as_unavailable(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = actions.submit

    async def lose(deed: Any, given: Any) -> Any:
        await deed.session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return await plain(deed, given)

    before = await stock(world)
    with monkeypatch.context() as patched, capture_logs():
        patched.setattr(actions, "submit", lose)
        response = await world.post("moderator", "/questions", question(), idempotency_key="k1")
        refused(response, 503, "unavailable")
    assert await stock(world) == before
    again = await world.post("moderator", "/questions", question(), idempotency_key="k1")
    assert again.status_code == 201


@one_database
async def test_wrong_fields_are_named_in_the_callers_language(world: World) -> None:
    given = question() | {"asker": {"name": "", "phone": "gọi sau"}, "text": None, "la": 1}
    vietnamese = errors(await world.post("moderator", "/questions", given))
    assert vietnamese["asker.name"] == "không được để trống"
    assert vietnamese["la"] == "không có trường này"
    assert vietnamese.keys() == {"asker.name", "asker.phone", "text", "la"}
    response = await world.post("moderator", "/questions", given, accept_language="en")
    assert errors(response)["asker.name"] == "must not be empty"
    detail = refused(await world.post("moderator", "/questions", given), 422)["detail"]
    assert "asker.name" in detail
