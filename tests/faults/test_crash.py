"""A server that is killed, and one that is started again, on what is there."""

import asyncio
import shutil
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.conftest import question, token_of
from tests.faults.sockets import http, line
from tests.faults.test_server import settings_for
from tests.servers import demo, free_port, serve

pytestmark = pytest.mark.xdist_group("real server")
WRITERS = 12
ENOUGH = 40


async def test_killed_server_has_kept_every_acknowledged_question_once(
    sqlite_template: Path, tmp_path: Path
) -> None:
    path, port = tmp_path / "doithoai.sqlite3", free_port()
    shutil.copy(sqlite_template, path)
    url, settings = f"http://127.0.0.1:{port}", settings_for(path, port)
    sent: dict[str, str] = {}
    acknowledged: dict[str, int] = {}
    enough = asyncio.Event()

    with serve(settings, port) as process:
        async with http(url) as api:

            async def write_on() -> None:
                while True:
                    key = uuid4().hex
                    sent[key] = f"Câu hỏi {key}"
                    given = question(text=sent[key])
                    try:
                        made = await api.send(token_of("cho-don"), "POST", "/questions", given, key)
                    except httpx.TransportError:
                        return
                    assert made.status_code == 201, made.text
                    acknowledged[key] = made.json()["number"]
                    if len(acknowledged) >= ENOUGH:
                        enough.set()

            writers = [asyncio.create_task(write_on()) for _ in range(WRITERS)]
            async with asyncio.timeout(60):
                await enough.wait()
            process.kill()
            await asyncio.gather(*writers)
    assert len(sent) > len(acknowledged) >= ENOUGH

    with serve(settings, port):
        async with http(url) as api:
            for key, number in acknowledged.items():
                kept = await api.send(token_of("moderator"), "GET", f"/questions/{number}")
                assert kept.json()["text"] == sent[key]
            for key, text in sent.items():
                again = await api.send(
                    token_of("cho-don"), "POST", "/questions", question(text=text), key
                )
                assert again.status_code == 201, again.text
                assert again.json()["number"] == acknowledged.get(key, again.json()["number"])
            async with line(url, "desk", token_of("moderator")) as desk:
                await desk.hears("snapshot")
                texts = [q["text"] for q in desk.client.questions()]
                numbers = sorted(desk.client.numbers())
                assert sorted(texts) == sorted(sent.values())
                assert numbers == list(range(1, len(sent) + 1))
            events = await api.send(token_of("moderator"), "GET", "/events?limit=200")
            seqs = [entry["seq"] for entry in events.json()["items"]]
            assert seqs == list(range(1, len(sent) + 2))


async def test_demo_goes_on_with_what_is_there_and_its_sign_ins_work(tmp_path: Path) -> None:
    with demo(tmp_path) as first:
        token = await asyncio.to_thread(first.token, "moderator")
        async with line(first.url, "desk", token) as desk:
            await desk.hears("snapshot")
            given = question(text="Hỏi trước khi khởi động lại")
            made = await asyncio.to_thread(first.send, token, "POST", "/questions", given)
            assert made.status_code == 201, made.text
            await desk.hears("change")
    with demo(tmp_path) as second:
        for username in ("admin", "moderator", "chair", "screen", "cho-don"):
            assert await asyncio.to_thread(second.token, username)
        # Whoever was signed in still is, and goes on from where the screen stood.
        async with line(second.url, "desk", token, since=desk.client) as again:
            assert (await again.hears("resumed"))["seq"] == desk.client.seq
        async with line(second.url, "desk", token) as fresh:
            await fresh.hears("snapshot")
            assert fresh.client.state() == desk.client.state()
