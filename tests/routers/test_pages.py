"""The pages and their files: what is sent, how small it is, and what it may load."""

import re
from pathlib import Path

import httpx
import pytest

from app.routers.screen_files import SCREENS, modules, page
from app.routers.screen_text import lean
from tests.conftest import World

on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"])

PAGES = {
    "/": "index.html",
    **{f"/{path.stem}": path.name for path in SCREENS.glob("*.html") if path.stem != "index"},
}
LARGEST = 150_000
"""Bytes of script and style, all screens together, as a browser gets them: each file once, and the
Vietnamese words (who reads English fetches 13 kB more)."""
LARGEST_OF_OFFICE = 45_000
"""The same of what only the pages and sections of the office before and after the day need."""
LARGEST_UNCOMPRESSED = 150_000
"""The same of a site's desk alone, which has the poor lines, before they are compressed."""
LINKED = re.compile(r'(?:href|src)="(/[^"]+)"')
SCRIPT_OR_STYLE = (".js", ".css")


def linked(name: str) -> list[str]:
    """The addresses in a page's head."""
    return LINKED.findall(page(name))


def of_office(address: str) -> bool:
    """Tell whether a file has the other budget."""
    return "/static/office/" in address or re.search(r"/i18n/(vi/)?office", address) is not None


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


async def sizes(world: World, addresses: set[str]) -> dict[str, tuple[int, int]]:
    """Bytes of each script and style: as they come over the line, and as they are then."""
    found = {}
    for address in addresses:
        if not address.endswith(SCRIPT_OR_STYLE):
            continue
        headers = {"accept-encoding": "br, gzip"}
        async with world.client.stream("GET", address, headers=headers) as answer:
            found[address] = (sum([len(part) async for part in answer.aiter_raw()]), 0)
        plain = await world.client.get(address, headers={"accept-encoding": "identity"})
        found[address] = (found[address][0], len(plain.content))
    return found


@on_sqlite
async def test_all_screens_together_are_small(world: World) -> None:
    addresses = {address for name in PAGES.values() for address in linked(name)}
    scripts = ("/static/site/rest.js", "/static/signin/invitation.js")
    later = {"/sw.js", *(address for script in scripts for address in modules(script))}
    found = await sizes(world, {one for one in addresses | later if not of_office(one)})
    assert sum(sent for sent, _ in found.values()) <= LARGEST, found


@on_sqlite
async def test_what_the_office_adds_is_small_too(world: World) -> None:
    static = SCREENS / "static"
    files = [*(static / "office").rglob("*.*"), *(static / "i18n").glob("office*.js")]
    files += (static / "i18n" / "vi").glob("office*.js")
    found = await sizes(world, {f"/{file.relative_to(SCREENS).as_posix()}" for file in files})
    assert found
    assert sum(sent for sent, _ in found.values()) <= LARGEST_OF_OFFICE, found


@on_sqlite
async def test_a_sites_desk_is_small_even_uncompressed(world: World) -> None:
    found = await sizes(world, set(linked("site.html")))
    assert sum(plain for _, plain in found.values()) <= LARGEST_UNCOMPRESSED, found


@on_sqlite
@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
async def test_files_are_compressed_as_the_browser_can_read_them(
    world: World, accepted: str, coding: str | None
) -> None:
    address = "/static/live.js"
    answer = await world.client.get(address, headers={"accept-encoding": accepted})
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.text == lean(file_of(address).read_text("utf-8"))
    assert answer.headers["content-type"].startswith("text/javascript")


@on_sqlite
async def test_files_are_asked_about_each_time(world: World) -> None:
    first = await world.client.get("/static/live.js")
    assert first.headers["cache-control"] == "no-cache"
    again = {"if-none-match": first.headers["etag"]}
    answer = await world.client.get("/static/live.js", headers=again)
    assert answer.status_code == 304
    assert answer.headers["cache-control"] == "no-cache"


@on_sqlite
async def test_head_tells_what_get_would_send(world: World) -> None:
    headers = {"accept-encoding": "identity"}
    got = await world.client.get("/static/live.js", headers=headers)
    told = await world.client.head("/static/live.js", headers=headers)
    assert told.headers["content-length"] == str(len(got.content))
    assert told.headers["etag"] == got.headers["etag"]


@on_sqlite
async def test_what_others_wrote_keeps_its_licence(world: World) -> None:
    answer = await world.client.get("/vendor/lit-html/lit-html.js")
    assert "@license" in answer.text


def test_what_is_left_out_is_margins_types_and_comments_that_stand_alone() -> None:
    script = """// what it is
const a = "/* text */"; // stays
/** @type {X} */ (b).go();
  /*
   * two lines
   */
const c = `
  https://example.test // text
`;
  /** how many */ count = 0;
"""
    kept = lean(script)
    assert kept.count("\n") == script.count("\n")
    assert [line for line in kept.split("\n") if line] == [
        'const a = "/* text */"; // stays',
        "(b).go();",
        "const c = `",
        "https://example.test // text",
        "`;",
        "count = 0;",
    ]


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
