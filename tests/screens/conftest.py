"""What the tests of the screens share: Chromium, and the screens' files behind a small server.

The API is not here: a test that needs answers gives them itself (`Page.route`).
"""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Page, expect
from starlette.responses import HTMLResponse

from app.routers import pages, screen_files
from tests.screens.stage import Stage, set_up
from tools.chromium import FLAGS, find_chromium

PATIENCE = 15_000.0
"""Milliseconds."""


def pytest_configure(config: pytest.Config) -> None:
    """Give Playwright a folder of its own: it empties it, and pictures are kept beside it.

    Machines may be busy: what is waited for is waited for long, and is there at once when it is.
    """
    config.option.output = "test-results/playwright"
    expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": list(FLAGS)}


@pytest.fixture(scope="session")
def files_url() -> Iterator[str]:
    """Where the pages and their files are served, without an API."""
    app = FastAPI()
    app.include_router(pages.router)
    screen_files.mount_screen_files(app)
    app.add_route("/blank", lambda _: HTMLResponse("<!doctype html><title>blank</title>"))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server of the screens' files did not start"
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def blank(page: Page, files_url: str) -> Page:
    """An empty page from which a test imports one of our modules."""
    page.goto(f"{files_url}/blank")
    return page


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A furnished stage that has stopped, to begin others with."""
    with set_up(tmp_path_factory.mktemp("template")) as made:
        pass
    return made


@pytest.fixture(scope="module")
def stage(template: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A live conference on a real server, shared by the tests of one file."""
    with set_up(tmp_path_factory.mktemp("stage"), template) as running:
        yield running
