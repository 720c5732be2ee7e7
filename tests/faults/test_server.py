"""The server as it runs: real processes on 127.0.0.1, real sockets, signals."""

import asyncio
import shutil
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from time import monotonic

import pytest

from tests.conftest import CONFERENCE, OFFICIAL, OTHER, question, token_of
from tests.faults.sockets import Http, http, line
from tests.live.client import LiveClient
from tests.servers import COMMAND, PLAIN_COMMAND, free_port, serve

pytestmark = pytest.mark.xdist_group("real server")
VIEWS = {
    "hall": "screen",
    "chair": "chair",
    "desk": "moderator",
    "site&site=cho-don": "cho-don",
    f"official&official={OFFICIAL}": "official",
    "public": "screen",
}


def settings_for(path: Path, port: int) -> dict[str, str]:
    return {
        "DOITHOAI_ENVIRONMENT": "development",
        "DOITHOAI_DATABASE_URL": f"sqlite+aiosqlite:///{path}",
        "DOITHOAI_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }


@pytest.fixture(scope="module", params=["lean lines", "plain lines"])
def url(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A server on the furnished database, for all tests that leave it running.

    Once ours, which writes frames straight into each transport, and once one that only has `send`.
    """
    path = tmp_path_factory.mktemp("server") / "doithoai.sqlite3"
    shutil.copy(sqlite_template, path)
    port = free_port()
    is_lean = request.param == "lean lines"
    command = [*COMMAND, "serve"] if is_lean else PLAIN_COMMAND
    with serve(settings_for(path, port), port, command):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
async def api(url: str) -> AsyncIterator[Http]:
    async with http(url) as talking:
        yield talking


async def queue_one(api: Http) -> int:
    """Submit and enqueue a question; return its number."""
    made = await api.send(token_of("moderator"), "POST", "/questions", question())
    assert made.status_code == 201, made.text
    number: int = made.json()["number"]
    done = await api.send(token_of("moderator"), "POST", f"/questions/{number}/enqueue")
    assert done.status_code == 200, done.text
    return number


@pytest.mark.parametrize("query", VIEWS)
async def test_screen_is_given_a_snapshot_and_then_what_changes(
    url: str, api: Http, query: str
) -> None:
    token = token_of(VIEWS[query])
    async with line(url, query, token) as screen:
        await screen.hears("snapshot")
        number = await queue_one(api)
        await screen.folds_until(lambda client: number in client.numbers("queued"))
        async with line(url, query, token) as fresh:
            await fresh.hears("snapshot")
            assert screen.client.state() == fresh.client.state()


async def test_screen_that_comes_back_goes_on_where_it_stood(url: str, api: Http) -> None:
    async with line(url, "hall", token_of("screen")) as screen:
        await screen.hears("snapshot")
    number = await queue_one(api)
    async with line(url, "hall", token_of("screen"), since=screen.client) as again:
        assert (await again.hears("resumed"))["seq"] == screen.client.seq
        change = await again.hears("change")
        assert change["prev"] == screen.client.seq
        assert number in again.client.numbers("queued")


@pytest.mark.parametrize("query", ["hall&epoch=forged&seq=1", "hall&seq=1", "hall&epoch=&seq=-1"])
async def test_forged_standing_is_given_a_snapshot(url: str, query: str) -> None:
    async with line(url, query, token_of("screen")) as screen:
        assert (await screen.hears("snapshot"))["seq"] > 0


async def test_number_of_the_future_is_given_a_snapshot(url: str) -> None:
    async with line(url, "hall", token_of("screen")) as screen:
        await screen.hears("snapshot")
    query = f"hall&epoch={screen.client.epoch}&seq=999999999"
    async with line(url, query, token_of("screen")) as again:
        assert (await again.hears("snapshot"))["epoch"] == screen.client.epoch


@pytest.mark.parametrize(
    ("query", "who", "conference", "code"),
    [
        ("hall", None, None, 4001),
        ("hall", "nobody-has-this-token", None, 4001),
        ("desk", "chair", None, 4003),
        ("chair", "screen", None, 4003),
        ("site&site=na-ri", "cho-don", None, 4003),
        ("official&official=lanh-dao-so-y-te", "official", None, 4003),
        ("public", None, None, 4001),
        ("hall", "screen", OTHER, 4004),
        ("hall", "stranger", None, 4004),
        ("hall", "screen", "khong-co", 4004),
        ("site&site=khong-co", "moderator", None, 4004),
        ("kitchen", "moderator", None, 4000),
        ("", "moderator", None, 4000),
    ],
)
async def test_who_may_not_watch_is_told_by_a_code(
    url: str, query: str, who: str | None, conference: str | None, code: int
) -> None:
    token = token_of(who) if who is not None else None
    async with line(url, query, token, conference=conference or CONFERENCE) as screen:
        assert await screen.is_closed() == code
        assert screen.client.kinds() == ["bye"]
        assert screen.client.bye is not None
        assert (screen.client.bye["code"], screen.client.bye["retry_after_ms"]) == (code, None)


@pytest.mark.parametrize("origin", [None, "https://evil.example", "null"])
async def test_cookie_alone_opens_nothing_for_a_foreign_page(url: str, origin: str | None) -> None:
    cookie = {"Cookie": f"doithoai_session={token_of('screen')}"}
    async with line(url, "hall", None, headers=cookie, origin=origin) as screen:
        assert await screen.is_closed() == 4003
    async with line(url, "hall", None, headers=cookie, origin=url) as screen:
        await screen.hears("snapshot")


async def test_signing_out_closes_the_screen_within_a_second(url: str, api: Http) -> None:
    async with (
        line(url, "hall", token_of("official-2")) as screen,
        line(url, "hall", token_of("screen")) as other,
    ):
        await screen.hears("snapshot")
        await other.hears("snapshot")
        signed_out = await api.send(token_of("official-2"), "DELETE", "auth/session")
        assert signed_out.status_code == 204
        since = monotonic()
        assert await screen.is_closed() == 4009
        assert monotonic() - since < 1.5
        await queue_one(api)
        await other.hears("change")


async def test_withdrawn_membership_closes_the_screen(url: str, api: Http) -> None:
    admin = token_of("admin")
    members = (await api.send(admin, "GET", "/members?limit=200")).json()["items"]
    (member,) = [m["id"] for m in members if m["username"] == "na-ri"]
    async with line(url, "site&site=na-ri", token_of("na-ri")) as screen:
        await screen.hears("snapshot")
        assert (await api.send(admin, "DELETE", f"/members/{member}")).status_code == 204
        since = monotonic()
        assert await screen.is_closed() == 4003
        assert monotonic() - since < 1.5


async def test_what_a_client_says_is_not_listened_to(url: str, api: Http) -> None:
    async with (
        line(url, "desk", token_of("moderator")) as screen,
        line(url, "hall", token_of("screen")) as other,
    ):
        await screen.hears("snapshot")
        await other.hears("snapshot")
        for said in ("{}", "not json", b"\x00\xff", '{"type":"change","seq":1}'):
            await screen.socket.send(said)
        await queue_one(api)
        await screen.hears("change")
        await screen.socket.send("x" * 1_000_000)
        await queue_one(api)
        before = len(other.client.heard)
        await other.folds_until(lambda client: len(client.heard) > before)
        async with line(url, "hall", token_of("screen")) as fresh:
            await fresh.hears("snapshot")


async def test_server_that_stops_says_when_to_come_back(
    sqlite_template: Path, tmp_path: Path
) -> None:
    path = tmp_path / "doithoai.sqlite3"
    shutil.copy(sqlite_template, path)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with serve(settings_for(path, port), port) as process:
        async with (
            line(address, "hall", token_of("screen")) as hall,
            line(address, "desk", token_of("moderator")) as desk,
        ):
            await hall.hears("snapshot")
            await desk.hears("snapshot")
            process.send_signal(signal.SIGTERM)
            codes = await asyncio.gather(hall.is_closed(), desk.is_closed())
            assert set(codes) == {4100}
            later = [_retry_after(hall.client), _retry_after(desk.client)]
            assert all(0 < ms <= 60_000 for ms in later)
        assert await asyncio.to_thread(process.wait, 15) in {0, -signal.SIGTERM}


def _retry_after(client: LiveClient) -> int:
    assert client.bye is not None
    assert client.bye["code"] == 4100
    milliseconds: int = client.bye["retry_after_ms"]
    return milliseconds
