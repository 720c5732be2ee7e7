"""The files that the screens load: compressed, asked about each time, and known by one version.

No bundler: a page names every module it needs in its head, so that a slow line fetches them side
by side instead of one after the other.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

SCREENS: Final = Path(__file__).resolve().parent.parent / "screens"

# no-cache: kept, but asked about each time, so that a page never runs with scripts of another
# version.
FILE_HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
)
_SMALLEST_COMPRESSED: Final = 500
"""Bytes; below, a compressed file is no smaller."""
_MODULE_OF_PAGE: Final = re.compile(r'<script type="module" src="(/[^"]+)">')
_IMPORT: Final = re.compile(
    r"""(?:^|;)\s*(?:import|export)\b[^"';]*["'](\.{1,2}/[^"']+)["']""", re.MULTILINE
)


def mount_screen_files(app: FastAPI) -> None:
    """Serves /static, and /vendor: what `package.json` names, fetched into a git-ignored folder.

    An API without fetched files is still an API, so a missing folder only makes the pages fail.
    """
    for folder in ("static", "vendor"):
        if (SCREENS / folder).is_dir():
            files = GZipMiddleware(_ScreenFiles(directory=SCREENS / folder), _SMALLEST_COMPRESSED)
            app.mount(f"/{folder}", files, name=folder)


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


class _ScreenFiles(StaticFiles):
    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(FILE_HEADERS)
        return response
