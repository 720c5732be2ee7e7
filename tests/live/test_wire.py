"""uvicorn with our protocol takes ready frames: what an upgrade of it could break is tried here."""

import asyncio
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from app.live.lines import WireLine
from app.live.message import Message
from app.live.wire import EXTENSION
from tests.live.screens import until
from tests.servers import serving


async def _accepted(scope: Any, receive: Any, send: Any) -> WireLine:
    assert (await receive())["type"] == "websocket.connect"
    await send({"type": "websocket.accept"})
    return WireLine(scope["extensions"][EXTENSION], 1024 * 1024)


async def test_ready_frames_and_plain_sends_arrive_in_their_order() -> None:
    async def application(scope: Any, receive: Any, send: Any) -> None:
        line = await _accepted(scope, receive, send)
        assert line.take(Message("một"))
        await send({"type": "websocket.send", "text": "hai"})
        for text in ("ba", "ế" * 100, "ộ" * 40_000):  # each form of a frame's length
            assert line.take(Message(text))
        await send({"type": "websocket.close", "code": 4000})

    async with serving(application) as address, connect(address, max_size=None) as socket:
        heard = [await socket.recv() for _ in range(5)]
        assert heard == ["một", "hai", "ba", "ế" * 100, "ộ" * 40_000]
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4000


async def test_same_frame_is_good_for_every_client() -> None:
    message = Message("Câu hỏi số 17")

    async def application(scope: Any, receive: Any, send: Any) -> None:
        line = await _accepted(scope, receive, send)
        line.take(message)
        await receive()

    async with serving(application) as address:
        for _ in range(3):
            async with connect(address) as socket:
                assert await socket.recv() == message.text
    assert message.frame is message.frame


async def test_waking_ends_the_wait_for_the_client() -> None:
    woken = asyncio.Event()

    async def application(scope: Any, receive: Any, send: Any) -> None:
        line = await _accepted(scope, receive, send)
        asyncio.get_running_loop().call_later(0.05, line.wake)
        assert (await receive())["type"] == "websocket.receive"
        woken.set()

    async with serving(application) as address, connect(address):
        async with asyncio.timeout(5):
            await woken.wait()


async def test_nothing_is_written_after_the_close_and_a_cut_is_a_cut() -> None:
    async def application(scope: Any, receive: Any, send: Any) -> None:
        line = await _accepted(scope, receive, send)
        if scope["path"] == "/cut":
            line.abort()
            assert (await receive())["type"] == "websocket.disconnect"
            return
        await send({"type": "websocket.close", "code": 4009})
        assert line.take(Message("quá muộn"))

    async with serving(application) as address:
        for path, code in (("/closed", 4009), ("/cut", None)):
            async with connect(address + path) as socket:
                try:
                    heard: object = await socket.recv()
                except ConnectionClosed as closed:
                    heard = closed.rcvd and closed.rcvd.code
                assert heard == code


async def test_client_that_does_not_read_is_seen_to_take_nothing() -> None:
    seen: list[bool] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        line = await _accepted(scope, receive, send)
        await until(lambda: not line.take(Message("x" * 500_000)), "the line is full")
        line.takes_nothing_for()
        await asyncio.sleep(0.2)
        seen.append(line.takes_nothing_for() >= 0.2)
        seen.append(not line.is_drained())
        line.abort()

    async with serving(application) as address, connect(address, max_size=None) as socket:
        socket.transport.pause_reading()
        await until(lambda: len(seen) == 2, "the line was looked at")
    assert seen == [True, True]
