"""Real server processes for tests: the demo and `serve`, each on a free port of this machine."""

import asyncio
import json
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import uvicorn

from app.live.wire import WireProtocol
from tests.live.screens import until

Application = Callable[[Any, Any, Any], Awaitable[None]]
COMMAND = [sys.executable, "-c", "from app.cli import main; main()"]
STARTS_WITHIN = 90.0
"""Seconds; the demo hashes two dozen passwords first."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Demo:
    """A running demo and the sign-ins it printed."""

    process: subprocess.Popen[str]
    url: str
    conference: str
    passwords: Mapping[str, str]

    def token(self, username: str) -> str:
        form = {"username": username, "password": self.passwords[username]}
        answer = httpx.post(f"{self.url}/api/v1/auth/token", data=form)
        answer.raise_for_status()
        token: str = answer.json()["access_token"]
        return token

    def send(self, token: str, method: str, path: str, body: Any = None) -> httpx.Response:
        """Send one request below the conference."""
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex}
        url = f"{self.url}/api/v1/conferences/{self.conference}{path}"
        return httpx.request(method, url, json=body, headers=headers)


@contextmanager
def demo(folder: Path, *options: str, port: int | None = None) -> Iterator[Demo]:
    """Run `doithoai demo --json` on a folder until the block ends."""
    port = port or free_port()
    arguments = ["demo", "--json", "--data-dir", str(folder), "--port", str(port), *options]
    process = subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, text=True, env=os.environ
    )
    try:
        told = json.loads(_first_line(process))
        passwords = {account["username"]: account["password"] for account in told["accounts"]}
        yield Demo(process, told["url"], told["conference"], passwords)
    finally:
        end(process)


PLAIN_COMMAND = [
    *(sys.executable, "-m", "uvicorn", "--factory", "app.main:create_app"),
    *("--ws", "websockets-sansio", "--log-level", "warning"),
]
"""The application in a server that knows nothing of ours: no lean lines, no farewell."""


@contextmanager
def serve(
    settings: Mapping[str, str], port: int, command: Sequence[str] = (*COMMAND, "serve")
) -> Iterator[subprocess.Popen[str]]:
    """Run `doithoai serve` with these settings until the block ends; it answers already."""
    process = subprocess.Popen(
        [*command, "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **settings},
    )
    try:
        _until_it_answers(process, f"http://127.0.0.1:{port}/healthz")
        yield process
    finally:
        end(process)


@asynccontextmanager
async def serving(application: Application) -> AsyncIterator[str]:
    """Serve an application in this process by our own protocol; yields its address."""
    port = free_port()
    config = uvicorn.Config(
        application, port=port, ws=WireProtocol, lifespan="off", log_level="warning",
        ws_per_message_deflate=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve())
    await until(lambda: server.started, "the server starts")
    try:
        yield f"ws://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


def end(process: subprocess.Popen[str]) -> None:
    """Stop a server as an operator does; kill it when it does not listen."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], STARTS_WITHIN)
    assert ready, "the demo did not print its line in time"
    line = process.stdout.readline()
    assert line, f"the demo ended with {process.wait()}"
    return line


def _until_it_answers(process: subprocess.Popen[str], url: str) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            httpx.get(url)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not answer in time")
