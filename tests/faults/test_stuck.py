"""A client that stops reading costs its own line and nobody else's."""

import asyncio
import contextlib
import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from websockets.client import ClientProtocol
from websockets.uri import parse_uri

from tests.conftest import CONFERENCE, question, token_of
from tests.faults.sockets import PATIENCE, Http, Line, http, line
from tests.faults.test_server import settings_for
from tests.live.screens import until
from tests.servers import COMMAND, PLAIN_COMMAND, free_port, serve

pytestmark = pytest.mark.xdist_group("real server")
SLOW_BYTES = 64 * 1024
SLOW_SECONDS = 5
LONG = "đường vào bản " * 280
OTHERS = 40
"""Desks that fold every message."""
CROWD = 460
"""Desks that only wait for one."""


@pytest.fixture(scope="module", params=["lean lines", "plain lines"])
def url(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A server that is soon out of patience."""
    path = tmp_path_factory.mktemp("stuck") / "doithoai.sqlite3"
    shutil.copy(sqlite_template, path)
    port = free_port()
    settings = settings_for(path, port) | {
        "DOITHOAI_SLOW_BYTES": str(SLOW_BYTES),
        "DOITHOAI_SLOW_SECONDS": str(SLOW_SECONDS),
    }
    command = [*COMMAND, "serve"] if request.param == "lean lines" else PLAIN_COMMAND
    with serve(settings, port, command):
        yield f"http://127.0.0.1:{port}"


class Stuck:
    """A client that opens the desk's view and then never reads."""

    def __init__(self, url: str) -> None:
        address = f"{url.replace('http', 'ws', 1)}/api/v1/conferences/{CONFERENCE}/live?view=desk"
        uri = parse_uri(address)
        self._socket = socket.create_connection((uri.host, uri.port))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        protocol = ClientProtocol(uri)
        request = protocol.connect()
        request.headers["Authorization"] = f"Bearer {token_of('moderator')}"
        protocol.send_request(request)
        self._socket.sendall(b"".join(protocol.data_to_send()))

    def is_held(self) -> bool:
        """Tell whether the server still holds the line, by the kernel's own account (proc(5)).

        To read is no way to find out: who reads is not stuck any more.
        """
        here, there = self._socket.getsockname()[1], self._socket.getpeername()[1]
        for _ in range(3):  # the account is no single picture: an entry may be passed over
            for entry in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]:
                local, remote, state = entry.split()[1:4]
                ports = [int(one.rpartition(":")[2], 16) for one in (local, remote)]
                if ports == [there, here]:
                    return state == "01"
        return False

    def leave(self) -> None:
        self._socket.close()

    def was_cut_off(self) -> bool:
        """Read whatever there is; tell whether the end has come."""
        self._socket.settimeout(10)
        with self._socket, contextlib.suppress(ConnectionResetError):
            try:
                while self._socket.recv(65536):
                    pass
            except TimeoutError:
                return False
        return True


@asynccontextmanager
async def talking(url: str) -> AsyncIterator[Http]:
    async with http(url) as api:
        yield api


async def submit(api: Http, text: str) -> int:
    made = await api.send(token_of("moderator"), "POST", "/questions", question("na-ri", text))
    assert made.status_code == 201, made.text
    number: int = made.json()["number"]
    return number


async def reads_until(desk: Line, mark: str) -> None:
    """Read until a message has these words."""
    while mark not in str(await desk.socket.recv()):
        pass


async def test_others_do_not_wait_for_one_who_does_not_read(url: str) -> None:
    async with talking(url) as api, AsyncExitStack() as stack:
        desks = [
            await stack.enter_async_context(line(url, "desk", token_of("moderator")))
            for _ in range(OTHERS)
        ]
        for desk in desks:
            await desk.hears("snapshot")
        contexts = [line(url, "desk", token_of("moderator")) for _ in range(CROWD)]
        crowd = await asyncio.gather(*map(stack.enter_async_context, contexts))
        waiting = [asyncio.create_task(reads_until(one, "câu sau cùng")) for one in crowd]
        stuck = await asyncio.to_thread(Stuck, url)
        numbers = {await submit(api, LONG) for _ in range(20)}
        for desk in desks:
            await desk.folds_until(lambda client: numbers <= set(client.numbers()))
        last = await submit(api, "Đây là câu sau cùng?")
        for desk in desks:
            await desk.folds_until(lambda client: last in client.numbers())
            assert desk.client.kinds().count("snapshot") == 1
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*waiting)
        stuck.leave()


@pytest.mark.parametrize("url", ["lean lines"], indirect=True)
async def test_stuck_one_is_cut_off(url: str) -> None:
    """Other servers' transports cannot be aborted, and their kernels take megabytes."""
    async with talking(url) as api:
        stuck = await asyncio.to_thread(Stuck, url)
        for _ in range(60):
            await submit(api, LONG)
        await until(lambda: not stuck.is_held(), "the stuck one is cut off", PATIENCE)
        assert await asyncio.to_thread(stuck.was_cut_off)


async def test_slow_one_is_brought_up_to_date_by_a_snapshot(url: str) -> None:
    async with talking(url) as api, line(url, "desk", token_of("moderator")) as desk:
        await desk.hears("snapshot")
        transport = desk.socket.transport
        transport.pause_reading()
        for _ in range(60):
            number = await submit(api, LONG)
        transport.resume_reading()
        await desk.folds_until(lambda client: number in client.numbers())
