"""The files that the screens load: small, asked about each time, and known by one version.

No bundler: a page names every module it needs in its head, so that a slow line fetches them side
by side instead of one after the other.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.routers.screen_text import TEXTS, coding_for, encoded, lean

SCREENS: Final = Path(__file__).resolve().parent.parent / "screens"

# no-cache: kept, but asked about each time, so that a page never runs with scripts of another
# version.
FILE_HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
)
_MODULE_OF_PAGE: Final = re.compile(r'<script type="module" src="(/[^"]+)">')
_IMPORT: Final = re.compile(
    r"""(?:^|;)\s*(?:import|export)\b(?:[^"';]*\bfrom)?\s*["'](\.{1,2}/[^"']+)["']""", re.MULTILINE
)
"""Not `import(…)`: that is fetched when it is wanted."""


def mount_screen_files(app: FastAPI) -> None:
    """Serves /static, and /vendor: what `package.json` names, fetched into a git-ignored folder.

    An API without fetched files is still an API, so a missing folder only makes the pages fail.
    """
    for folder in ("static", "vendor"):
        if (SCREENS / folder).is_dir():
            app.mount(f"/{folder}", _ScreenFiles(directory=SCREENS / folder), name=folder)


@cache
def page(name: str) -> str:
    """Return a page's HTML with every module that its script imports named in its head."""
    html = (SCREENS / name).read_text("utf-8")
    script = _MODULE_OF_PAGE.search(html)
    if script is None:
        return html
    links = "".join(
        f'<link rel="modulepreload" href="{path}">\n    ' for path in modules(script[1])
    )
    return html.replace(script[0], links + script[0])


@cache
def modules(path: str) -> tuple[str, ...]:
    """Return the address of a module and of all it imports, each once, in the order met."""
    found: dict[str, None] = {}
    waiting = [path]
    while waiting:
        address = waiting.pop(0)
        file = SCREENS / address.removeprefix("/")
        if address in found or not file.is_file():
            continue
        found[address] = None
        for imported in _IMPORT.findall(file.read_text("utf-8")):
            target = os.path.normpath(file.parent / imported)
            waiting.append("/" + Path(target).relative_to(SCREENS).as_posix())
    return tuple(found)


@cache
def version() -> str:
    """Return what changes with any file of the screens: twelve hex digits."""
    digest = hashlib.sha256()
    for file in sorted(path for path in SCREENS.rglob("*") if path.is_file()):
        digest.update(str(file.relative_to(SCREENS)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=1024)
def _sent(path: str, _tag: str, coding: str | None) -> tuple[bytes, dict[str, str]]:
    """Return a file as it is sent. What others wrote keeps its comments: licences are in them."""
    file = Path(path)
    content = file.read_bytes()
    if file.suffix in {".css", ".js"} and file.is_relative_to(SCREENS / "static"):
        content = lean(content.decode()).encode()
    return encoded(content, coding)


class _ScreenFiles(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(FILE_HEADERS)
        if not isinstance(response, FileResponse) or Path(response.path).suffix not in TEXTS:
            return response
        tag, coding = response.headers["etag"], coding_for(Headers(scope=scope))
        content, headers = await run_in_threadpool(_sent, str(response.path), tag, coding)
        response.headers.update(headers)
        response.headers["etag"] = f"W/{tag}"  # weak: the same file, however it is compressed
        response.headers["content-length"] = str(len(content))
        return Response(content, headers=response.headers)
