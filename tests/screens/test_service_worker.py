"""The service worker goes from one version of the screens to the next as a whole, or not at all."""

import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.routers.screen_files import SCREENS
from app.routers.screen_text import lean
from tests.screens.test_site import wait_for

STATIC = SCREENS / "static"
PAGE = '<!doctype html><title>–</title><script type="module" src="/static/{script}"></script>'
SCRIPT = """import {{ word }} from "./{imported}";
import {{ keepFiles }} from "./shell/keep-files.js";
document.title = word;
keepFiles();
"""
KEPT = """
async () => {
  const names = await caches.keys();
  const caches_ = await Promise.all(names.map((name) => caches.open(name)));
  const pathOf = ({ url }) => new URL(url).pathname;
  const paths = await Promise.all(caches_.map(async (one) => (await one.keys()).map(pathOf)));
  return Object.fromEntries(names.map((name, at) => [name, paths[at].sort()]));
}
"""


class Screens:
    """A server of three small files in some version, and of the real worker."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.broken = ""
        """The path that answers with less than it promised."""
        self.asked: list[str] = []
        self.turn_to("one")

    def turn_to(self, word: str) -> None:
        """Serve another version: another page, another script's name, another word."""
        worker = lean((STATIC / "sw.js").read_text("utf-8"))
        self.files = {
            "/site": PAGE.format(script=f"begin-{word}.js"),
            f"/static/begin-{word}.js": SCRIPT.format(imported=f"word-{word}.js"),
            f"/static/word-{word}.js": f'export const word = "{word}";',
            "/static/shell/keep-files.js": (STATIC / "shell" / "keep-files.js").read_text("utf-8"),
            "/sw.js": f'self.VERSION = "{word}";\n{worker}',
        }
        self.asked.clear()

    async def answer(self, request: Request) -> Response:
        path = request.url.path
        self.asked.append(path)
        if path not in self.files:
            return Response(status_code=404)
        kind = "text/javascript" if path.endswith(".js") else "text/html"
        headers = {"cache-control": "no-cache"}
        if path == self.broken:
            headers["content-length"] = "100000"
        return Response(self.files[path], media_type=kind, headers=headers)

    def paths(self) -> list[str]:
        """What a machine keeps of this version."""
        return sorted(set(self.files) - {"/sw.js"})


@pytest.fixture
def screens() -> Iterator[tuple[Screens, str]]:
    made = Screens()
    app = Starlette(routes=[Route("/{path:path}", made.answer)])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield made, f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/site"
    finally:
        server.should_exit = True
        thread.join()


def wait_until_kept(page: Page, version: str, screens: Screens) -> None:
    """Wait until the machine has this version, all of it, and no other."""
    wanted = {f"screens {version}": screens.paths()}
    until = time.monotonic() + 30
    while (kept := page.evaluate(KEPT)) != wanted:
        assert time.monotonic() < until, (kept, wanted)
        page.wait_for_timeout(50)
    wait_for(page, "() => navigator.serviceWorker.controller !== null")


def open_first(page: Page, screens: Screens, url: str) -> None:
    page.goto(url)
    assert page.title() == "one"
    wait_until_kept(page, "one", screens)


def test_a_new_version_is_fetched_as_a_whole_and_shown_at_the_next_start(
    page: Page, screens: tuple[Screens, str]
) -> None:
    server, url = screens
    open_first(page, server, url)
    server.turn_to("two")
    page.reload()
    assert page.title() == "one", "a start never waits for the line"
    wait_until_kept(page, "two", server)
    page.context.set_offline(True)
    page.reload()
    assert page.title() == "two"


def test_a_line_that_breaks_during_an_update_leaves_the_old_version_whole(
    page: Page, screens: tuple[Screens, str]
) -> None:
    server, url = screens
    open_first(page, server, url)
    old = server.paths()
    server.turn_to("two")
    server.broken = "/static/word-two.js"
    page.reload()
    until = time.monotonic() + 30
    while server.broken not in server.asked:
        assert time.monotonic() < until, server.asked
        page.wait_for_timeout(50)
    wait_for(page, "async () => !(await navigator.serviceWorker.getRegistration()).installing")
    page.context.set_offline(True)
    page.reload()
    assert page.title() == "one"
    assert page.evaluate(KEPT)["screens one"] == old
    page.context.set_offline(False)
    server.broken = ""
    page.reload()
    wait_until_kept(page, "two", server)
    page.reload()
    assert page.title() == "two"
