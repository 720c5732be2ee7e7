"""The web screens: one explicit route for each page, and the files that the pages load.

What a page does lives in app/screens. Nothing here knows who is signed in: a page stays empty
until the API gives its script something to show.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from fastapi import APIRouter, FastAPI
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

SCREENS: Final = Path(__file__).resolve().parent.parent / "screens"

# Nothing inline and nothing from elsewhere; 'self' in connect-src covers the live socket as well.
_CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
# no-cache: kept, but asked about each time, so that a page never runs with scripts of another
# version.
_FILE_HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
)
_PAGE_HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **_FILE_HEADERS,
        "Content-Security-Policy": _CONTENT_SECURITY_POLICY,
        "Referrer-Policy": "same-origin",
    }
)

router = APIRouter(include_in_schema=False)


@router.get("/")
async def show_sign_in() -> FileResponse:
    return _page("index.html")


@router.get("/hall")
async def show_hall() -> FileResponse:
    return _page("hall.html")


def mount_screen_files(app: FastAPI) -> None:
    """Serves /static, and /vendor: what `package.json` names, fetched into a git-ignored folder.

    An API without fetched files is still an API, so a missing folder only makes the pages fail.
    """
    app.mount("/static", _ScreenFiles(directory=SCREENS / "static"), name="static")
    if (SCREENS / "vendor").is_dir():
        app.mount("/vendor", _ScreenFiles(directory=SCREENS / "vendor"), name="vendor")


def _page(name: str) -> FileResponse:
    return FileResponse(SCREENS / name, media_type="text/html", headers=_PAGE_HEADERS)


class _ScreenFiles(StaticFiles):
    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(_FILE_HEADERS)
        return response
