"""The pages and their files: what is sent, how small it is, and what it may load."""

import gzip
import re
from pathlib import Path

import httpx
import pytest

from app.routers.screen_files import SCREENS, modules, page
from tests.conftest import World

on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"])

PAGES = {
    "/": "index.html",
    **{f"/{path.stem}": path.name for path in SCREENS.glob("*.html") if path.stem != "index"},
}
LARGEST = 90_000
"""Bytes of script and style that any screen loads, compressed."""
LARGEST_OF_SITE = 150_000
"""The same of a site's desk, which has the poor lines, even before they are compressed."""
LINKED = re.compile(r'(?:href|src)="(/[^"]+)"')
SCRIPT_OR_STYLE = (".js", ".css")


def linked(name: str) -> list[str]:
    """The addresses in a page's head."""
    return LINKED.findall(page(name))


def file_of(address: str) -> Path:
    return SCREENS / address.removeprefix("/")


@on_sqlite
@pytest.mark.parametrize("address", PAGES)
async def test_page_allows_nothing_inline_and_nothing_from_elsewhere(
    world: World, address: str
) -> None:
    answer = await world.client.get(address)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", answer.text)
    assert not re.search(r"(?:href|src)=\"(?!/[^/])", answer.text)


@on_sqlite
@pytest.mark.parametrize("address", PAGES)
async def test_everything_a_page_names_is_there(world: World, address: str) -> None:
    for path in linked(PAGES[address]):
        if path.startswith("/api/"):
            continue
        answer = await world.client.get(path)
        assert answer.status_code == 200, path


@pytest.mark.parametrize("name", PAGES.values())
def test_page_names_every_module_so_that_none_waits_for_another(name: str) -> None:
    script = re.search(r'<script type="module" src="([^"]+)"', page(name))
    assert script is not None
    named = re.findall(r'rel="modulepreload" href="([^"]+)"', page(name))
    assert named == list(modules(script[1]))
    for address in named:
        for imported in re.findall(r'from "(\.[^"]+)";', file_of(address).read_text("utf-8")):
            target = (file_of(address).parent / imported).resolve()
            assert "/" + target.relative_to(SCREENS).as_posix() in named, (address, imported)


def sizes(name: str) -> dict[str, tuple[int, int]]:
    """Bytes of each script and style a page loads: as they are, and compressed."""
    files = {path: file_of(path) for path in linked(name) if path.endswith(SCRIPT_OR_STYLE)}
    read = {path: file.read_bytes() for path, file in files.items()}
    return {path: (len(data), len(gzip.compress(data))) for path, data in read.items()}


@pytest.mark.parametrize("name", PAGES.values())
def test_every_screen_is_small(name: str) -> None:
    found = sizes(name)
    assert sum(size for _, size in found.values()) <= LARGEST, found


def test_a_sites_desk_is_small_even_uncompressed() -> None:
    found = sizes("site.html")
    assert sum(size for size, _ in found.values()) <= LARGEST_OF_SITE, found


@on_sqlite
async def test_files_are_compressed_and_asked_about_each_time(world: World) -> None:
    headers = {"accept-encoding": "gzip"}
    first = await world.client.get("/static/live.js", headers=headers)
    assert first.headers["content-encoding"] == "gzip"
    assert first.headers["cache-control"] == "no-cache"
    again = {**headers, "if-none-match": first.headers["etag"]}
    assert (await world.client.get("/static/live.js", headers=again)).status_code == 304


@on_sqlite
async def test_service_worker_carries_the_version_of_the_files(world: World) -> None:
    answer = await world.client.get("/sw.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert re.match(r'self\.VERSION = "[0-9a-f]{12}";', answer.text)
    assert answer.headers["cache-control"] == "no-cache"


@on_sqlite
async def test_screens_can_be_installed(world: World) -> None:
    answer: httpx.Response = await world.client.get("/manifest.webmanifest")
    manifest = answer.json()
    assert manifest["start_url"] == "/"
    for icon in manifest["icons"]:
        assert (await world.client.get(icon["src"])).status_code == 200
